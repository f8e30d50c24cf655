package dev.tailwater.wal;

import dev.tailwater.fault.FaultPoint;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of a log, oldest first, and the position at which the log ends. Safe for use by many
 * threads; one of them writes.
 */
final class SegmentList {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentList.class);

  private final Path folder;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock, as is the open segment, the one that is written to.
  private final List<Closed> closed;
  private @Nullable Segment open;
  private long end;

  /**
   * A segment that is not written to any more.
   *
   * @param end the position after its last byte that counts: what a failed write left behind the
   *     last acknowledged entry does not
   */
  private record Closed(Segment segment, long end) {
    long base() {
      return segment.base();
    }
  }

  private SegmentList(Path folder, List<Closed> closed, long end) {
    this.folder = folder;
    this.closed = closed;
    this.end = end;
  }

  /**
   * The segments in a folder, which is created when missing. A torn tail is cut off, damage
   * elsewhere stays as it is.
   *
   * @param minimumEnd no entry gets a lower position
   */
  static SegmentList open(Path folder, long minimumEnd) throws IOException {
    Files.createDirectories(folder);
    List<Segment> segments = segments(folder);
    long end = segments.isEmpty() ? minimumEnd : Math.max(minimumEnd, endOf(segments.getLast()));
    List<Closed> closed = new ArrayList<>();
    for (Segment segment : segments) {
      closed.add(new Closed(segment, segment.base() + Files.size(segment.file())));
    }
    return new SegmentList(folder, closed, end);
  }

  private static List<Segment> segments(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> Segment.baseOf(file) >= 0)
          .map(file -> new Segment(file, Segment.baseOf(file)))
          .sorted(Comparator.comparingLong(Segment::base))
          .toList();
    }
  }

  /**
   * The position at which appending goes on after a restart. A torn entry is cut off; anything else
   * that is unreadable stays as it is, and positions go on behind it.
   */
  private static long endOf(Segment segment) throws IOException {
    Segment.Contents end = segment.read(entry -> {});
    if (end.rest() == Segment.Rest.TORN) {
      LOG.info(
          "{} ends in the middle of an entry (offset {}), which was never acknowledged: cut off",
          segment.file(),
          end.intact());
      try (FileChannel file = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
        file.truncate(end.intact());
        file.force(true);
      }
    }
    return segment.base() + Math.max(Files.size(segment.file()), Segment.HEADER_BYTES);
  }

  /** The position after the last entry. */
  long end() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** Entries up to a position are durable. */
  void endAt(long position) {
    lock.lock();
    try {
      end = position;
    } finally {
      lock.unlock();
    }
  }

  /** No entry gets a position before this one any more. */
  void endNotBefore(long position) {
    lock.lock();
    try {
      end = Math.max(end, position);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A new segment is written to from now on.
   *
   * @param bytesBefore how many bytes of the one before count, if there is one
   */
  void begin(Segment segment, long bytesBefore) {
    lock.lock();
    try {
      Segment before = open;
      if (before != null) {
        closed.add(new Closed(before, before.base() + bytesBefore));
      }
      open = segment;
    } finally {
      lock.unlock();
    }
  }

  /** Those that are not written to any more. */
  List<Segment> closed() {
    lock.lock();
    try {
      return closed.stream().map(Closed::segment).toList();
    } finally {
      lock.unlock();
    }
  }

  /** The segment after another, or the first one, that may hold entries from a position on. */
  @Nullable Segment after(@Nullable Segment before, long from) {
    lock.lock();
    try {
      for (Closed part : closed) {
        if ((before == null || part.base() > before.base()) && part.end() > from) {
          return part.segment();
        }
      }
      Segment last = open;
      return last != null && (before == null || last.base() > before.base()) ? last : null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Where a segment ends; {@link Long#MAX_VALUE} while it is written to, -1 when it was trimmed.
   */
  long closedEnd(Segment segment) {
    lock.lock();
    try {
      return closed.stream()
          .filter(part -> part.base() == segment.base())
          .mapToLong(Closed::end)
          .findFirst()
          .orElse(segment.equals(open) ? Long.MAX_VALUE : -1);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Deletes segments that end at or before a position.
   *
   * @return bytes freed
   */
  long trim(long position) throws IOException {
    List<Closed> dead = new ArrayList<>();
    lock.lock();
    try {
      while (closed.size() > 1 && closed.get(1).base() <= position) {
        dead.add(closed.removeFirst());
      }
      // The newest closed segment ends where the open one begins.
      Segment last = open;
      if (closed.size() == 1 && last != null && last.base() <= position) {
        dead.add(closed.removeFirst());
      }
    } finally {
      lock.unlock();
    }
    long freed = 0;
    for (Closed part : dead) {
      FaultPoint.WAL_TRIM.reached();
      freed += Files.size(part.segment().file());
      Files.delete(part.segment().file());
    }
    return freed;
  }

  /** Bytes of all segments on disk. */
  long bytes() throws IOException {
    long sum = 0;
    for (Segment segment : segments(folder)) {
      sum += Files.exists(segment.file()) ? Files.size(segment.file()) : 0;
    }
    return sum;
  }
}
