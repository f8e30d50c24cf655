package dev.tailwater.store;

import dev.tailwater.record.LogColumns;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

  /** Files by their partition, the oldest day first. */
  static Map<Partition, List<DataFileInfo>> group(Collection<DataFileInfo> files) {
    return files.stream()
        .collect(
            Collectors.groupingBy(
                DataFileInfo::partition,
                () ->
                    new TreeMap<>(
                        Comparator.comparing(Partition::receiptDay)
                            .thenComparingInt(Partition::retentionDays)),
                Collectors.toList()));
  }

  @Override
  public String toString() {
    return path();
  }
}
