package dev.tailwater.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

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
  /** Bytes written with one sync at most; bounds how long the first of a group waits. */
  private static final int GROUP_BYTES = 8 << 20;

  private final Path folder;
  private final SegmentList segments;
  private final DamagedSegments damaged;
  private final DurableListener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private final Thread writer;

  // Guarded by the lock, as is what is pending.
  private boolean closing;

  // Why the newest write failed; empty when it did not.
  private volatile String failure = "";

  // Only the writer thread touches it.
  private final SegmentWriter segmentWriter;

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
      SegmentList segments,
      DamagedSegments damaged,
      SegmentWriter segmentWriter,
      DurableListener listener) {
    this.folder = folder;
    this.segments = segments;
    this.damaged = damaged;
    this.segmentWriter = segmentWriter;
    this.listener = listener;
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
    SegmentList segments = SegmentList.open(folder, minimumEnd);
    Wal wal =
        new Wal(
            folder,
            segments,
            new DamagedSegments(folder, minimumEnd),
            new SegmentWriter(folder, options, segments),
            listener);
    wal.writer.start();
    return wal;
  }

  /** Why the newest write failed, for example because the disk is full; empty when it did not. */
  public String failure() {
    return failure;
  }

  /** The position after the last entry. */
  public long end() {
    return segments.end();
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
    for (Segment segment : segments.closed()) {
      damaged.report(segment, segment.read(visitor::visit));
    }
  }

  /** Reads the log from a position on, also what is appended meanwhile. */
  public WalReader reader(long from) {
    return new WalReader(segments, damaged, from);
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
    return segments.trim(position);
  }

  /** Bytes of all segments on disk. */
  public long bytes() throws IOException {
    return segments.bytes();
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
        segmentWriter.abandon();
        group.forEach(entry -> entry.position().completeExceptionally(e));
      }
      group.clear();
    }
    segmentWriter.close();
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
    segmentWriter.begin();
    long[] positions = new long[group.size()];
    for (int i = 0; i < positions.length; i++) {
      Pending entry = group.get(i);
      positions[i] = segmentWriter.add(entry.head(), entry.delivery().body());
    }
    long end = segmentWriter.sync();
    failure = "";
    for (int i = 0; i < positions.length; i++) {
      Pending entry = group.get(i);
      long entryEnd = i + 1 < positions.length ? positions[i + 1] : end;
      listener.durable(entry.delivery(), positions[i], entryEnd);
      entry.position().complete(positions[i]);
    }
  }
}
