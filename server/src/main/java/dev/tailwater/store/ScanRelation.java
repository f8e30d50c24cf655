package dev.tailwater.store;

import dev.tailwater.engine.Sql;
import dev.tailwater.record.Column;
import dev.tailwater.record.LogColumns;
import dev.tailwater.record.TextHolding;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SQL of a scan: whole data files, some rows of others, hot generations, and in front of each
 * what its rows do not all meet of the account and the time. For one thread.
 */
final class ScanRelation {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  /** The texts of so few rows that were sought out are built at once. */
  private static final int FEW_ROWS = 20_000;

  /** Files are read together as long as this times the wanted rows is not exceeded. */
  private static final int MOST_EXTRA_ROWS = 2;

  private final DataFileSql files;
  private final long account;
  private final Instant from;
  private final Instant to;
  private final TimeAxis axis;
  private final Optional<String> textSearch;
  private final List<Path> insideFiles = new ArrayList<>();
  private final List<Path> otherFiles = new ArrayList<>();
  private final List<RowsOfFiles> parts = new ArrayList<>();
  private final List<Generation> generations = new ArrayList<>();
  private long rowsOfFiles;

  /**
   * Rows in the same places of some files.
   *
   * @param wanted how many of them are wanted
   */
  private record RowsOfFiles(List<DataFileInfo> files, List<RowRange> ranges, long wanted) {
    /** How many rows are read. */
    long rows() {
      return count(ranges) * files.size();
    }

    /** The engine leaves out row groups without any of them. */
    String condition() {
      return ranges.stream()
          .map(range -> "file_row_number BETWEEN " + range.from() + " AND " + (range.to() - 1))
          .collect(Collectors.joining(" OR ", "(", ")"));
    }

    /** These and those of another file, more than both have where they are in other places. */
    RowsOfFiles with(RowsOfFiles other) {
      List<DataFileInfo> all = new ArrayList<>(files);
      all.addAll(other.files);
      return new RowsOfFiles(all, RowRange.union(ranges, other.ranges), wanted + other.wanted);
    }
  }

