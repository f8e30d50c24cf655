package dev.tailwater.store;

import dev.tailwater.record.Column;
import dev.tailwater.record.LogColumns;
import dev.tailwater.term.RowRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The order of lines when files become one. Files are in order already, by account, kind and about
 * by time, so in large ones nearly all blocks of rows are of one account and kind. These are put
 * one after the other, and only rows of other and smaller blocks are sorted; they follow. A block
 * is as good as before for leaving out row groups, and most of what sorting costs is saved.
 */
final class MergeOrder {
  /** Rows of a block: as many as of a row group, although not always the same. */
  private static final int BLOCK_ROWS = 8_192;

  /** The engine plans a scan for each run. */
  private static final int MOST_RUNS = 256;

  /** What decides about the account and the kind of a row. */
  private static final Set<Column> DECISIVE =
      Set.of(
          LogColumns.ACCOUNT,
          LogColumns.METHOD,
          LogColumns.MEMORY_TOTAL,
          LogColumns.LOAD_AVG_1M,
          LogColumns.ORIGIN,
          LogColumns.COMPONENT);

  private MergeOrder() {}

  /** Rows of one account and kind that follow each other in a file. */
  private record Run(long account, int kind, DataFileInfo file, RowRange rows) {
    boolean goesOnWith(Run next) {
      return next.equals(new Run(account, kind, file, new RowRange(rows.to(), next.rows.to())));
    }

    Run with(Run next) {
      return new Run(account, kind, file, new RowRange(rows.from(), next.rows.to()));
    }
  }

  /**
   * A query for all rows of files.
   *
   * @param files in the order of their lines' receipt
   * @param condition of the rows, with WHERE, or nothing
   */
  static String query(
      List<DataFileInfo> files, String condition, DataFileSql sql, Statement statement)
      throws SQLException {
    List<Run> runs = new ArrayList<>();
    Map<DataFileInfo, List<RowRange>> others = new LinkedHashMap<>();
    for (DataFileInfo file : files) {
      find(file, sql, statement, runs, others);
    }
    if (runs.size() > MOST_RUNS) {
      return "SELECT * FROM "
          + sql.stored(files.stream().map(DataFileInfo::path).toList())
          + condition
          + DataFileWriter.Source.ORDER;
    }
    // Files stay in their order.
    Stream<String> inOrder =
        runs.stream()
            .sorted(Comparator.comparingLong(Run::account).thenComparingInt(Run::kind))
            .map(run -> sql.rows(run.file().path(), List.of(run.rows())));
    Stream<String> sorted =
        others.isEmpty()
            ? Stream.of()
            : Stream.of(
                others.entrySet().stream()
                    .map(each -> sql.rows(each.getKey().path(), each.getValue()))
                    .collect(
                        Collectors.joining(
                            " UNION ALL ",
                            "SELECT * FROM (SELECT * FROM (",
                            ")" + DataFileWriter.Source.ORDER + ")")));
    return Stream.concat(inOrder, sorted)
        .map(rows -> "SELECT * FROM (" + rows + ")" + condition)
        .collect(Collectors.joining(" UNION ALL "));
  }

  private static void find(
      DataFileInfo file,
      DataFileSql sql,
      Statement statement,
      List<Run> runs,
      Map<DataFileInfo, List<RowRange>> others)
      throws SQLException {
    try (ResultSet blocks =
        statement.executeQuery(
            "SELECT block, min(_account), max(_account), min(kind), max(kind) FROM (SELECT"
                + " file_row_number // "
                + BLOCK_ROWS
                + " AS block, _account, "
                + LineKind.OF_ROW
                + " AS kind FROM "
                + sql.stored(List.of(file.path()), DECISIVE)
                + ") GROUP BY block ORDER BY block")) {
      while (blocks.next()) {
        long from = blocks.getLong(1) * BLOCK_ROWS;
        RowRange rows = new RowRange(from, Math.min(from + BLOCK_ROWS, file.rows()));
        Run run = new Run(blocks.getLong(2), blocks.getInt(4), file, rows);
        boolean ofOneKind = run.account() == blocks.getLong(3) && run.kind() == blocks.getInt(5);
        if (!ofOneKind || run.rows().to() - from < BLOCK_ROWS) {
          List<RowRange> known = others.getOrDefault(file, List.of());
          others.put(file, RowRange.union(known, List.of(rows)));
        } else if (!runs.isEmpty() && runs.getLast().goesOnWith(run)) {
          runs.add(runs.removeLast().with(run));
        } else {
          runs.add(run);
        }
      }
    }
  }
}
