package dev.tailwater.query.plan;

import java.time.Duration;

/**
 * Stretches of time of one length, one after the other.
 *
 * @param shift a slice starts where time and shift, in milliseconds, are a multiple of the width
 * @param width of a slice in milliseconds, at least 1
 */
public record TimeSlices(long shift, long width) {
  private static final long WEEK = Duration.ofDays(7).toMillis();

  /** The clock begins on a Thursday. */
  private static final long TO_MONDAY = Duration.ofDays(3).toMillis();

  /**
   * Slices that begin on round times of a clock; those of whole weeks on a Monday.
   *
   * @param offsetMillis of the clock from UTC
   */
  public static TimeSlices onTheClock(long offsetMillis, long width) {
    return new TimeSlices(offsetMillis + (width % WEEK == 0 ? TO_MONDAY : 0), width);
  }

  /** The start of the slice that a moment is in. */
  public long startOf(long millis) {
    return millis - Math.floorMod(millis + shift, width);
  }

  /** The same as SQL; null where the moment is. */
  public String startOf(String millis) {
    // The remainder in SQL has the sign of the dividend, and moments before 1970 are negative.
    return "(%1$s - (((%1$s + %2$d) %% %3$d) + %3$d) %% %3$d)".formatted(millis, shift, width);
  }
}