  /**
   * Rows of files that are read alike.
   *
   * @param inside whether each is of the account and the time
   * @param places a condition for the place in their file
   */
  private record StoredRows(Collection<Path> files, boolean inside, Optional<String> places) {}

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
    rowsOfFiles += count(ranges);
    if (ranges.size() == 1 && ranges.getFirst().equals(new RowRange(0, file.rows()))) {
      (isInside(file) ? insideFiles : otherFiles).add(file.path());
    } else if (!ranges.isEmpty()) {
      parts.add(new RowsOfFiles(List.of(file), ranges, count(ranges)));
    }
  }

  void add(Generation generation) {
    generations.add(generation);
  }

  private static long count(List<RowRange> ranges) {
    return ranges.stream().mapToLong(range -> range.to() - range.from()).sum();
  }

  /** How many rows there are to read, those of other accounts and times among them. */
  long rows() {
    return rowsOfFiles + generations.stream().mapToLong(Generation::rows).sum();
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
    return sql(columns, Map.of());
  }

  /**
   * The same, where no generation was added, with the number of the file of each line.
   *
   * @param numbers of all files that were added; none for no numbers
   */
  String sql(Set<Column> columns, Map<Path, Integer> numbers) {
    List<String> all = new ArrayList<>();
    boolean few = rowsOfFiles < FEW_ROWS && insideFiles.isEmpty() && otherFiles.isEmpty();
    Optional<String> search = few ? Optional.empty() : textSearch;
    Set<Column> read = new HashSet<>(columns);
    if (search.isPresent() || TextHolding.among(columns).findAny().isPresent()) {
      read.add(LogColumns.RAW);
    }
    List<String> stored = storedRows(read, numbers);
    if (!stored.isEmpty()) {
      // What makes and searches texts stands here once: parsing it takes longer than many rows do.
      all.add(
          select(columns, StoredText.whole(), ScanRelation::condition)
              + (numbers.isEmpty() ? "" : ", " + ScannedFile.NUMBER)
              + stored.stream().collect(Collectors.joining(" UNION ALL ", " FROM (", ")"))
              + search.map(condition -> " WHERE " + condition).orElse(""));
    }
    for (Generation generation : generations) {
      all.add(
          select(columns, Sql.identifier(LogColumns.RAW.name()), holding -> "true")
              + " FROM "
              + generation.table()
              + " WHERE "
              + accountAndTime());
    }
    return all.isEmpty() ? nothing(columns) : "(" + String.join(" UNION ALL ", all) + ")";
  }

  /** Queries for the rows of files as they are stored, all with the same columns. */
  private List<String> storedRows(Set<Column> columns, Map<Path, Integer> numbers) {
    List<StoredRows> all = new ArrayList<>();
    for (RowsOfFiles part : joined()) {
      List<Path> paths = part.files().stream().map(DataFileInfo::path).toList();
      boolean inside = part.files().stream().allMatch(this::isInside);
      all.add(new StoredRows(paths, inside, Optional.of(part.condition())));
    }
    if (!insideFiles.isEmpty()) {
      all.add(new StoredRows(insideFiles, true, Optional.empty()));
    }
    if (!otherFiles.isEmpty()) {
      all.add(new StoredRows(otherFiles, false, Optional.empty()));
    }
    Set<Column> read = new HashSet<>(columns);
    if (!all.stream().allMatch(StoredRows::inside)) {
      read.add(LogColumns.ACCOUNT);
      read.add(axis.column());
    }
    return all.stream().map(rows -> sql(rows, DataFileSql.needed(read), numbers)).toList();
  }

  private String sql(StoredRows rows, Set<Column> read, Map<Path, Integer> numbers) {
    String number =
        numbers.isEmpty()
            ? ""
            : rows.files().stream()
                .map(path -> String.valueOf(numbers.get(path)))
                .collect(
                    Collectors.joining(
                        ", ",
                        ", ([",
                        "])[CAST(file_index AS BIGINT) + 1] AS " + ScannedFile.NUMBER));
    String conditions =
        Stream.of(
                rows.places(),
                rows.inside() ? Optional.<String>empty() : Optional.of(accountAndTime()))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" AND "));
    return "SELECT *"
        + number
        + " FROM "
        + files.stored(rows.files(), read)
        + (conditions.isEmpty() ? "" : " WHERE " + conditions);
  }

  /**
   * Files whose rows are in about the same places, as those of a kind are, read together: each item
   * of a UNION is planned by itself, which takes longer than some thousand rows.
   */
  private List<RowsOfFiles> joined() {
    List<RowsOfFiles> joined = new ArrayList<>();
    for (RowsOfFiles part : parts) {
      int last = joined.size() - 1;
      if (last >= 0) {
        RowsOfFiles both = joined.get(last).with(part);
        if (both.rows() <= both.wanted() * MOST_EXTRA_ROWS) {
          joined.set(last, both);
          continue;
        }
      }
      joined.add(part);
    }
    return joined;
  }

  private String accountAndTime() {
    String time = axis.column().name();
    return "%s = %d AND %s >= TIMESTAMPTZ '%s+00' AND %s < TIMESTAMPTZ '%s+00'"
        .formatted(
            LogColumns.ACCOUNT.name(),
            account,
            time,
            TIMESTAMP.format(from),
            time,
            TIMESTAMP.format(to));
  }

  private static String condition(TextHolding holding) {
    RequiredTerms part = RequiredTerms.part(holding.part(), holding.anyCase());
    return TextSearch.condition(part).orElse("true");
  }

  /**
   * The columns.
   *
   * @param text SQL of the text of lines
   * @param condition SQL of whether the text may hold a part
   */
  private static String select(
      Set<Column> columns, String text, Function<TextHolding, String> condition) {
    Stream<String> ofLines =
        LogColumns.ALL.stream()
            .filter(columns::contains)
            .map(column ->
                column.equals(LogColumns.RAW)
                    ? text + " AS " + Sql.identifier(column.name())
                    : Sql.identifier(column.name()));
    // The condition must stand before what makes the text: of a column it would be made before.
    Stream<String> holding =
        TextHolding.among(columns)
            .map(each ->
                "CASE WHEN %s THEN %s END AS %s"
                    .formatted(condition.apply(each), text, each.name()));
    String selected = Stream.concat(ofLines, holding).collect(Collectors.joining(", "));
    return "SELECT " + (selected.isEmpty() ? "1 AS one" : selected);
  }

  /** The columns, and no row. */
  private static String nothing(Set<Column> columns) {
    String selected =
        Stream.concat(
                LogColumns.ALL.stream()
                    .filter(columns::contains)
                    .map(column ->
                        "NULL::" + column.type().sql() + " AS " + Sql.identifier(column.name())),
                TextHolding.among(columns).map(each -> "NULL::VARCHAR AS " + each.name()))
            .collect(Collectors.joining(", "));
    return "(SELECT " + (selected.isEmpty() ? "1 AS one" : selected) + " WHERE false)";
  }
}
