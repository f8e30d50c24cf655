package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.server.ServerApi;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Overview in a browser that asks for its panels again and again. Safe for use by many threads. */
final class OpenDashboard {
  /** Browsers open so many connections to a server. */
  private static final int AT_ONCE = 6;

  private final ServerApi api;
  private final Duration shown;
  private final Duration refresh;
  private final Supplier<Instant> clock;

  private final List<QueryRound> rounds = new ArrayList<>();
  private int failedRounds;
  private @Nullable String firstFailure;

  /**
   * What came until now.
   *
   * @param rounds in which every panel had an answer
   * @param failedRounds rounds in which a panel had none
   * @param firstFailure why, the first time
   */
  record Seen(List<QueryRound> rounds, int failedRounds, @Nullable String firstFailure) {}

  /**
   * @param shown how long the range of the panels is
   * @param refresh from the beginning of a round to the next; rounds that take longer follow each
   *     other without a pause
   * @param clock where the range ends
   */
  OpenDashboard(ServerApi api, Duration shown, Duration refresh, Supplier<Instant> clock) {
    this.api = api;
    this.shown = shown;
    this.refresh = refresh;
    this.clock = clock;
  }

  /** Asks until a load was sent. */
  Void watch(Future<?> load) throws IOException, InterruptedException {
    while (!load.isDone()) {
      long began = System.nanoTime();
      Instant now = clock.get();
      List<NamedQuery> panels = NamedQuery.ofDashboard(api, "Overview", now.minus(shown), now);
      try {
        add(QueryRound.run(api, panels, AT_ONCE));
      } catch (IOException e) {
        // A panel without an answer is a figure of the run, not its end.
        fail(e);
      }
      long left = refresh.toNanos() - (System.nanoTime() - began);
      Thread.sleep(Duration.ofNanos(Math.max(0, left)));
    }
    return null;
  }

  private synchronized void add(QueryRound round) {
    rounds.add(round);
  }

  private synchronized void fail(IOException failure) {
    failedRounds++;
    if (firstFailure == null) {
      firstFailure = String.valueOf(failure.getMessage());
    }
  }

  synchronized Seen seen() {
    return new Seen(List.copyOf(rounds), failedRounds, firstFailure);
  }
}
