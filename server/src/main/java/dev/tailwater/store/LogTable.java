package dev.tailwater.store;

import dev.tailwater.engine.Sql;
import dev.tailwater.record.Column;
import dev.tailwater.record.ColumnType;
import dev.tailwater.record.LogColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.DateTimeUtil;
import org.apache.iceberg.util.ThreadPools;

/**
 * The Iceberg table {@code tailwater.logs}: partitioned by days to keep and by day of receipt,
 * sorted by account and time inside a file. A commit carries the WAL position up to which the table
 * holds everything, so a flush takes effect exactly once, whatever crashes when. For one writer at
 * a time.
 */
final class LogTable implements AutoCloseable {
  private static final TableIdentifier NAME = TableIdentifier.of("tailwater", "logs");

  /** Snapshot summary key: the position, followed by the node's number. */
  private static final String WAL_POSITION = "tailwater.wal-position.";

  private static final Type FORM_TYPE = Types.IntegerType.get();

  private final JdbcCatalog catalog;
  private final Table table;
  private final Path data;

  // Iceberg's own pool ends as soon as the process is told to stop, before the last flush.
  private final ExecutorService workers = ThreadPools.newFixedThreadPool("iceberg-commit", 2);

  /** Whether the commit before failed, which it may have told after it was made. */
  private boolean outcomeUnknown;

  private LogTable(JdbcCatalog catalog, Table table, Path data) {
    this.catalog = catalog;
    this.table = table;
    this.data = data;
  }

