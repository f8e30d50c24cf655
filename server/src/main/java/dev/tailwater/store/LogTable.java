package dev.tailwater.store;

import dev.tailwater.engine.Sql;
import dev.tailwater.record.Column;
import dev.tailwater.record.LogColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFiles;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.ThreadPools;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Iceberg table {@code tailwater.logs}: partitioned by days to keep and by day of receipt, by
 * account, kind of line and time inside a file. A commit carries the WAL position up to which the
 * table holds everything, so a flush takes effect exactly once, whatever crashes when. Safe for use
 * by many threads: commits are made one after the other.
 */
final class LogTable implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogTable.class);
  private static final TableIdentifier NAME = TableIdentifier.of("tailwater", "logs");

  /** Snapshot summary key: the position, followed by the node's number. */
  private static final String WAL_POSITION = "tailwater.wal-position.";

  private static final Type FORM_TYPE = Types.IntegerType.get();

  /** Snapshot summary key: what makes a commit without a WAL position known again. */
  private static final String CHANGE = "tailwater.change";

  private static final int TRIES = 4;

  private final JdbcCatalog catalog;
  private final Table table;
  private final Path data;

  // Iceberg's own pool ends as soon as the process is told to stop, before the last flush.
  private final ExecutorService workers = ThreadPools.newFixedThreadPool("iceberg-commit", 2);

  private final ReentrantLock commits = new ReentrantLock();

  /** Whether the flush before failed, which it may have told after it was made; of the lock. */
  private boolean outcomeUnknown;

  private final DataFileEntries entries;
  private final TableSnapshots snapshots;

  private LogTable(JdbcCatalog catalog, Table table, Path data) {
    this.catalog = catalog;
    this.table = table;
    this.data = data;
    this.entries = new DataFileEntries(table);
    this.snapshots = new TableSnapshots(table, commits, workers, this::walPositions);
  }

  /**
   * Opens the table, creating it when missing.
   *
   * @param catalogUrl JDBC address of the catalog
   * @param warehouse folder of the table's files
   * @param io reads, writes and deletes the table's files
   */
  static LogTable open(String catalogUrl, Path warehouse, FileIO io) {
    JdbcCatalog catalog = new JdbcCatalog(properties -> io, null, true);
    catalog.initialize(
        "tailwater",
        Map.of(
            CatalogProperties.URI,
            catalogUrl,
            CatalogProperties.WAREHOUSE_LOCATION,
            warehouse.toAbsolutePath().toString(),
            CatalogProperties.CLIENT_POOL_SIZE,
            "1",
            "jdbc.schema-version",
            "V1"));
    if (!catalog.namespaceExists(Namespace.of("tailwater"))) {
      catalog.createNamespace(Namespace.of("tailwater"));
    }
    Table table = catalog.tableExists(NAME) ? catalog.loadTable(NAME) : create(catalog);
    if (table.schema().findField(StoredText.FORM) == null) {
      table.updateSchema().addColumn(StoredText.FORM, FORM_TYPE).commit();
    }
    if (!"0".equals(table.properties().get(TableProperties.COMMIT_NUM_RETRIES))) {
      // A try of Iceberg's own would carry the positions that were right for the try before.
      table.updateProperties().set(TableProperties.COMMIT_NUM_RETRIES, "0").commit();
    }
    Path data = LocalFileIo.local(table.location()).resolve("data");
    return new LogTable(catalog, table, data);
  }

  private static Table create(JdbcCatalog catalog) {
    List<Types.NestedField> fields = new ArrayList<>();
    // The ids of a map's key and value come after all column ids that may ever be given.
    int nestedId = 10_000;
    for (Column column : LogColumns.ALL) {
      Type type = icebergType(column, nestedId);
      fields.add(
          column.required()
              ? Types.NestedField.required(column.id(), column.name(), type)
              : Types.NestedField.optional(column.id(), column.name(), type));
      nestedId += 2;
    }
    fields.add(Types.NestedField.optional(fields.size() + 1, StoredText.FORM, FORM_TYPE));
    Schema schema = new Schema(fields);
    return catalog
        .buildTable(NAME, schema)
        .withPartitionSpec(
            PartitionSpec.builderFor(schema)
                .identity(LogColumns.RETENTION_DAYS.name())
                .day(LogColumns.RECEIPT_TIME.name(), "_receiptday")
                .build())
        .withProperty(TableProperties.FORMAT_VERSION, "2")
        .withProperty(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true")
        .withProperty(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "10")
        .withProperty(TableProperties.COMMIT_NUM_RETRIES, "0")
        .create();
  }

  private static Type icebergType(Column column, int nestedId) {
    return switch (column.type()) {
      case STRING -> Types.StringType.get();
      case INT -> Types.IntegerType.get();
      case LONG -> Types.LongType.get();
      case DOUBLE -> Types.DoubleType.get();
      case TIMESTAMP -> Types.TimestampType.withZone();
      case MAP ->
          Types.MapType.ofOptional(
              nestedId, nestedId + 1, Types.StringType.get(), Types.StringType.get());
    };
  }

  /**
   * DuckDB's {@code FIELD_IDS} for COPY, so that Parquet columns carry the table's field ids and
   * stay readable when columns are renamed.
   */
  String fieldIds() {
    List<String> ids = new ArrayList<>();
    for (Types.NestedField field : table.schema().columns()) {
      if (field.type() instanceof Types.MapType map) {
        ids.add(
            "%s: {__duckdb_field_id: %d, key: %d, value: %d}"
                .formatted(
                    Sql.identifier(field.name()), field.fieldId(), map.keyId(), map.valueId()));
      } else {
        ids.add(Sql.identifier(field.name()) + ": " + field.fieldId());
      }
    }
    return "{" + String.join(", ", ids) + "}";
  }

  /** How its files are read. */
  DataFileSql fileSql() {
    return new DataFileSql(table.schema());
  }

  /** A new file name in a partition's folder; the folder exists. */
  Path newFile(Partition partition) {
    Path folder = data.resolve(partition.path());
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the partition folder " + folder, e);
    }
    return folder.resolve(UUID.randomUUID() + ".parquet");
  }

  /**
   * A file that was written for the table.
   *
   * @param counts what DuckDB counted while writing it, by column
   */
  record WrittenFile(DataFileInfo info, Map<String, ColumnCounts> counts) {}

  /** Values, nulls and bytes of a column in a file. */
  record ColumnCounts(long values, long nulls, long bytes) {}

  /**
   * Adds files in one commit. When it fails nobody may know whether they are in the table, for the
   * catalog's answer can be lost: the next call must be for the same files, and finds out.
   *
   * @param node the ingest node whose position it is
   * @param walPosition the table holds everything of that node's log before this position,
   *     afterwards; larger than that of the commit before
   */
  void append(List<WrittenFile> files, int node, long walPosition) {
    commits.lock();
    try {
      if (outcomeUnknown) {
        table.refresh();
        outcomeUnknown = walPosition(node) < walPosition;
        if (!outcomeUnknown) {
          return;
        }
      }
      outcomeUnknown = true;
      commit(
          () -> {
            AppendFiles append = table.newAppend();
            files.forEach(file -> append.appendFile(entries.dataFile(file)));
            return append;
          },
          Map.of(WAL_POSITION + node, Long.toString(walPosition)));
      outcomeUnknown = false;
    } finally {
      commits.unlock();
    }
  }

  /**
   * Adds files of another table whose bytes were copied, with all that it knew of them.
   *
   * @param moved where a file of the other table is now
   * @param positions by node, the WAL position before which every line is in the files
   */
  void adopt(List<DataFile> files, UnaryOperator<Path> moved, Map<Integer, Long> positions) {
    Map<String, String> summary = new HashMap<>();
    positions.forEach((node, position) -> summary.put(WAL_POSITION + node, "" + position));
    commits.lock();
    try {
      commit(
          () -> {
            AppendFiles append = table.newAppend();
            for (DataFile file : files) {
              Path path = moved.apply(LocalFileIo.local(file.location()));
              append.appendFile(
                  DataFiles.builder(table.spec()).copy(file).withPath(path.toString()).build());
            }
            return append;
          },
          summary);
    } finally {
      commits.unlock();
    }
  }

  /**
   * Files that take the place of others.
   *
   * @param id makes the commit known again; of no other change
   * @param inputs files of the table
   * @param outputs what replaces them; none when the inputs are removed
   * @param sameRows whether the outputs hold the rows of the inputs, all of them
   */
  record Change(UUID id, List<DataFileInfo> inputs, List<WrittenFile> outputs, boolean sameRows) {}

  /** What is known of a change after its commit. */
  enum Outcome {
    MADE,
    NOT_MADE,
    /** The catalog's answer was lost, and it does not answer now. */
    UNKNOWN
  }

  /**
   * Replaces files in one commit.
   *
   * @return never {@code NOT_MADE}
   * @throws RuntimeException when the change was not made
   */
  Outcome replace(Change change) {
    commits.lock();
    try {
      commit(() -> update(change), Map.of(CHANGE, change.id().toString()));
      return Outcome.MADE;
    } catch (RuntimeException e) {
      Outcome outcome = outcome(change);
      if (outcome == Outcome.NOT_MADE) {
        throw e;
      }
      LOG.warn("the answer to a commit was lost; it was: {}", outcome, e);
      return outcome;
    } finally {
      commits.unlock();
    }
  }

  /** Whether a change was made, by looking into the table again. */
  Outcome outcome(Change change) {
    commits.lock();
    try {
      table.refresh();
      for (Snapshot snapshot : table.snapshots()) {
        if (change.id().toString().equals(snapshot.summary().get(CHANGE))) {
          return Outcome.MADE;
        }
      }
      return Outcome.NOT_MADE;
    } catch (RuntimeException e) {
      LOG.warn("cannot read the table's metadata", e);
      return Outcome.UNKNOWN;
    } finally {
      commits.unlock();
    }
  }

  private SnapshotUpdate<?> update(Change change) {
    List<DataFile> inputs = change.inputs().stream().map(entries::plainDataFile).toList();
    List<DataFile> outputs = change.outputs().stream().map(entries::dataFile).toList();
    if (outputs.isEmpty()) {
      DeleteFiles delete = table.newDelete().validateFilesExist();
      inputs.forEach(delete::deleteFile);
      return delete;
    }
    if (change.sameRows()) {
      RewriteFiles rewrite =
          table.newRewrite().validateFromSnapshot(table.currentSnapshot().snapshotId());
      inputs.forEach(rewrite::deleteFile);
      outputs.forEach(rewrite::addFile);
      return rewrite;
    }
    OverwriteFiles overwrite =
        table
            .newOverwrite()
            .validateFromSnapshot(table.currentSnapshot().snapshotId())
            .validateNoConflictingDeletes();
    inputs.forEach(overwrite::deleteFile);
    outputs.forEach(overwrite::addFile);
    return overwrite;
  }

  /**
   * Commits an update whose summary carries the WAL positions of all nodes, so that the newest
   * snapshot tells them when all others are gone. The lock is held.
   */
  private void commit(Supplier<SnapshotUpdate<?>> update, Map<String, String> summary) {
    for (int tried = 1; ; tried++) {
      table.refresh();
      Map<String, String> all = new HashMap<>();
      walPositions().forEach((node, position) -> all.put(WAL_POSITION + node, "" + position));
      all.putAll(summary);
      SnapshotUpdate<?> next = update.get();
      all.forEach(next::set);
      next.scanManifestsWith(workers);
      next.writeManifestsWith(workers, 1);
      try {
        next.commit();
        snapshots.changed();
        return;
      } catch (CommitFailedException e) {
        // Another writer of the table was faster.
        if (tried == TRIES) {
          throw e;
        }
      }
    }
  }

  /** The WAL position that the newest commit of a node carries, or 0. */
  long walPosition(int node) {
    return walPositions().getOrDefault(node, 0L);
  }

  /** The WAL positions of all nodes that ever committed. */
  Map<Integer, Long> walPositions() {
    return walPositions(table);
  }

  static Map<Integer, Long> walPositions(Table table) {
    Map<Integer, Long> positions = new TreeMap<>();
    Snapshot snapshot = table.currentSnapshot();
    while (snapshot != null) {
      snapshot
          .summary()
          .forEach((key, value) -> {
            if (key.startsWith(WAL_POSITION)) {
              int node = Integer.parseInt(key.substring(WAL_POSITION.length()));
              positions.merge(node, Long.parseLong(value), Math::max);
            }
          });
      Long parent = snapshot.parentId();
      snapshot = parent == null ? null : table.snapshot(parent);
    }
    return positions;
  }

  /** The states of the table. */
  TableSnapshots snapshots() {
    return snapshots;
  }

  /** The folder of all the table's files. */
  Path folder() {
    return LocalFileIo.local(table.location());
  }

  /** All files of the current snapshot. */
  List<DataFileInfo> files() {
    try {
      return DataFileEntries.current(table).stream().map(entries::info).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    catalog.close();
    workers.shutdown();
  }
}
