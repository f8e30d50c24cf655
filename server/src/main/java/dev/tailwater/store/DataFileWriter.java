package dev.tailwater.store;

import dev.tailwater.engine.Sql;
import dev.tailwater.fault.FaultPoint;
import dev.tailwater.record.LogColumns;
import dev.tailwater.store.LogTable.ColumnCounts;
import dev.tailwater.store.LogTable.WrittenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes lines to data files. What it writes is durable, and not part of the table yet. Safe for
 * use by many threads.
 */
final class DataFileWriter {
  /**
   * Rows of a row group: what a query skips by statistics and term filters. A fleet's files are 3 %
   * larger than with 32,768, and a search that finds one line reads a quarter.
   */
  private static final int ROW_GROUP_ROWS = 8_192;

  private final LogTable table;
  private final UnfinishedFiles unfinished;
  private final FaultPoint copied;

  /**
   * @param copied reached when a file is written and not synced
   */
  DataFileWriter(LogTable table, UnfinishedFiles unfinished, FaultPoint copied) {
    this.table = table;
    this.unfinished = unfinished;
    this.copied = copied;
  }

  /** Writes a hot generation: a file for each partition that it has rows of, or none at all. */
  List<WrittenFile> write(Statement statement, Generation generation)
      throws SQLException, IOException {
    List<WrittenFile> files = new ArrayList<>();
    try {
      for (Partition partition : partitions(statement, generation)) {
        String ofPartition =
            "_retentiondays = "
                + partition.retentionDays()
                + " AND _receipttime >= TIMESTAMPTZ '%s 00:00:00+00'"
                    .formatted(partition.receiptDay())
                + " AND _receipttime < TIMESTAMPTZ '%s 00:00:00+00'"
                    .formatted(partition.receiptDay().plusDays(1));
        write(statement, Source.hot(generation.table(), ofPartition), partition)
            .ifPresent(files::add);
      }
      return files;
    } catch (SQLException | IOException | RuntimeException e) {
      files.forEach(file -> unfinished.discard(file.info().path()));
      throw e;
    }
  }

