package dev.tailwater.store;

import java.time.Duration;

/**
 * What the upkeep did since the start.
 *
 * @param compactions merges of files, and files written without deleted accounts
 * @param compactionTime spent in them, all together
 * @param compactedFrom the files they read
 * @param compactedTo the files they wrote
 * @param retired files removed by retention
 * @param orphans files deleted that no snapshot named; their rows are not counted
 * @param failures steps that failed
 */
public record UpkeepStatistics(
    long compactions,
    Duration compactionTime,
    FileSizes compactedFrom,
    FileSizes compactedTo,
    FileSizes retired,
    FileSizes orphans,
    long failures) {

  static final UpkeepStatistics NONE =
      new UpkeepStatistics(
          0, Duration.ZERO, FileSizes.NONE, FileSizes.NONE, FileSizes.NONE, FileSizes.NONE, 0);

  UpkeepStatistics compacted(FileSizes from, FileSizes to, Duration took) {
    return new UpkeepStatistics(
        compactions + 1,
        compactionTime.plus(took),
        compactedFrom.plus(from),
        compactedTo.plus(to),
        retired,
        orphans,
        failures);
  }

  UpkeepStatistics retired(FileSizes files) {
    return new UpkeepStatistics(
        compactions,
        compactionTime,
        compactedFrom,
        compactedTo,
        retired.plus(files),
        orphans,
        failures);
  }

  UpkeepStatistics orphans(FileSizes files) {
    return new UpkeepStatistics(
        compactions,
        compactionTime,
        compactedFrom,
        compactedTo,
        retired,
        orphans.plus(files),
        failures);
  }

  UpkeepStatistics failed() {
    return new UpkeepStatistics(
        compactions, compactionTime, compactedFrom, compactedTo, retired, orphans, failures + 1);
  }
}
