package dev.tailwater.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One state of the table whose files stay until the hold is closed, whatever is merged, removed or
 * ended meanwhile. Flushing and upkeep go on; only the disk space that they free is not free yet.
 * Immutable, for any thread.
 */
public final class Hold implements AutoCloseable {
  private final Path metadata;
  private final List<Path> metadataFiles;
  private final List<Path> dataFiles;
  private final Map<Integer, Long> walPositions;
  private final Runnable release;
  private boolean closed;

  Hold(
      Path metadata,
      List<Path> metadataFiles,
      List<Path> dataFiles,
      Map<Integer, Long> walPositions,
      Runnable release) {
    this.metadata = metadata;
    this.metadataFiles = List.copyOf(metadataFiles);
    this.dataFiles = List.copyOf(dataFiles);
    this.walPositions = Map.copyOf(walPositions);
    this.release = release;
  }

  /** The table's metadata: the file that the catalog named when the hold began. */
  public Path metadata() {
    return metadata;
  }

  /** Manifest lists and manifests of the current snapshot, and {@link #metadata()}. */
  public List<Path> metadataFiles() {
    return metadataFiles;
  }

  /** The lines of the current snapshot. */
  public List<Path> dataFiles() {
    return dataFiles;
  }

  /** The file of term filters of a data file; it may be missing, and is built again then. */
  public static Path termFilters(Path dataFile) {
    return TermIndex.beside(dataFile);
  }

  /** By node, the WAL position before which every line is in the data files. */
  public Map<Integer, Long> walPositions() {
    return walPositions;
  }

  /** Lets the files go; once more does nothing. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      release.run();
    }
  }
}
