package dev.tailwater.backup;

import dev.tailwater.store.Hold;
import dev.tailwater.store.LogStore;
import dev.tailwater.wal.Wal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What running backups hold: files of the table, and all of the write-ahead log. A hold is a lease:
 * it ends by itself when who took it does not renew it, for example because the process died. Safe
 * for use by many threads.
 */
public final class Holds implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(60);

  /** More backups at once make no sense; each keeps disk space from being freed. */
  private static final int MOST = 4;

  private final LogStore store;
  private final Wal wal;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Lease> leases = new HashMap<>();
  private boolean closed;

  private static final class Lease {
    private final Hold hold;
    private long endsNanos = System.nanoTime() + LEASE.toNanos();

    Lease(Hold hold) {
      this.hold = hold;
    }
  }

  /**
   * What a hold holds.
   *
   * @param metadata the metadata file of the table
   * @param walEnd everything that was answered before the hold began is before this position
   */
  record Held(String id, Path metadata, long walEnd) {}

  public Holds(LogStore store, Wal wal) {
    this.store = store;
    this.wal = wal;
    Thread.ofPlatform().name("holds").daemon().start(this::endOld);
  }

  /**
   * Begins a hold.
   *
   * @return empty when there are too many
   */
  Optional<Held> begin() throws IOException {
    lock.lock();
    try {
      if (closed || leases.size() >= MOST) {
        return Optional.empty();
      }
      // Under the lock: a trimming that is not refused was for a flush that the hold sees.
      Hold hold = store.hold();
      String id = UUID.randomUUID().toString();
      leases.put(id, new Lease(hold));
      return Optional.of(new Held(id, hold.metadata(), wal.end()));
    } finally {
      lock.unlock();
    }
  }

  /** Goes on with a hold for another {@link #LEASE}; false when it has ended. */
  boolean renew(String id) {
    lock.lock();
    try {
      Lease lease = leases.get(id);
      if (lease != null) {
        lease.endsNanos = System.nanoTime() + LEASE.toNanos();
      }
      return lease != null;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a hold; one that has ended is no mistake. */
  void end(String id) {
    lock.lock();
    try {
      Lease lease = leases.remove(id);
      if (lease != null) {
        lease.hold.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Deletes segments of the log that the table has, unless somebody holds them. */
  public void trim(long position) throws IOException {
    lock.lock();
    try {
      // The next flush deletes what is left now.
      if (leases.isEmpty()) {
        wal.trim(position);
      }
    } finally {
      lock.unlock();
    }
  }

  private void endOld() {
    lock.lock();
    try {
      while (!closed) {
        long now = System.nanoTime();
        leases
            .values()
            .removeIf(lease -> {
              boolean old = lease.endsNanos - now < 0;
              if (old) {
                lease.hold.close();
              }
              return old;
            });
        changed.awaitNanos(TimeUnit.SECONDS.toNanos(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      leases.values().forEach(lease -> lease.hold.close());
      leases.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
