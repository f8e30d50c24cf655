package dev.tailwater.store;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Chooses files to be made one. Files of a partition are put into tiers of size, each four times
 * the one before. A tier with enough files, or enough bytes for a whole file, is merged, oldest
 * lines first: each time a line is written again its file is at least twice as large, mostly eight
 * times. When a day is over, what is left of it is merged whatever its sizes. Immutable.
 */
final class Compaction {
  /** Files of a tier that are worth a merge. */
  private static final int ENOUGH = 8;

  /** Files that are read together: each costs the engine a buffer for each column. */
  private static final int MOST = 64;

  private static final int TIERS = 4;
  private static final int TIER_RATIO = 4;

  /** After midnight, until the last lines of the day are flushed for sure. */
  private static final Duration DAY_CLOSES = Duration.ofHours(1);

  private final long fileBytes;

  /**
   * @param fileBytes a merged file's size, about; a file of half of it is left alone
   */
  Compaction(long fileBytes) {
    this.fileBytes = fileBytes;
  }

  /** Groups of two or more files, each of one partition; no file is in two of them. */
  List<List<DataFileInfo>> plan(Collection<DataFileInfo> files, Instant now) {
    Map<Partition, List<DataFileInfo>> partitions =
        files.stream()
            .filter(file -> file.bytes() < fileBytes / 2)
            .sorted(
                Comparator.comparing(DataFileInfo::minReceiptTime)
                    .thenComparing(DataFileInfo::path))
            .collect(Collectors.groupingBy(DataFileInfo::partition));
    List<List<DataFileInfo>> groups = new ArrayList<>();
    partitions.forEach((partition, small) -> {
      if (isOver(partition, now)) {
        cut(small, 2, groups);
      } else {
        Map<Integer, List<DataFileInfo>> tiers =
            small.stream()
                .collect(Collectors.groupingBy(this::tier, TreeMap::new, Collectors.toList()));
        tiers.values().forEach(tier -> cut(tier, ENOUGH, groups));
      }
    });
    return groups;
  }

  private static boolean isOver(Partition partition, Instant now) {
    Instant end = partition.receiptDay().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    return now.isAfter(end.plus(DAY_CLOSES));
  }

  private int tier(DataFileInfo file) {
    int tier = TIERS - 1;
    // The largest tier ends where files are left alone.
    for (long least = fileBytes / 2 / TIER_RATIO; tier > 0 && file.bytes() < least; tier--) {
      least /= TIER_RATIO;
    }
    return tier;
  }

  /** Cuts files, in their order, into groups with enough files or bytes. */
  private void cut(List<DataFileInfo> files, int enough, List<List<DataFileInfo>> groups) {
    List<DataFileInfo> group = new ArrayList<>();
    long bytes = 0;
    for (DataFileInfo file : files) {
      group.add(file);
      bytes += file.bytes();
      if (group.size() == MOST || bytes >= fileBytes) {
        groups.add(List.copyOf(group));
        group.clear();
        bytes = 0;
      }
    }
    if (group.size() >= enough) {
      groups.add(List.copyOf(group));
    }
  }
}
