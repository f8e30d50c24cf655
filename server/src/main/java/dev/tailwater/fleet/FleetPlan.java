package dev.tailwater.fleet;

import java.time.Instant;

/**
 * What a fleet is made from. Equal plans make equal bytes.
 *
 * @param seed of everything left to chance
 * @param start the first moment of the simulation
 * @param linesPerDay lines of all apps together in a day of average liveliness. Metrics lines come
 *     however little traffic there is, so that a fleet has no fewer than about 130,000 lines; more
 *     lines also mean more dynos
 */
public record FleetPlan(long seed, Instant start, long linesPerDay) {
  /** Enough to make every panel lively, little enough to be stored in seconds. */
  public static final long DEFAULT_LINES_PER_DAY = 400_000;

  public FleetPlan {
    if (linesPerDay < 1) {
      throw new IllegalArgumentException("lines per day must be at least 1, found " + linesPerDay);
    }
  }

  /** A plan of the default size. */
  public static FleetPlan of(long seed, Instant start) {
    return new FleetPlan(seed, start, DEFAULT_LINES_PER_DAY);
  }

  /** The same fleet with more or less traffic. */
  public FleetPlan withLinesPerDay(long lines) {
    return new FleetPlan(seed, start, lines);
  }
}
