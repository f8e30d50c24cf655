package dev.tailwater.wal;

import dev.tailwater.fault.FaultPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only log of deliveries. {@link #append} returns when the entry is on disk. One writer
 * thread takes everything that waits, writes it, syncs once and wakes all: many requests share a
 * sync, and a lone request waits for nobody.
 *
 * <p>After a failed write or sync the state of the file is unknown (the kernel may have dropped the
 * dirty pages), so the segment is left as it is, its waiters get the error, and the next append
 * begins a new segment. A full disk therefore heals by itself once there is room.
 *
 * <p>Safe for use by many threads.
 */
public final class Wal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Wal.class);

  /** Bytes written with one sync at most; bounds how long the first of a group waits. */
  private static final int GROUP_BYTES = 8 << 20;

  /** Entries are gathered here, so that small ones share a write. */
  private static final int STAGING_BYTES = 1 << 20;

  private final Path folder;
  private final WalOptions options;
  private final DurableListener listener;
  private final DamagedSegments damaged;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private final Thread writer;

  // Closed segments, oldest first, and the position after the last entry: guarded by the lock.
  private final List<Closed> closed = new ArrayList<>();
  private long end;
  private boolean closing;

  // Why the newest write failed; empty when it did not.
  private volatile String failure = "";

  // Only the writer thread touches these.
  private @Nullable FileChannel channel;
  private @Nullable Segment current;
  private long written;
  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);

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

  /**
   * @param head what the payload holds before the body of the delivery
   */
  private record Pending(Delivery delivery, ByteBuffer head, CompletableFuture<Long> position) {
    int payloadBytes() {
      return head.remaining() + delivery.body().remaining();
    }
  }

  /** Learns of deliveries as soon as they are on disk. */
  @FunctionalInterface
  public interface DurableListener {
    /**
     * A delivery is durable. Called in WAL order by the writer thread, before the append returns:
     * it must neither block nor throw.
     *
     * @param position where its entry begins
     * @param end the position after it
     */
    void durable(Delivery delivery, long position, long end);
  }

  private Wal(
      Path folder,
      WalOptions options,
      DurableListener listener,
      List<Closed> segments,
      long tableEnd,
      long end) {
    this.folder = folder;
    this.options = options;
    this.listener = listener;
    this.damaged = new DamagedSegments(folder, tableEnd);
    this.closed.addAll(segments);
    this.end = end;
    this.writer = Thread.ofPlatform().name("wal-writer").unstarted(this::writeLoop);
  }

  /**
   * Opens the log in a folder, creating the folder when missing. Looks at what a crash left: a torn
   * tail is cut off; damage elsewhere stays as it is and is reported by {@link #replay}.
   *
   * @param minimumEnd no entry gets a lower position: what the table says it holds. It matters when
   *     the folder was lost, since a position must never be given twice
   */
  public static Wal open(Path folder, WalOptions options, long minimumEnd, DurableListener listener)
      throws IOException {
    Files.createDirectories(folder);
    List<Segment> segments = segments(folder);
    long end = segments.isEmpty() ? minimumEnd : Math.max(minimumEnd, endOf(segments.getLast()));
    List<Closed> closed = new ArrayList<>();
    for (Segment segment : segments) {
      closed.add(new Closed(segment, segment.base() + Files.size(segment.file())));
    }
    Wal wal = new Wal(folder, options, listener, closed, minimumEnd, end);
    wal.writer.start();
    return wal;
  }

  /** Why the newest write failed, for example because the disk is full; empty when it did not. */
  public String failure() {
    return failure;
  }

  /** The position after the last entry. */
  public long end() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Appends a delivery and waits until it is on disk.
   *
   * @return the position of the entry
   * @throws WalException when it could not be written; it was then not accepted
   */
  public long append(Delivery delivery) throws WalException, InterruptedException {
    CompletableFuture<Long> position = new CompletableFuture<>();
    Pending entry = new Pending(delivery, delivery.head(), position);
    if (entry.payloadBytes() > Segment.MAX_PAYLOAD_BYTES) {
      throw new WalException(
          "an entry holds at most "
              + Segment.MAX_PAYLOAD_BYTES
              + " bytes, found "
              + entry.payloadBytes());
    }
    lock.lock();
    try {
      if (closing) {
        throw new WalException("the write-ahead log is closed");
      }
      pending.add(entry);
      work.signal();
    } finally {
      lock.unlock();
    }
    try {
      return position.get();
    } catch (ExecutionException e) {
      throw new WalException(
          "cannot write to the write-ahead log in " + folder + ": " + e.getCause(), e.getCause());
    }
  }

  /**
   * Reads all entries that the log held when it was opened, oldest first. Damage is reported with
   * file and offset, the file is set aside, and reading goes on with the next intact entry.
   */
  public void replay(EntryVisitor visitor) throws IOException {
    List<Closed> segments;
    lock.lock();
    try {
      segments = List.copyOf(closed);
    } finally {
      lock.unlock();
    }
    for (Closed part : segments) {
      report(part.segment(), part.segment().read(visitor::visit));
    }
  }

  /** Reads the log from a position on, also what is appended meanwhile. */
  public WalReader reader(long from) {
    return new WalReader(this, from);
  }

  /** The segment after another, or the first one, that may hold entries from a position on. */
  @Nullable Segment segmentAfter(@Nullable Segment before, long from) {
    lock.lock();
    try {
      for (Closed part : closed) {
        if ((before == null || part.base() > before.base()) && part.end() > from) {
          return part.segment();
        }
      }
      Segment open = current;
      return open != null && (before == null || open.base() > before.base()) ? open : null;
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
          .orElse(segment.equals(current) ? Long.MAX_VALUE : -1);
    } finally {
      lock.unlock();
    }
  }

  /** Tells of what a segment holds beside its entries, once. */
  void report(Segment segment, Segment.Contents contents) {
    if (contents.rest() == Segment.Rest.TORN) {
      LOG.warn(
          "{} ends in the middle of an entry (offset {}), which was never acknowledged",
          segment.file(),
          contents.intact());
    }
    damaged.add(segment, contents.damage());
  }

  /** Bytes of segments that were found damaged since the start, and left out. */
  public long damagedBytes() {
    return damaged.bytes();
  }

  /** Receives replayed entries. */
  @FunctionalInterface
  public interface EntryVisitor {
    /** The payload is valid only during the call. */
    void visit(WalEntry entry) throws IOException;
  }

  /**
   * Deletes segments that end at or before a position: what they hold is in the table.
   *
   * @return bytes freed
   */
  public long trim(long position) throws IOException {
    List<Closed> dead = new ArrayList<>();
    lock.lock();
    try {
      while (closed.size() > 1 && closed.get(1).base() <= position) {
        dead.add(closed.removeFirst());
      }
      // The newest closed segment ends where the open one begins.
      Segment open = current;
      if (closed.size() == 1 && open != null && open.base() <= position) {
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
  public long bytes() throws IOException {
    long sum = 0;
    for (Segment segment : segments(folder)) {
      sum += Files.exists(segment.file()) ? Files.size(segment.file()) : 0;
    }
    return sum;
  }

  /** Takes no more entries, writes and syncs what waits, and closes the files. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      work.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        // The writer is about to sync accepted deliveries: waiting for it matters more.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeLoop() {
    List<Pending> group = new ArrayList<>();
    while (takeGroup(group)) {
      try {
        write(group);
      } catch (IOException | RuntimeException e) {
        failure = String.valueOf(e.getMessage());
        abandonSegment();
        group.forEach(entry -> entry.position().completeExceptionally(e));
      }
      group.clear();
    }
    closeChannel();
  }

  /** Waits for entries; false when closing and nothing waits. */
  private boolean takeGroup(List<Pending> group) {
    lock.lock();
    try {
      while (pending.isEmpty()) {
        if (closing) {
          return false;
        }
        work.awaitUninterruptibly();
      }
      long bytes = 0;
      while (!pending.isEmpty() && bytes < GROUP_BYTES) {
        Pending next = pending.remove();
        bytes += next.payloadBytes();
        group.add(next);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void write(List<Pending> group) throws IOException {
    FileChannel file = openSegment();
    Segment segment = current;
    if (segment == null) {
      throw new IllegalStateException("no open segment");
    }
    long[] positions = new long[group.size()];
    long offset = written;
    staging.clear();
    FaultPoint.WAL_APPEND.reached();
    for (int i = 0; i < positions.length; i++) {
      Pending entry = group.get(i);
      ByteBuffer head = entry.head().duplicate();
      ByteBuffer body = entry.delivery().body().duplicate();
      positions[i] = segment.base() + offset;
      offset += Segment.ENTRY_HEADER_BYTES + entry.payloadBytes();
      stage(file, Segment.entryHeader(positions[i], head, body));
      stage(file, head);
      stage(file, body);
    }
    unstage(file);
    FaultPoint.WAL_SYNC.reached();
    file.force(false);
    FaultPoint.WAL_ANSWER.reached();
    failure = "";
    written = offset;
    lock.lock();
    try {
      end = segment.base() + offset;
    } finally {
      lock.unlock();
    }
    for (int i = 0; i < positions.length; i++) {
      Pending entry = group.get(i);
      long entryEnd = i + 1 < positions.length ? positions[i + 1] : segment.base() + offset;
      listener.durable(entry.delivery(), positions[i], entryEnd);
      entry.position().complete(positions[i]);
    }
  }

  private void stage(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (!staging.hasRemaining()) {
        unstage(file);
      }
      int count = Math.min(bytes.remaining(), staging.remaining());
      staging.put(staging.position(), bytes, bytes.position(), count);
      staging.position(staging.position() + count);
      bytes.position(bytes.position() + count);
    }
  }

  private void unstage(FileChannel file) throws IOException {
    staging.flip();
    while (staging.hasRemaining()) {
      file.write(staging);
    }
    staging.clear();
  }

  /** The open segment's channel; begins a new segment when there is none or it is large enough. */
  private FileChannel openSegment() throws IOException {
    FileChannel open = channel;
    if (open != null && written < options.segmentBytes()) {
      return open;
    }
    closeChannel();
    long base;
    lock.lock();
    try {
      base = end;
    } finally {
      lock.unlock();
    }
    Segment segment = Segment.at(folder, base);
    // A segment that was begun but never acknowledged anything may stand here after a failure.
    FileChannel file =
        FileChannel.open(
            segment.file(),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      ByteBuffer header = Segment.header(base);
      while (header.hasRemaining()) {
        file.write(header);
      }
      file.force(true);
      syncFolder();
    } catch (IOException e) {
      file.close();
      throw e;
    }
    lock.lock();
    try {
      Segment before = current;
      if (before != null) {
        closed.add(new Closed(before, before.base() + written));
      }
      current = segment;
    } finally {
      lock.unlock();
    }
    channel = file;
    written = Segment.HEADER_BYTES;
    return file;
  }

  /**
   * Gives up the open segment after a failure, cut off behind the last acknowledged entry where the
   * disk still lets us. Where it does not, entries that were answered with an error may come back
   * when the log is replayed; of two with one frame id the last one counts. Positions go on behind
   * all that was written, cut off or not: none is given twice.
   */
  private void abandonSegment() {
    FileChannel open = channel;
    Segment segment = current;
    if (open == null || segment == null) {
      return;
    }
    long size = written;
    try {
      size = Math.max(written, open.size());
      open.truncate(written);
      open.force(true);
    } catch (IOException e) {
      LOG.warn("cannot cut off what a failed write left in {}: {}", segment.file(), e.toString());
    }
    closeChannel();
    lock.lock();
    try {
      end = Math.max(end, segment.base() + size);
    } finally {
      lock.unlock();
    }
  }

  private void closeChannel() {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.warn("cannot close a segment of the write-ahead log: {}", e.toString());
      }
    }
  }

  /** Makes a new file name durable. */
  private void syncFolder() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private static List<Segment> segments(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(
          files
              .filter(file -> Segment.baseOf(file) >= 0)
              .map(file -> new Segment(file, Segment.baseOf(file)))
              .sorted(Comparator.comparingLong(Segment::base))
              .toList());
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
}
