package dev.tailwater.query.plan;

import dev.tailwater.term.RequiredTerms;
import java.time.Duration;
import java.time.Instant;

/**
 * The lines that a plan reads; a plan may read several ranges.
 *
 * @param from the first moment
 * @param to the end, not included
 * @param terms what is known of the terms of the lines that count
 */
public record ScanRange(Instant from, Instant to, RequiredTerms terms) {
  /** All lines between two moments. */
  public ScanRange(Instant from, Instant to) {
    this(from, to, RequiredTerms.any());
  }

  /** The same moments, for lines with such terms. */
  public ScanRange holding(RequiredTerms required) {
    return new ScanRange(from, to, required);
  }

  /** The same length of time, earlier. */
  public ScanRange earlier(Duration shift) {
    return new ScanRange(from.minus(shift), to.minus(shift), terms);
  }
}
