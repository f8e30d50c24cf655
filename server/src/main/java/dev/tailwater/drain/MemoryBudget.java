package dev.tailwater.drain;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes of request bodies that may be between socket and store at once. Who reads a body reserves
 * its bytes first; they come back when its lines are in the store. When nothing is left the sender
 * is asked to come back later: memory is bounded by configuration, not by load. Safe for use by
 * many threads.
 */
public final class MemoryBudget {
  private final long limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private long used;

  public MemoryBudget(long bytes) {
    this.limit = bytes;
  }

  /** Reserves bytes, waiting for a while when there are none; false when there still are none. */
  boolean reserve(long bytes, long waitMillis) throws InterruptedException {
    long nanos = TimeUnit.MILLISECONDS.toNanos(waitMillis);
    lock.lock();
    try {
      while (used + bytes > limit) {
        if (nanos <= 0) {
          return false;
        }
        nanos = released.awaitNanos(nanos);
      }
      used += bytes;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes bytes for a delivery that is read from the log, whether there are any left or not: who
   * reads the log holds few at a time, and must not wait behind the senders.
   */
  public void take(long bytes) {
    lock.lock();
    try {
      used += bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes that may be in use. */
  public long limit() {
    return limit;
  }

  /** Gives bytes back. */
  public void release(long bytes) {
    lock.lock();
    try {
      used -= bytes;
      released.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Bytes in use. */
  public long used() {
    lock.lock();
    try {
      return used;
    } finally {
      lock.unlock();
    }
  }
}
