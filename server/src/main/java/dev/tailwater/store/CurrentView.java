package dev.tailwater.store;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link View} that scans start from, and how it changes: the open generation takes rows and is
 * sealed, files take the place of generations and of files. Every change is one step under one
 * lock, so no line is ever in two places or in none. Safe for use by many threads, {@link
 * #beginAppend} for one.
 */
final class CurrentView {
  private static final Logger LOG = LoggerFactory.getLogger(CurrentView.class);

  private final StoreOptions options;
  private final Clock clock;
  private final HotTables hot;
  private final HeldFiles held;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private View view;
  private long changesOfFiles;
  private boolean flushAll;
  private int failures;
  private @Nullable Throwable failure;

  // Rows are on their way into the open generation. Sealing it now would flush it without them,
  // while its WAL position says that it has them.
  private boolean appending;

  private boolean closing;

  CurrentView(
      Collection<DataFileInfo> files,
      StoreOptions options,
      Clock clock,
      HotTables hot,
      HeldFiles held)
      throws SQLException {
    this.options = options;
    this.clock = clock;
    this.hot = hot;
    this.held = held;
    this.view = View.of(files, hot.create());
  }

  /** The view of this moment; what it names may go at any time. */
  View now() {
    lock.lock();
    try {
      return view;
    } finally {
      lock.unlock();
    }
  }

  /** How often there were other files since the start. */
  long changesOfFiles() {
    lock.lock();
    try {
      return changesOfFiles;
    } finally {
      lock.unlock();
    }
  }

  /** A view whose files stay until the reading is closed, and its generations until released. */
  record Snapshot(View view, List<Generation> generations, HeldFiles.Reading reading) {}

  /** The view of this moment; the caller closes the reading and releases the generations. */
  Snapshot read() {
    lock.lock();
    try {
      List<Generation> generations =
          view.generations().filter(generation -> generation.rows() > 0).toList();
      generations.forEach(Generation::use);
      return new Snapshot(view, generations, held.read());
    } finally {
      lock.unlock();
    }
  }

  /** The open generation, once there is room. Nobody seals it until the append has ended. */
  Generation beginAppend() throws InterruptedException {
    lock.lock();
    try {
      while (view.sealed().size() >= options.maxGenerations()) {
        changed.await();
      }
      appending = true;
      return view.open();
    } finally {
      lock.unlock();
    }
  }

  void endAppend(Generation generation) {
    lock.lock();
    try {
      appending = false;
      if (isFull(generation) || isOld(generation) || wantsFlushOfOpen()) {
        seal();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull(Generation generation) {
    return generation.rows() >= options.generationRows()
        || generation.bytes() >= options.generationBytes();
  }

  /** By the distance of the times: else a clock that was set back would put the flush off. */
  private boolean isOld(Generation generation) {
    Duration age = Duration.between(generation.opened(), clock.instant()).abs();
    return generation.rows() > 0 && age.compareTo(options.generationAge()) >= 0;
  }

  private boolean wantsFlushOfOpen() {
    return (flushAll || closing) && view.open().rows() > 0;
  }

  /** Closes the open generation for rows and begins the next one. The lock is held. */
  private void seal() {
    try {
      view = view.sealed(hot.create());
      changed.signalAll();
    } catch (SQLException e) {
      // Out of memory for an empty table: the open one goes on, and the next append tries again.
      LOG.error("cannot begin a hot generation, the open one goes on", e);
    }
  }

  /** Waits for a generation to flush; null when closing and none is left. */
  @Nullable Generation nextToFlush() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        if (!appending && view.sealed().isEmpty() && (isOld(view.open()) || wantsFlushOfOpen())) {
          seal();
        }
        if (!view.sealed().isEmpty()) {
          return view.sealed().getFirst();
        }
        if (flushAll && !appending) {
          flushAll = false;
          changed.signalAll();
        }
        if (closing && !appending) {
          return null;
        }
        changed.await(500, TimeUnit.MILLISECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The files of a generation are in the table. */
  void flushed(Generation generation, List<DataFileInfo> files) {
    lock.lock();
    try {
      view = view.flushed(generation, files);
      changesOfFiles++;
      failures = 0;
      failure = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Files were replaced in the table, by none when they were removed. */
  void replaced(
      Collection<DataFileInfo> inputs, Collection<DataFileInfo> outputs, boolean sameRows) {
    lock.lock();
    try {
      view = view.replaced(inputs, outputs, sameRows);
      changesOfFiles++;
    } finally {
      lock.unlock();
    }
  }

  /** A flush failed and will be tried again. */
  void flushFailed(Throwable cause) {
    lock.lock();
    try {
      failures++;
      failure = cause;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until everything that has been appended so far is in the table.
   *
   * @param tries failures in a row after which it gives up
   * @throws FlushException when it gives up; the flushing itself goes on
   */
  void flushAll(int tries) throws InterruptedException, FlushException {
    lock.lock();
    try {
      flushAll = true;
      changed.signalAll();
      int before = failures;
      while (flushAll) {
        Throwable cause = failure;
        before = Math.min(before, failures);
        if (cause != null && failures - before >= tries) {
          throw new FlushException(view.generations().mapToLong(Generation::rows).sum(), cause);
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets everything be flushed and then the flushing end. */
  void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits; false when closing. */
  boolean pause(Duration duration) {
    long nanos = duration.toNanos();
    lock.lock();
    try {
      while (!closing && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return !closing;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }
}
