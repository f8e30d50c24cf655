package dev.tailwater.report;

import java.util.Arrays;

/** How wide the columns of a table are. */
final class ColumnWidths {
  private static final int STEPS = 40;

  private ColumnWidths() {}

  /**
   * As wide as their texts; when that is too much, the widest give way until all have room.
   *
   * @param natural what each would take
   * @param room what all have together
   */
  static double[] fitting(double[] natural, double room) {
    if (Arrays.stream(natural).sum() <= room) {
      return natural.clone();
    }
    double low = 0;
    double high = Arrays.stream(natural).max().orElse(0);
    for (int i = 0; i < STEPS; i++) {
      double cap = (low + high) / 2;
      if (Arrays.stream(natural).map(width -> Math.min(width, cap)).sum() > room) {
        high = cap;
      } else {
        low = cap;
      }
    }
    double cap = low;
    return Arrays.stream(natural).map(width -> Math.min(width, cap)).toArray();
  }
}
