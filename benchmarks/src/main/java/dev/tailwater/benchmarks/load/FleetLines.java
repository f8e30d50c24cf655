package dev.tailwater.benchmarks.load;

import dev.tailwater.fleet.Batch;
import dev.tailwater.fleet.Feed;
import dev.tailwater.fleet.Fleet;
import dev.tailwater.fleet.FleetPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The log of a simulated fleet: real forms of lines, in traffic with a rhythm and incidents. */
public final class FleetLines implements LineSource {
  /** All apps are simulated up to the same moment, then the next: keeps the drains together. */
  private static final Duration STEP = Duration.ofMinutes(1);

  private final Instant from;
  private final Instant to;
  private final long lines;

  /**
   * @param lines in the whole range, about: a fleet has a life of its own, and never fewer than
   *     130,000 a day
   */
  public FleetLines(Instant from, Instant to, long lines) {
    this.from = from;
    this.to = to;
    this.lines = lines;
  }

  @Override
  public void writeTo(PostWriter posts) {
    double days = Duration.between(from, to).toMillis() / (double) Duration.ofDays(1).toMillis();
    long linesPerDay = Math.max(1, Math.round(lines / days));
    List<Feed> feeds = Fleet.of(new FleetPlan(1, from, linesPerDay)).feeds();
    for (Instant until = from.plus(STEP); !until.isAfter(to); until = until.plus(STEP)) {
      for (Feed feed : feeds) {
        for (Batch batch = feed.next(until); batch != null; batch = feed.next(until)) {
          posts.addAll(batch.drainToken(), batch.body(), Long.MAX_VALUE);
        }
      }
    }
  }
}
