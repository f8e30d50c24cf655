package dev.tailwater.store;

import dev.tailwater.record.Column;
import dev.tailwater.record.LogColumns;
import dev.tailwater.store.LogTable.WrittenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.DateTimeUtil;

/** Data files as the table's manifests name them, and as the store does. */
final class DataFileEntries {
  private final Table table;

  DataFileEntries(Table table) {
    this.table = table;
  }

  /**
   * The data files of a table's current snapshot, with the bounds of their columns.
   *
   * @throws IOException when the manifest list or a manifest cannot be read; the message names it
   */
  static List<DataFile> current(Table table) throws IOException {
    Snapshot snapshot = table.currentSnapshot();
    if (snapshot == null) {
      return List.of();
    }
    List<DataFile> files = new ArrayList<>();
    String reading = snapshot.manifestListLocation();
    try {
      for (ManifestFile manifest : snapshot.dataManifests(table.io())) {
        reading = manifest.path();
        try (var entries = ManifestFiles.read(manifest, table.io(), table.specs())) {
          entries.forEach(file -> files.add(file.copy()));
        }
      }
    } catch (RuntimeException e) {
      throw new IOException(
          "expected a list of the table's files in "
              + LocalFileIo.local(reading)
              + ", found it damaged: restore a backup, or what the file was before",
          e);
    }
    return files;
  }

  /** A file as Iceberg knows it by name, without the counts of its columns. */
  DataFile plainDataFile(DataFileInfo info) {
    return dataFile(new WrittenFile(info, Map.of()));
  }

  /** A file that was written, for the table. */
  DataFile dataFile(WrittenFile file) {
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
        .withPartitionPath(info.partition().path())
        .withMetrics(new Metrics(info.rows(), sizes, values, nulls, Map.of(), lower, upper))
        .build();
  }

  private ByteBuffer bytes(Column column, Object value) {
    Object internal =
        value instanceof Instant instant ? DateTimeUtil.microsFromInstant(instant) : value;
    return Conversions.toByteBuffer(table.schema().findType(column.id()), internal);
  }

  /** What queries need to know of a file of the table. */
  DataFileInfo info(DataFile file) {
    return new DataFileInfo(
        LocalFileIo.local(file.location()),
        new Partition(
            file.partition().get(0, Integer.class),
            LocalDate.ofEpochDay(file.partition().get(1, Integer.class))),
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
}
