package dev.tailwater.query.plan;

/** Widths of time buckets that fall on round clock times. */
public final class BucketWidth {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private static final long[] LADDER = {
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    15 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    4 * HOUR,
    6 * HOUR,
    8 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    30 * DAY
  };

  private BucketWidth() {}

  /**
   * The smallest round width, in milliseconds, with which a range has no more buckets than wanted.
   */
  public static long forAtMost(long buckets, long rangeMillis) {
    for (long width : LADDER) {
      if ((rangeMillis + width - 1) / width <= buckets) {
        return width;
      }
    }
    return LADDER[LADDER.length - 1];
  }
}
