package dev.tailwater.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;

/** Which files hold nothing but lines that are older than they are kept. */
final class Retention {
  private Retention() {}

  /** The files whose youngest possible line was received more than its days to keep ago. */
  static List<DataFileInfo> expired(Collection<DataFileInfo> files, Instant now) {
    return files.stream().filter(file -> !end(file.partition()).isAfter(now)).toList();
  }

  /** When the last line that the partition may hold has been kept for its days. */
  private static Instant end(Partition partition) {
    return partition
        .receiptDay()
        .plusDays(1L + partition.retentionDays())
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant();
  }
}
