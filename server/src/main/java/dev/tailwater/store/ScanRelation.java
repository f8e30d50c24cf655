package dev.tailwater.store;

import dev.tailwater.engine.Sql;
import dev.tailwater.record.LogColumns;
import dev.tailwater.term.RequiredTerms;
import dev.tailwater.term.RowRange;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The SQL of a scan: whole data files, some rows of others, hot generations, and in front of each
 * the account and the time. For one thread.
 */
final class ScanRelation {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  /** The columns of a line, and no row. */
  private static final String NOTHING =
      LogColumns.ALL.stream()
          .map(column -> "NULL::" + column.type().sql() + " AS " + Sql.identifier(column.name()))
          .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));

  /** The columns of a line out of a file. */
  private static final String OF_FILES =
      LogColumns.ALL.stream()
          .map(column ->
              column.equals(LogColumns.RAW)
                  ? StoredText.whole() + " AS " + Sql.identifier(column.name())
                  : Sql.identifier(column.name()))
          .collect(Collectors.joining(", ", "SELECT ", " FROM "));

  private static final String FILES = "log_files";

  private final String where;
  private final String whereInFiles;
  private final List<String> wholeFiles = new ArrayList<>();
  private final List<String> parts = new ArrayList<>();

  /**
   * @param required rows of files that cannot have it may be left out
   */
  ScanRelation(long account, Instant from, Instant to, TimeAxis axis, RequiredTerms required) {
    String time =
        switch (axis) {
          case MESSAGE -> LogColumns.MESSAGE_TIME.name();
          case RECEIPT -> LogColumns.RECEIPT_TIME.name();
        };
    where =
        "%s = %d AND %s >= TIMESTAMPTZ '%s+00' AND %s < TIMESTAMPTZ '%s+00'"
            .formatted(
                LogColumns.ACCOUNT.name(),
                account,
                time,
                TIMESTAMP.format(from),
                time,
                TIMESTAMP.format(to));
    whereInFiles =
        where + TextSearch.condition(required).map(condition -> " AND " + condition).orElse("");
  }

  /** Adds rows of a data file; none when there is no range. */
  void add(DataFileInfo file, List<RowRange> ranges) {
    if (ranges.size() == 1 && ranges.getFirst().equals(new RowRange(0, file.rows()))) {
      wholeFiles.add(Sql.literal(file.path().toString()));
    } else if (!ranges.isEmpty()) {
      parts.add(OF_FILES + rowsOf(file.path(), ranges) + " AND " + whereInFiles);
    }
  }

  void add(Generation generation) {
    parts.add("SELECT * FROM " + generation.table() + " WHERE " + where);
  }

  /** An item for a FROM clause with all that was added. */
  String sql() {
    List<String> all = new ArrayList<>(parts);
    if (!wholeFiles.isEmpty()) {
      all.add(OF_FILES + FILES + "([" + String.join(", ", wholeFiles) + "]) WHERE " + whereInFiles);
    }
    return all.isEmpty() ? "(" + NOTHING + ")" : "(" + String.join(" UNION ALL ", all) + ")";
  }

  /**
   * A statement without which the engine cannot run a scan.
   *
   * @param schema {@link LogTable#readSchema()}
   */
  static String preparation(String schema) {
    return "CREATE MACRO "
        + FILES
        + "(files) AS TABLE SELECT * FROM read_parquet(files, hive_partitioning = false,"
        + " file_row_number = true, schema = "
        + schema
        + ")";
  }

  /** A query for the place of each row in a data file, from 0, and for its text; in no order. */
  static String texts(Path file) {
    return "SELECT file_row_number, "
        + StoredText.whole()
        + " FROM "
        + FILES
        + "(["
        + Sql.literal(file.toString())
        + "])";
  }

  /** A query that reads every value of a data file, for what happens while it does. */
  static String everyValue(Path file) {
    return "SELECT bit_xor(hash(COLUMNS(*))) FROM "
        + FILES
        + "(["
        + Sql.literal(file.toString())
        + "])";
  }

  /**
   * A FROM item and a WHERE condition for some rows of a data file. The engine leaves out row
   * groups without any of them.
   */
  private static String rowsOf(Path file, List<RowRange> ranges) {
    return FILES
        + "(["
        + Sql.literal(file.toString())
        + "]) WHERE ("
        + ranges.stream()
            .map(range -> "file_row_number BETWEEN " + range.from() + " AND " + (range.to() - 1))
            .collect(Collectors.joining(" OR "))
        + ")";
  }
}
