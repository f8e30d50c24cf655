package dev.tailwater.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.CloseableIterable;

/**
 * The states of the table: which files they need, how they are held and how they end. Safe for use
 * by many threads.
 */
final class TableSnapshots {
  /** Between so many, commits get their turn. */
  private static final int EXPIRED_AT_ONCE = 100;

  /** Each commit writes all of them into the metadata: under load an hour would have a thousand. */
  private static final int MOST = 200;

  private final Table table;
  private final ReentrantLock commits;
  private final ExecutorService workers;

  private final Supplier<Map<Integer, Long>> walPositions;

  /** How many holds are open; of the lock. */
  private int holds;

  /** Written under the lock. */
  private volatile int count;

  /**
   * @param commits held while the table changes
   * @param walPositions the WAL position of each node in the current snapshot
   */
  TableSnapshots(
      Table table,
      ReentrantLock commits,
      ExecutorService workers,
      Supplier<Map<Integer, Long>> walPositions) {
    this.table = table;
    this.commits = commits;
    this.workers = workers;
    this.walPositions = walPositions;
    changed();
  }

  /** A commit was made: there may be one more. The lock is held. */
  void changed() {
    int found = 0;
    for (Snapshot _ : table.snapshots()) {
      found++;
    }
    count = found;
  }

  /** How many snapshots {@link #expire} would end now. */
  int expirable(Instant olderThan, int keep) {
    List<Snapshot> oldest = all();
    long tooMany = Math.max(0, oldest.size() - MOST);
    long tooOld =
        oldest.stream()
            .limit(Math.max(0, oldest.size() - keep))
            .takeWhile(snapshot -> snapshot.timestampMillis() < olderThan.toEpochMilli())
            .count();
    return (int) Math.max(tooMany, tooOld);
  }

  /** How many snapshots there are; does not wait for a commit. */
  int count() {
    return count;
  }

  /** All snapshots, oldest first. */
  private List<Snapshot> all() {
    commits.lock();
    try {
      table.refresh();
      List<Snapshot> snapshots = new ArrayList<>();
      table.snapshots().forEach(snapshots::add);
      snapshots.sort(Comparator.comparingLong(Snapshot::sequenceNumber));
      return snapshots;
    } finally {
      commits.unlock();
    }
  }

  /**
   * Ends snapshots and deletes the files that only they named. A few at a time, so that commits
   * need not wait long.
   *
   * @param keep at least so many newest ones stay
   * @return how many it ended; none while the table is {@link #hold held}
   */
  int expire(Instant olderThan, int keep) {
    int expired = 0;
    while (true) {
      int count = Math.min(expirable(olderThan, keep), EXPIRED_AT_ONCE);
      if (count == 0) {
        return expired;
      }
      commits.lock();
      try {
        if (holds > 0) {
          return expired;
        }
        ExpireSnapshots expire = table.expireSnapshots();
        all().stream()
            .limit(count)
            .forEach(snapshot -> expire.expireSnapshotId(snapshot.snapshotId()));
        expire
            .planWith(workers)
            .executeDeleteWith(workers)
            .cleanupLevel(ExpireSnapshots.CleanupLevel.ALL)
            .commit();
        expired += count;
        changed();
      } finally {
        commits.unlock();
      }
    }
  }

  /**
   * Holds the current snapshot: it is not ended before the hold is closed.
   *
   * @param reading keeps files from deletion, begun before; the hold closes it
   */
  Hold hold(HeldFiles.Reading reading) throws IOException {
    TableMetadata metadata;
    Map<Integer, Long> positions;
    commits.lock();
    try {
      metadata = metadata();
      positions = walPositions.get();
      holds++;
    } finally {
      commits.unlock();
    }
    Hold hold = null;
    try {
      List<Path> metadataFiles = new ArrayList<>();
      List<Path> dataFiles = new ArrayList<>();
      metadataFiles.add(LocalFileIo.local(metadata.metadataFileLocation()));
      Snapshot snapshot = metadata.currentSnapshot();
      if (snapshot != null) {
        metadataFiles.add(LocalFileIo.local(snapshot.manifestListLocation()));
        for (ManifestFile manifest : snapshot.allManifests(table.io())) {
          metadataFiles.add(LocalFileIo.local(manifest.path()));
          dataFiles.addAll(dataFiles(manifest));
        }
      }
      hold =
          new Hold(
              metadataFiles.getFirst(),
              metadataFiles,
              dataFiles,
              positions,
              () -> release(reading));
      return hold;
    } finally {
      if (hold == null) {
        release(reading);
      }
    }
  }

  private void release(HeldFiles.Reading reading) {
    commits.lock();
    try {
      holds--;
    } finally {
      commits.unlock();
    }
    reading.close();
  }

  /** Every file that the table needs: metadata, and data files of all snapshots. */
  Set<Path> namedFiles() throws IOException {
    TableMetadata metadata = metadata();
    Set<Path> named = new HashSet<>(metadataFiles(metadata));
    Set<String> manifests = new HashSet<>();
    for (Snapshot snapshot : metadata.snapshots()) {
      for (ManifestFile manifest : snapshot.allManifests(table.io())) {
        if (manifests.add(manifest.path())) {
          named.add(LocalFileIo.local(manifest.path()));
          named.addAll(dataFiles(manifest));
        }
      }
    }
    return named;
  }

  private TableMetadata metadata() {
    commits.lock();
    try {
      table.refresh();
      return ((HasTableOperations) table).operations().current();
    } finally {
      commits.unlock();
    }
  }

  static List<Path> metadataFiles(TableMetadata metadata) {
    return Stream.of(
            Stream.of(metadata.metadataFileLocation()),
            metadata.previousFiles().stream().map(TableMetadata.MetadataLogEntry::file),
            metadata.snapshots().stream().map(Snapshot::manifestListLocation),
            metadata.statisticsFiles().stream().map(StatisticsFile::path))
        .flatMap(files -> files)
        .map(LocalFileIo::local)
        .toList();
  }

  private List<Path> dataFiles(ManifestFile manifest) throws IOException {
    List<Path> files = new ArrayList<>();
    try (CloseableIterable<String> paths =
        ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
      paths.forEach(path -> files.add(LocalFileIo.local(path)));
    }
    return files;
  }
}
