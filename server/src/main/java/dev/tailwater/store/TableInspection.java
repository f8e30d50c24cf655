package dev.tailwater.store;

import dev.tailwater.record.LogColumns;
import dev.tailwater.term.TermFilters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.types.Conversions;

/**
 * A table as one of its metadata files describes it, read without the catalog and without changing
 * anything. For one thread.
 */
public final class TableInspection {
  private final FileIO io;
  private final TableMetadata metadata;
  private final BaseTable table;

  /**
   * A data file of the current snapshot.
   *
   * @param rows lines in it, as the manifest says
   * @param bytes its size, as the manifest says
   * @param newestReceipt the newest receipt time in it
   */
  public record LiveFile(Path path, long rows, long bytes, Instant newestReceipt) {}

  /**
   * Reads the metadata file.
   *
   * @throws IOException when it is missing or no metadata of a table
   */
  public TableInspection(Path metadataFile) throws IOException {
    this(metadataFile, readOnly());
  }

  /**
   * @param io finds the other metadata files
   */
  TableInspection(Path metadataFile, FileIO io) throws IOException {
    this.io = io;
    StaticTableOperations operations = new StaticTableOperations(metadataFile.toString(), io);
    try {
      metadata = operations.current();
    } catch (RuntimeException e) {
      throw new IOException("cannot read the table's metadata: " + e.getMessage(), e);
    }
    table = new BaseTable(operations, "tailwater.logs");
  }

  /** The folder of the table's files. */
  public Path folder() {
    return LocalFileIo.local(metadata.location());
  }

  /** How many snapshots there are. */
  public int snapshots() {
    return metadata.snapshots().size();
  }

  /** By node, the WAL position before which every line is in the table. */
  public Map<Integer, Long> walPositions() {
    return LogTable.walPositions(table);
  }

  /**
   * The data files of the current snapshot.
   *
   * @throws IOException when a manifest cannot be read
   */
  public List<LiveFile> files() throws IOException {
    return dataFiles().stream().map(this::live).toList();
  }

  List<DataFile> dataFiles() throws IOException {
    return DataFileEntries.current(table);
  }

  private LiveFile live(DataFile file) {
    ByteBuffer bound = file.upperBounds().get(LogColumns.RECEIPT_TIME.id());
    Long micros =
        Conversions.fromByteBuffer(table.schema().findType(LogColumns.RECEIPT_TIME.id()), bound);
    return new LiveFile(
        LocalFileIo.local(file.location()),
        file.recordCount(),
        file.fileSizeInBytes(),
        Instant.EPOCH.plus(micros == null ? 0 : micros, ChronoUnit.MICROS));
  }

  /**
   * All files that some snapshot names, term filters too.
   *
   * @param unreadable is told what cannot be read of older snapshots; what only they name is left
   *     out
   */
  public Set<Path> namedFiles(List<String> unreadable) {
    Set<Path> named = new HashSet<>(TableSnapshots.metadataFiles(metadata));
    Set<String> seen = new HashSet<>();
    for (Snapshot snapshot : metadata.snapshots()) {
      try {
        for (ManifestFile manifest : snapshot.allManifests(io)) {
          if (seen.add(manifest.path())) {
            named.add(LocalFileIo.local(manifest.path()));
            addDataFiles(manifest, named);
          }
        }
      } catch (IOException | RuntimeException e) {
        unreadable.add("snapshot " + snapshot.snapshotId() + ": " + e.getMessage());
      }
    }
    return named;
  }

  private void addDataFiles(ManifestFile manifest, Set<Path> named) throws IOException {
    try (CloseableIterable<String> paths =
        ManifestFiles.readPaths(manifest, io, metadata.specsById())) {
      for (String path : paths) {
        Path file = LocalFileIo.local(path);
        named.add(file);
        named.add(TermIndex.beside(file));
      }
    }
  }

  /** The file of a data file's term filters. */
  public static Path termFilters(Path dataFile) {
    return TermIndex.beside(dataFile);
  }

  /**
   * Rows that a file of term filters covers; empty when it is of another version.
   *
   * @throws IOException when it cannot be read
   */
  public static OptionalLong termFilterRows(Path filters) throws IOException {
    try {
      Optional<TermFilters> read =
          TermFilters.open(filters, readOnly().newInputFile(filters.toString()));
      return read.isPresent() ? OptionalLong.of(read.get().rowCount()) : OptionalLong.empty();
    } catch (RuntimeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * What the current snapshot is read from: the metadata file, its manifest list and manifests.
   *
   * @throws IOException when the manifest list cannot be read
   */
  public List<Path> metadataFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    files.add(LocalFileIo.local(metadata.metadataFileLocation()));
    Snapshot snapshot = metadata.currentSnapshot();
    try {
      if (snapshot != null) {
        files.add(LocalFileIo.local(snapshot.manifestListLocation()));
        snapshot
            .allManifests(io)
            .forEach(manifest -> files.add(LocalFileIo.local(manifest.path())));
      }
    } catch (RuntimeException e) {
      throw new IOException("cannot read the manifest list of the current snapshot: " + e, e);
    }
    return files;
  }

  static LocalFileIo readOnly() {
    return new LocalFileIo(
        new HeldFiles(file -> {
          throw new IllegalStateException("an inspection must not delete " + file);
        }));
  }
}
