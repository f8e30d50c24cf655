package dev.tailwater.wal;

import dev.tailwater.fault.FaultPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes groups of entries, each with one sync, to the newest segment of a log, and begins a new
 * one when that is large enough or was given up. For one thread.
 */
final class SegmentWriter {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentWriter.class);

  /** Entries are gathered here, so that small ones share a write. */
  private static final int STAGING_BYTES = 1 << 20;

  private final Path folder;
  private final WalOptions options;
  private final SegmentList segments;
  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);
  private @Nullable FileChannel channel;
  private @Nullable Segment segment;

  /** Bytes of the segment up to the last entry that was synced. */
  private long synced;

  /** The same with the entries of the group that is written. */
  private long offset;

  /** Writes to the end of these segments. */
  SegmentWriter(Path folder, WalOptions options, SegmentList segments) {
    this.folder = folder;
    this.options = options;
    this.segments = segments;
  }

  /** Begins a group. */
  void begin() throws IOException {
    FileChannel open = channel;
    if (open == null || synced >= options.segmentBytes()) {
      beginSegment();
    }
    offset = synced;
    staging.clear();
    FaultPoint.WAL_APPEND.reached();
  }

  /**
   * Adds an entry to the group.
   *
   * @return its position
   */
  long add(ByteBuffer payloadHead, ByteBuffer payloadBody) throws IOException {
    FileChannel file = file();
    ByteBuffer head = payloadHead.duplicate();
    ByteBuffer body = payloadBody.duplicate();
    long position = position(offset);
    offset += Segment.ENTRY_HEADER_BYTES + head.remaining() + body.remaining();
    stage(file, Segment.entryHeader(position, head, body));
    stage(file, head);
    stage(file, body);
    return position;
  }

  /**
   * Writes and syncs what of the group was not yet.
   *
   * @return the position after its last entry
   */
  long sync() throws IOException {
    FileChannel file = file();
    unstage(file);
    FaultPoint.WAL_SYNC.reached();
    file.force(false);
    FaultPoint.WAL_ANSWER.reached();
    synced = offset;
    long end = position(offset);
    segments.endAt(end);
    return end;
  }

  private FileChannel file() {
    FileChannel open = channel;
    if (open == null) {
      throw new IllegalStateException("no open segment");
    }
    return open;
  }

  private long position(long offsetInSegment) {
    Segment open = segment;
    if (open == null) {
      throw new IllegalStateException("no open segment");
    }
    return open.base() + offsetInSegment;
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

  private void beginSegment() throws IOException {
    close();
    long base = segments.end();
    Segment begun = Segment.at(folder, base);
    // A segment that was begun but never acknowledged anything may stand here after a failure.
    FileChannel file =
        FileChannel.open(
            begun.file(),
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
    segments.begin(begun, synced);
    segment = begun;
    channel = file;
    synced = Segment.HEADER_BYTES;
  }

  /** Makes a new file name durable. */
  private void syncFolder() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /**
   * Gives up the open segment after a failure, cut off behind the last acknowledged entry where the
   * disk still lets us. Where it does not, entries that were answered with an error may come back
   * when the log is replayed; of two with one frame id the last one counts. Positions go on behind
   * all that was written, cut off or not: none is given twice.
   */
  void abandon() {
    FileChannel open = channel;
    Segment abandoned = segment;
    if (open == null || abandoned == null) {
      return;
    }
    long size = synced;
    try {
      size = Math.max(synced, open.size());
      open.truncate(synced);
      open.force(true);
    } catch (IOException e) {
      LOG.warn("cannot cut off what a failed write left in {}: {}", abandoned.file(), e.toString());
    }
    close();
    segments.endNotBefore(abandoned.base() + size);
  }

  /** Closes the open segment. */
  void close() {
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
}