  private static List<Partition> partitions(Statement statement, Generation generation)
      throws SQLException {
    List<Partition> partitions = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT DISTINCT _retentiondays, epoch_us(_receipttime) // 86400000000 FROM "
                + generation.table()
                + " ORDER BY ALL")) {
      while (rows.next()) {
        partitions.add(new Partition(rows.getInt(1), LocalDate.ofEpochDay(rows.getLong(2))));
      }
    }
    return partitions;
  }

  /**
   * Rows to write.
   *
   * @param from a FROM item of the statement's database, and conditions that may follow
   * @param query for them as they are to be written
   * @param queryOfOne the same where they are of one account
   */
  record Source(String from, String query, String queryOfOne) {
    private static final String ORDER =
        " ORDER BY _account, " + LineKind.OF_ROW + ", _messagetime, _messageid";

    /**
     * Rows with {@link LogColumns#HOT}. What one account sends comes in the order of its times but
     * for a few lines, which is as good for leaving out row groups; sorting costs as much as
     * writing.
     */
    static Source hot(String table, String condition) {
      String from = table + " WHERE " + condition;
      String kinds =
          Stream.of(LineKind.values())
              .map(kind -> from + " AND " + LogColumns.KIND.name() + " = " + kind.place())
              .map(StoredText::cut)
              .collect(Collectors.joining(" UNION ALL "));
      return new Source(from, StoredText.cut(from) + ORDER, kinds);
    }

    /**
     * Rows of files, which come in their order as one thread reads them.
     *
     * @param sorted whether they are sorted
     */
    static Source files(String from, boolean sorted) {
      String query = "SELECT * FROM " + from + (sorted ? ORDER : "");
      return new Source(from, query, query);
    }
  }

  /**
   * Writes a file. It is unfinished until a commit has named it.
   *
   * @param rows all of one partition
   * @return empty when there is no row
   */
  Optional<WrittenFile> write(Statement statement, Source rows, Partition partition)
      throws SQLException, IOException {
    Path file = table.newFile(partition);
    unfinished.begin(file);
    try {
      Optional<WrittenFile> written = copy(statement, rows, file, partition);
      if (written.isEmpty()) {
        unfinished.discard(file);
      }
      return written;
    } catch (SQLException | IOException | RuntimeException e) {
      unfinished.discard(file);
      throw e;
    }
  }

  private Optional<WrittenFile> copy(
      Statement statement, Source rows, Path file, Partition partition)
      throws SQLException, IOException {
    Optional<Bounds> bounds = bounds(statement, rows.from());
    if (bounds.isEmpty()) {
      return Optional.empty();
    }
    Map<String, ColumnCounts> counts = new HashMap<>();
    long rowCount;
    long bytes;
    try (ResultSet written =
        statement.executeQuery(
            "COPY ("
                + (bounds.get().ofOneAccount() ? rows.queryOfOne() : rows.query())
                + ") TO "
                + Sql.literal(file.toString())
                + " (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 1,"
                + " ROW_GROUP_SIZE "
                + ROW_GROUP_ROWS
                + ", FIELD_IDS "
                + table.fieldIds()
                + ", RETURN_STATS)")) {
      if (!written.next()) {
        throw new SQLException("COPY returned no statistics for " + file);
      }
      rowCount = written.getLong("count");
      if (rowCount == 0) {
        return Optional.empty();
      }
      bytes = written.getLong("file_size_bytes");
      readCounts(written, counts);
    }
    copied.reached();
    LocalFileIo.sync(file);
    return Optional.of(
        new WrittenFile(bounds.get().info(file, partition, rowCount, bytes), counts));
  }

  /** Between what the values of rows are; times in microseconds since 1970. */
  private record Bounds(
      long firstMessage,
      long lastMessage,
      long firstReceipt,
      long lastReceipt,
      long lowestAccount,
      long highestAccount) {
    boolean ofOneAccount() {
      return lowestAccount == highestAccount;
    }

    DataFileInfo info(Path file, Partition partition, long rows, long bytes) {
      return new DataFileInfo(
          file,
          partition,
          rows,
          bytes,
          instant(firstMessage),
          instant(lastMessage),
          instant(firstReceipt),
          instant(lastReceipt),
          lowestAccount,
          highestAccount);
    }
  }

  private static Optional<Bounds> bounds(Statement statement, String from) throws SQLException {
    try (ResultSet found =
        statement.executeQuery(
            "SELECT count(*), min(epoch_us(_messagetime)), max(epoch_us(_messagetime)),"
                + " min(epoch_us(_receipttime)), max(epoch_us(_receipttime)),"
                + " min(_account), max(_account) FROM "
                + from)) {
      found.next();
      return found.getLong(1) == 0
          ? Optional.empty()
          : Optional.of(
              new Bounds(
                  found.getLong(2),
                  found.getLong(3),
                  found.getLong(4),
                  found.getLong(5),
                  found.getLong(6),
                  found.getLong(7)));
    }
  }

  private static void readCounts(ResultSet written, Map<String, ColumnCounts> into)
      throws SQLException {
    Map<?, ?> statistics = (Map<?, ?>) written.getObject("column_statistics");
    for (var column : LogColumns.ALL) {
      // DuckDB names columns quoted here.
      if (statistics.get(Sql.identifier(column.name())) instanceof Map<?, ?> counts
          && counts.get("column_size_bytes") != null) {
        into.put(
            column.name(),
            new ColumnCounts(
                number(counts, "num_values"),
                number(counts, "null_count"),
                number(counts, "column_size_bytes")));
      }
    }
  }

  private static long number(Map<?, ?> counts, String key) {
    Object value = counts.get(key);
    return value == null ? 0 : Long.parseLong(value.toString());
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
