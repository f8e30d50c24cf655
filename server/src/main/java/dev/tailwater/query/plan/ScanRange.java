package dev.tailwater.query.plan;

import java.time.Duration;
import java.time.Instant;

/**
 * The moments whose lines a plan reads; a plan may read several ranges.
 *
 * @param from the first one
 * @param to the end, not included
 */
public record ScanRange(Instant from, Instant to) {
  /** The same length of time, earlier. */
  public ScanRange earlier(Duration shift) {
    return new ScanRange(from.minus(shift), to.minus(shift));
  }
}
