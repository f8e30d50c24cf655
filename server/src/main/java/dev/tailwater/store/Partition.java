package dev.tailwater.store;

import dev.tailwater.record.LogColumns;
import java.time.LocalDate;

/**
 * What all lines of a data file have in common.
 *
 * @param retentionDays how long they are kept
 * @param receiptDay the day, in UTC, on which they were received
 */
record Partition(int retentionDays, LocalDate receiptDay) {
  /** Its folder, as Iceberg names it. */
  String path() {
    return LogColumns.RETENTION_DAYS.name() + "=" + retentionDays + "/_receiptday=" + receiptDay;
  }

  @Override
  public String toString() {
    return path();
  }
}
