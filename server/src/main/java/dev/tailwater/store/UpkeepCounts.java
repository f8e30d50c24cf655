package dev.tailwater.store;

import java.util.function.UnaryOperator;

/** What the upkeep did so far: its tasks add to it, and many threads may look. */
final class UpkeepCounts {
  private volatile UpkeepStatistics statistics = UpkeepStatistics.NONE;

  /** What was done. */
  UpkeepStatistics statistics() {
    return statistics;
  }

  synchronized void add(UnaryOperator<UpkeepStatistics> change) {
    statistics = change.apply(statistics);
  }
}
