package dev.tailwater.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A history, then live, into a server that only counts. */
@Timeout(60)
class FleetRunnerTest {
  @Test
  void historyComesWholeAndThenLinesAsTheyHappen() throws InterruptedException {
    Instant now = Instant.now();
    Instant start = now.minus(Duration.ofHours(2));
    // A clock that is twenty seconds further at every look, so that live has something to tell.
    SteppingClock clock = new SteppingClock(now, Duration.ofSeconds(20));
    Fleet fleet = Fleet.of(FleetPlan.of(5, start));
    List<FleetProgress> told = new CopyOnWriteArrayList<>();
    CountDownLatch done = new CountDownLatch(1);
    try (FakeServer server = new FakeServer(n -> 200)) {
      FleetProgress end;
      try (FleetRunner runner =
          FleetRunner.start(
              fleet,
              server.url("u:p"),
              clock,
              progress -> {
                told.add(progress);
                if (progress.live()) {
                  done.countDown();
                }
              })) {
        runner.awaitHistory();
        done.await();
        long history = runner.progress().counts().frames();
        while (runner.progress().counts().frames() < history + 50) {
          Thread.sleep(20);
        }
        end = runner.progress();
      }
      int afterClose = server.requests.size();

      assertThat(told.getLast().fraction()).isEqualTo(1);
      assertThat(end.live()).isTrue();
      assertThat(end.counts().droppedFrames()).isZero();
      Set<String> tokens =
          server.requests.stream()
              .map(request -> String.valueOf(request.header("Logplex-Drain-Token")))
              .collect(Collectors.toSet());
      assertThat(tokens)
          .isEqualTo(fleet.apps().stream().map(App::drainToken).collect(Collectors.toSet()));
      for (FakeServer.Received request : server.requests) {
        assertThat(request.header("Logplex-Msg-Count")).isEqualTo("" + request.frames().size());
      }
      Thread.sleep(50);
      assertThat(server.requests).as("nothing is sent after close").hasSize(afterClose);
    }
  }

  @Test
  void closingInTheMiddleOfTheHistoryStopsAtOnce() throws InterruptedException {
    Instant now = Instant.now();
    try (FakeServer server = new FakeServer(n -> n < 3 ? 200 : FakeServer.SILENCE)) {
      FleetRunner runner =
          FleetRunner.start(
              Fleet.of(FleetPlan.of(5, now.minus(Duration.ofHours(24)))),
              server.url(""),
              Clock.systemUTC(),
              progress -> {});
      while (server.requests.size() < 4) {
        Thread.sleep(10);
      }
      long before = System.nanoTime();
      runner.close();

      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
      assertThat(runner.progress().fraction()).isLessThan(1);
    }
  }

  private static final class SteppingClock extends Clock {
    private final Duration step;
    private Instant next;

    SteppingClock(Instant first, Duration step) {
      this.next = first;
      this.step = step;
    }

    @Override
    public synchronized Instant instant() {
      Instant now = next;
      next = next.plus(step);
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
