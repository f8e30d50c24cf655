package dev.tailwater.query.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is let into the engine, and when. */
final class EngineTurnsTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final ExecutorService callers = Executors.newCachedThreadPool();

  /** What is to be done when those that have begun have not just begun any more. */
  private final Queue<Runnable> timers = new ConcurrentLinkedQueue<>();

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  @Test
  void aThirdWaitsUntilOneOfTwoHasEnded() throws Exception {
    EngineTurns turns = new EngineTurns(4, 2, timers::add);
    Query first = new Query(turns);
    Query second = new Query(turns);
    assertThat(first.beginsWithin(LONG)).isTrue();
    assertThat(second.beginsWithin(LONG)).isTrue();
    Query third = new Query(turns);
    assertThat(third.beginsWithin(SHORT)).isFalse();
    second.end();
    assertThat(third.beginsWithin(LONG)).isTrue();
  }

  @Test
  void longOnesKeepNobodyOut() throws Exception {
    EngineTurns turns = new EngineTurns(4, 2, timers::add);
    for (int i = 0; i < 4; i += 2) {
      assertThat(new Query(turns).beginsWithin(LONG)).isTrue();
      assertThat(new Query(turns).beginsWithin(LONG)).isTrue();
      timesRunOut();
    }
    assertThat(new Query(turns).beginsWithin(SHORT)).isFalse();
  }

  @Test
  void whoEndedEarlyFreesNoSecondPlaceLater() throws Exception {
    EngineTurns turns = new EngineTurns(4, 1, timers::add);
    Query early = new Query(turns);
    early.end();
    timesRunOut();
    assertThat(new Query(turns).beginsWithin(LONG)).isTrue();
    assertThat(new Query(turns).beginsWithin(SHORT)).isFalse();
  }

  @Test
  void aFailureFreesThePlace() throws Exception {
    EngineTurns turns = new EngineTurns(4, 1, timers::add);
    Future<?> failed =
        callers.submit(() ->
            turns.take(
                () -> {
                  throw new SQLException("no");
                },
                e -> false,
                () -> false,
                () -> {}));
    assertThat(failed).failsWithin(10, TimeUnit.SECONDS);
    assertThat(new Query(turns).beginsWithin(LONG)).isTrue();
  }

  private void timesRunOut() {
    timers.forEach(Runnable::run);
    timers.clear();
  }

  /** One that lasts until it is told to end. */
  private final class Query {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch told = new CountDownLatch(1);
    private final Future<?> result;

    Query(EngineTurns turns) {
      result =
          callers.submit(() ->
              turns.take(
                  () -> {
                    begun.countDown();
                    await(told);
                    return true;
                  },
                  e -> false,
                  () -> false,
                  () -> {}));
    }

    boolean beginsWithin(Duration time) throws InterruptedException {
      return begun.await(Math.min(time.toMillis(), 10_000), TimeUnit.MILLISECONDS);
    }

    void end() throws Exception {
      told.countDown();
      result.get(10, TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
