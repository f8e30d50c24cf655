package dev.tailwater.store;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A hot table: lines that are not in a file yet. It takes rows until it is sealed, is flushed once,
 * and its table is dropped when nobody reads it any more. The counters are written by the one
 * appending thread and read after sealing.
 */
final class Generation {
  private final int number;
  private final Instant opened;
  // One for the store itself and one for each scan.
  private final AtomicInteger users = new AtomicInteger(1);
  private volatile Filled filled = new Filled(0, 0, 0);

  /** What the table holds, replaced as a whole. */
  private record Filled(long rows, long bytes, long end) {
    Filled plus(long moreRows, long moreBytes, long newEnd) {
      return new Filled(rows + moreRows, bytes + moreBytes, newEnd);
    }
  }

  Generation(int number, Instant opened) {
    this.number = number;
    this.opened = opened;
  }

  String table() {
    return "hot_" + number;
  }

  Instant opened() {
    return opened;
  }

  long rows() {
    return filled.rows();
  }

  long bytes() {
    return filled.bytes();
  }

  /** The WAL position before which everything is in this generation or in an older one. */
  long end() {
    return filled.end();
  }

  void added(long addedRows, long addedBytes, long newEnd) {
    filled = filled.plus(addedRows, addedBytes, newEnd);
  }

  void use() {
    users.incrementAndGet();
  }

  /** Ends one use; true when it was the last and the table can be dropped. */
  boolean release() {
    return users.decrementAndGet() == 0;
  }
}
