package dev.tailwater.query.plan;

import java.time.Instant;
import java.time.ZoneId;

/**
 * What a stage may know about the run besides its input.
 *
 * @param from start of the range, inclusive
 * @param to end of the range, exclusive
 * @param zone where days begin
 * @param now the moment that {@code now()} means, the same for the whole query
 */
public record PlanContext(Instant from, Instant to, ZoneId zone, Instant now) {
  /** Milliseconds to add to a moment to get local time; one value for the whole range. */
  public long offsetMillis() {
    return zone.getRules().getOffset(from).getTotalSeconds() * 1000L;
  }
}
