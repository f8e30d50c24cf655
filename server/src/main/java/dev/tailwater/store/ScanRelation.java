package dev.tailwater.store;

import dev.tailwater.engine.Sql;
import dev.tailwater.record.Column;
import dev.tailwater.record.LogColumns;
import dev.tailwater.term.RequiredTerms;
import dev.tailwater.term.RowRange;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The SQL of a scan: whole data files, some rows of others, hot generations, and in front of each
 * what its rows do not all meet of the account and the time. For one thread.
 */
final class ScanRelation {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  /** Of a file of which fewer rows are left, one in so many, the texts are built at once. */
  private static final int FEW_ROWS = 4;

  private final DataFileSql files;
  private final long account;
  private final Instant from;
  private final Instant to;
  private final TimeAxis axis;
  private final Optional<String> textSearch;
  private final List<Path> insideFiles = new ArrayList<>();
  private final List<Path> otherFiles = new ArrayList<>();
  private final List<RowsOfFile> parts = new ArrayList<>();
  private final List<Generation> generations = new ArrayList<>();

  private record RowsOfFile(DataFileInfo file, List<RowRange> ranges) {
    /** The engine leaves out row groups without any of them. */
    String condition() {
      return ranges.stream()
          .map(range -> "file_row_number BETWEEN " + range.from() + " AND " + (range.to() - 1))
          .collect(Collectors.joining(" OR ", "(", ")"));
    }

    boolean few() {
      return ranges.stream().mapToLong(range -> range.to() - range.from()).sum() * FEW_ROWS
          < file.rows();
    }
  }

  /**
   * @param required rows of files that cannot have it may be left out
   */
  ScanRelation(
      DataFileSql files,
      long account,
      Instant from,
      Instant to,
      TimeAxis axis,
      RequiredTerms required) {
    this.files = files;
    this.account = account;
    this.from = from;
    this.to = to;
    this.axis = axis;
    this.textSearch = TextSearch.condition(required);
  }

  /** Adds rows of a data file; none when there is no range. */
  void add(DataFileInfo file, List<RowRange> ranges) {
    if (ranges.size() == 1 && ranges.getFirst().equals(new RowRange(0, file.rows()))) {
      (isInside(file) ? insideFiles : otherFiles).add(file.path());
    } else if (!ranges.isEmpty()) {
      parts.add(new RowsOfFile(file, ranges));
    }
  }

  void add(Generation generation) {
    generations.add(generation);
  }

  /** Whether each row of the file is of the account and the time. */
  private boolean isInside(DataFileInfo file) {
    return file.holdsOnly(account, from, to, axis);
  }

  /**
   * An item for a FROM clause with all that was added.
   *
   * @param columns those it should have
   */
  String sql(Set<Column> columns) {
    List<String> all = new ArrayList<>();
    for (RowsOfFile part : parts) {
      Optional<String> search = part.few() ? Optional.empty() : textSearch;
      all.add(
          ofFiles(
              List.of(part.file().path()),
              columns,
              isInside(part.file()),
              search,
              part.condition()));
    }
    if (!insideFiles.isEmpty()) {
      all.add(ofFiles(insideFiles, columns, true, textSearch, ""));
    }
    if (!otherFiles.isEmpty()) {
      all.add(ofFiles(otherFiles, columns, false, textSearch, ""));
    }
    for (Generation generation : generations) {
      all.add(
          select(columns, Sql.identifier(LogColumns.RAW.name()))
              + " FROM "
              + generation.table()
              + " WHERE "
              + accountAndTime());
    }
    return all.isEmpty() ? nothing(columns) : "(" + String.join(" UNION ALL ", all) + ")";
  }

  private String ofFiles(
      Collection<Path> paths,
      Set<Column> columns,
      boolean inside,
      Optional<String> search,
      String rows) {
    Set<Column> read = new HashSet<>(columns);
    List<String> conditions = new ArrayList<>();
    if (!rows.isEmpty()) {
      conditions.add(rows);
    }
    if (!inside) {
      read.add(LogColumns.ACCOUNT);
      read.add(timeColumn());
      conditions.add(accountAndTime());
    }
    search.ifPresent(condition -> {
      read.add(LogColumns.RAW);
      conditions.add(condition);
    });
    return select(columns, StoredText.whole())
        + " FROM "
        + files.stored(paths, DataFileSql.needed(read))
        + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions));
  }

  private Column timeColumn() {
    return switch (axis) {
      case MESSAGE -> LogColumns.MESSAGE_TIME;
      case RECEIPT -> LogColumns.RECEIPT_TIME;
    };
  }

  private String accountAndTime() {
    String time = timeColumn().name();
    return "%s = %d AND %s >= TIMESTAMPTZ '%s+00' AND %s < TIMESTAMPTZ '%s+00'"
        .formatted(
            LogColumns.ACCOUNT.name(),
            account,
            time,
            TIMESTAMP.format(from),
            time,
            TIMESTAMP.format(to));
  }

  private static String select(Set<Column> columns, String text) {
    String selected =
        LogColumns.ALL.stream()
            .filter(columns::contains)
            .map(column ->
                column.equals(LogColumns.RAW)
                    ? text + " AS " + Sql.identifier(column.name())
                    : Sql.identifier(column.name()))
            .collect(Collectors.joining(", "));
    return "SELECT " + (selected.isEmpty() ? "1 AS one" : selected);
  }

  /** The columns, and no row. */
  private static String nothing(Set<Column> columns) {
    String selected =
        LogColumns.ALL.stream()
            .filter(columns::contains)
            .map(column -> "NULL::" + column.type().sql() + " AS " + Sql.identifier(column.name()))
            .collect(Collectors.joining(", "));
    return "(SELECT " + (selected.isEmpty() ? "1 AS one" : selected) + " WHERE false)";
  }
}
