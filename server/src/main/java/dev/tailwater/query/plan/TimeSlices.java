package dev.tailwater.query.plan;

import java.time.Duration;

/**
 * Stretches of time of one length, one after the other.
 *
 * @param shift a slice starts where time and shift, in milliseconds, are a multiple of the width
 * @param width of a slice in milliseconds, at least 1
 */
public record TimeSlices(long shift, long width) {
  /** From the year 0 to 1970. */
  private static final long YEAR_0_MILLIS = Duration.ofDays(719_528).toMillis();

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

  /**
   * The same of a timestamp of the engine that is later than the year 0. It takes half the time:
   * there is one division, and its dividend is never negative.
   */
  public String startOfTimestamp(String timestamp) {
    long before = (YEAR_0_MILLIS / width + 1) * width;
    return "((epoch_us(%s) + %d) // %d * %d - %d)"
        .formatted(timestamp, (before + shift) * 1_000, width * 1_000, width, before + shift);
  }
}