  /**
   * Opens the table, creating it when missing.
   *
   * @param catalogUrl JDBC address of the catalog
   * @param warehouse folder of the table's files
   */
  static LogTable open(String catalogUrl, Path warehouse) {
    JdbcCatalog catalog = new JdbcCatalog();
    catalog.initialize(
        "tailwater",
        Map.of(
            CatalogProperties.URI,
            catalogUrl,
            CatalogProperties.WAREHOUSE_LOCATION,
            warehouse.toAbsolutePath().toString(),
            CatalogProperties.FILE_IO_IMPL,
            LocalFileIo.class.getName(),
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
        .withSortOrder(
            SortOrder.builderFor(schema)
                .asc(LogColumns.ACCOUNT.name(), NullOrder.NULLS_FIRST)
                .asc(LogColumns.MESSAGE_TIME.name(), NullOrder.NULLS_FIRST)
                .build())
        .withProperty(TableProperties.FORMAT_VERSION, "2")
        .withProperty(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true")
        .withProperty(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "10")
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

  /**
   * DuckDB's {@code schema} for reading files: columns are found by their ids, and those that a
   * file was written without are null.
   */
  String readSchema() {
    List<String> columns = new ArrayList<>();
    LogColumns.ALL.forEach(column -> columns.add(readColumn(column.name(), column.type())));
    columns.add(readColumn(StoredText.FORM, ColumnType.INT));
    return "MAP {" + String.join(", ", columns) + "}";
  }

  private String readColumn(String name, ColumnType type) {
    return "%d: {name: %s, type: %s, default_value: NULL}"
        .formatted(
            table.schema().findField(name).fieldId(), Sql.literal(name), Sql.literal(type.sql()));
  }

  /** A new file name in a partition's folder; the folder exists. */
  Path newFile(int retentionDays, LocalDate receiptDay) {
    Path folder = data.resolve(partitionPath(retentionDays, receiptDay));
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the partition folder " + folder, e);
    }
    return folder.resolve(UUID.randomUUID() + ".parquet");
  }

  private static String partitionPath(int retentionDays, LocalDate receiptDay) {
    return LogColumns.RETENTION_DAYS.name() + "=" + retentionDays + "/_receiptday=" + receiptDay;
  }

  /**
   * A file that was written for a partition.
   *
   * @param sorted whether its rows have the order of the table
   * @param counts what DuckDB counted while writing it, by column
   */
  record WrittenFile(
      DataFileInfo info,
      int retentionDays,
      LocalDate receiptDay,
      boolean sorted,
      Map<String, ColumnCounts> counts) {}

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
  void commit(List<WrittenFile> files, int node, long walPosition) {
    if (outcomeUnknown) {
      table.refresh();
      outcomeUnknown = walPosition(node) < walPosition;
      if (!outcomeUnknown) {
        return;
      }
    }
    outcomeUnknown = true;
    AppendFiles append =
        table.newAppend().scanManifestsWith(workers).writeManifestsWith(workers, 1);
    for (WrittenFile file : files) {
      append.appendFile(dataFile(file));
    }
    append.set(WAL_POSITION + node, Long.toString(walPosition)).commit();
    outcomeUnknown = false;
  }

  /** The WAL position that the newest commit of a node carries, or 0. */
  long walPosition(int node) {
    Snapshot snapshot = table.currentSnapshot();
    while (snapshot != null) {
      String position = snapshot.summary().get(WAL_POSITION + node);
      if (position != null) {
        return Long.parseLong(position);
      }
      Long parent = snapshot.parentId();
      snapshot = parent == null ? null : table.snapshot(parent);
    }
    return 0;
  }

  /** All files of the current snapshot. */
  List<DataFileInfo> files() {
    List<DataFileInfo> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().includeColumnStats().planWith(workers).planFiles()) {
      for (FileScanTask task : tasks) {
        files.add(info(task.file()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the files of the table", e);
    }
    return files;
  }

  private DataFile dataFile(WrittenFile file) {
    DataFileInfo info = file.info();
    Map<Integer, Long> sizes = new HashMap<>();
    Map<Integer, Long> values = new HashMap<>();
    Map<Integer, Long> nulls = new HashMap<>();
    file.counts()
        .forEach((name, counts) -> {
          Types.NestedField field = table.schema().findField(name);
          if (field != null && field.type().isPrimitiveType()) {
            sizes.put(field.fieldId(), counts.bytes());
            values.put(field.fieldId(), counts.values());
            nulls.put(field.fieldId(), counts.nulls());
          }
        });
    Map<Integer, ByteBuffer> lower =
        Map.of(
            LogColumns.ACCOUNT.id(), bytes(LogColumns.ACCOUNT, info.minAccount()),
            LogColumns.MESSAGE_TIME.id(), bytes(LogColumns.MESSAGE_TIME, info.minMessageTime()),
            LogColumns.RECEIPT_TIME.id(), bytes(LogColumns.RECEIPT_TIME, info.minReceiptTime()));
    Map<Integer, ByteBuffer> upper =
        Map.of(
            LogColumns.ACCOUNT.id(), bytes(LogColumns.ACCOUNT, info.maxAccount()),
            LogColumns.MESSAGE_TIME.id(), bytes(LogColumns.MESSAGE_TIME, info.maxMessageTime()),
            LogColumns.RECEIPT_TIME.id(), bytes(LogColumns.RECEIPT_TIME, info.maxReceiptTime()));
    return DataFiles.builder(table.spec())
        .withPath(info.path().toString())
        .withFormat(FileFormat.PARQUET)
        .withFileSizeInBytes(info.bytes())
        .withPartitionPath(partitionPath(file.retentionDays(), file.receiptDay()))
        .withSortOrder(file.sorted() ? table.sortOrder() : SortOrder.unsorted())
        .withMetrics(new Metrics(info.rows(), sizes, values, nulls, Map.of(), lower, upper))
        .build();
  }

  private ByteBuffer bytes(Column column, Object value) {
    Object internal =
        value instanceof Instant instant ? DateTimeUtil.microsFromInstant(instant) : value;
    return Conversions.toByteBuffer(table.schema().findType(column.id()), internal);
  }

  private DataFileInfo info(DataFile file) {
    return new DataFileInfo(
        LocalFileIo.local(file.location()),
        file.recordCount(),
        file.fileSizeInBytes(),
        instant(file.lowerBounds(), LogColumns.MESSAGE_TIME),
        instant(file.upperBounds(), LogColumns.MESSAGE_TIME),
        instant(file.lowerBounds(), LogColumns.RECEIPT_TIME),
        instant(file.upperBounds(), LogColumns.RECEIPT_TIME),
        bound(file.lowerBounds(), LogColumns.ACCOUNT),
        bound(file.upperBounds(), LogColumns.ACCOUNT));
  }

  private Instant instant(Map<Integer, ByteBuffer> bounds, Column column) {
    return Instant.EPOCH.plus(bound(bounds, column), ChronoUnit.MICROS);
  }

  private long bound(Map<Integer, ByteBuffer> bounds, Column column) {
    Long value =
        Conversions.fromByteBuffer(table.schema().findType(column.id()), bounds.get(column.id()));
    if (value == null) {
      throw new IllegalStateException("a file of the table has no bounds for " + column.name());
    }
    return value;
  }

  @Override
  public void close() {
    catalog.close();
    workers.shutdown();
  }
}
