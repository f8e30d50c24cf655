package dev.tailwater.benchmarks;

import java.util.Arrays;

/** Percentiles of measured times, by nearest rank: every answer is a time that was measured. */
public final class Percentiles {
  private final long[] sorted;

  /**
   * @param nanos at least one
   */
  public Percentiles(long[] nanos) {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("no percentiles of nothing");
    }
    sorted = nanos.clone();
    Arrays.sort(sorted);
  }

  /**
   * The smallest time that at least so many of a hundred did not exceed.
   *
   * @param percent above 0, at most 100
   */
  public double millis(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.clamp(rank, 1, sorted.length) - 1] / 1e6;
  }

  /** The middle one, in milliseconds. */
  public double medianMillis() {
    return millis(50);
  }

  /** The longest, in milliseconds. */
  public double maxMillis() {
    return millis(100);
  }
}
