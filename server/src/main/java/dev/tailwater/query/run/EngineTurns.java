package dev.tailwater.query.run;

import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Lets queries into the engine: many at once, or one that needs it for itself. The panels of a
 * dashboard come all at once, and each may have enough memory where all together have not. Safe for
 * use by many threads.
 *
 * <p>Each query could use all processors, so short ones are done sooner one after the other than
 * side by side; but none may have to wait for long ones to end. So few are let in together, and who
 * has been in for a while keeps nobody out any more.
 */
final class EngineTurns {
  /** So many seconds a query waits for others to end. */
  private static final int WAIT_SECONDS = 10;

  private final int most;

  /** Fair: a query that wants all of them would never get them while others come. */
  private final Semaphore turns;

  /** Held by those that have just begun. */
  private final Semaphore beginnings;

  private final Executor afterBeginning;

  /**
   * All are free.
   *
   * @param most how many queries there are at once, at most
   * @param together how many may have begun just now
   * @param afterBeginning does something when a query that begins now has not just begun any more
   */
  EngineTurns(int most, int together, Executor afterBeginning) {
    this.most = most;
    this.turns = new Semaphore(most, true);
    this.beginnings = new Semaphore(together, true);
    this.afterBeginning = afterBeginning;
  }

  /** What a query does in the engine. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException;
  }

  /**
   * Does it, and once more, alone, when it failed because of what else was in memory: others, or
   * what is only kept there.
   *
   * @param forWantOfRoom whether a failure can have that reason
   * @param makeRoom gives up what is kept; whether there was any
   * @param checkCancelled throws when waiting makes no sense any more
   */
  <T> T take(
      Work<T> work,
      Predicate<SQLException> forWantOfRoom,
      Work<Boolean> makeRoom,
      Runnable checkCancelled)
      throws SQLException {
    turns.acquireUninterruptibly();
    Runnable begun = begin();
    try {
      checkCancelled.run();
      return work.run();
    } catch (SQLException e) {
      boolean alone = turns.availablePermits() == most - 1;
      if (!forWantOfRoom.test(e) || (alone && !makeRoom.run())) {
        throw e;
      }
    } finally {
      begun.run();
      turns.release();
    }
    // Who has waited long enough tries it beside the others.
    int taken = acquireAll(checkCancelled) ? most : 0;
    try {
      makeRoom.run();
      return work.run();
    } finally {
      turns.release(taken);
    }
  }

  /**
   * Waits until it may begin; to be called when it has ended, it frees the place if time has not.
   */
  private Runnable begin() {
    beginnings.acquireUninterruptibly();
    AtomicBoolean freed = new AtomicBoolean();
    Runnable free =
        () -> {
          if (freed.compareAndSet(false, true)) {
            beginnings.release();
          }
        };
    afterBeginning.execute(free);
    return free;
  }

  private boolean acquireAll(Runnable checkCancelled) {
    try {
      for (int second = 0; second < WAIT_SECONDS; second++) {
        checkCancelled.run();
        if (turns.tryAcquire(most, 1, TimeUnit.SECONDS)) {
          return true;
        }
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      checkCancelled.run();
      throw new IllegalStateException("interrupted while other queries were running", e);
    }
  }

  /** Whether a query waits for others to end. */
  boolean someoneWaits() {
    return turns.hasQueuedThreads();
  }
}
