package dev.tailwater.query.plan;

import dev.tailwater.engine.Sql;
import dev.tailwater.record.LogColumns;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One link in the chain of named row sets that a plan consists of. */
public sealed interface Step {
  /** The name by which later steps select from it. */
  String name();

  /**
   * Lines of a scan.
   *
   * @param columns what later steps may use of them; it selects those that they do use
   * @param condition SQL over the columns of {@link LogColumns}
   */
  record Lines(String name, ScanRange range, List<LineColumn> columns, String condition)
      implements Step {
    public Lines {
      columns = List.copyOf(columns);
    }

    /** The select. */
    String sql(LineScans scans, Predicate<String> used) {
      List<LineColumn> selected =
          columns.stream().filter(column -> used.test(column.name())).toList();
      Set<dev.tailwater.record.Column> read = new HashSet<>();
      selected.forEach(column -> read.add(column.source()));
      LogColumns.ALL.stream()
          .filter(column -> condition.contains(Sql.identifier(column.name())))
          .forEach(read::add);
      String select =
          selected.stream()
              .map(column -> column.sql() + " AS " + column.name())
              .collect(Collectors.joining(", "));
      return "SELECT "
          + (select.isEmpty() ? "1" : select)
          + " FROM "
          + scans.relation(range, read)
          + " AS l WHERE "
          + condition;
    }
  }

  /** Rows made by SQL of steps before it. */
  record Select(String name, String sql) implements Step {}

  /**
   * Rows made in Java of rows before it. It becomes a temporary table with the columns of {@code
   * results} and, last, one named {@link #NUMBER_COLUMN} with the number of the row.
   *
   * @param input the rows it reads
   * @param arguments SQL of the columns it reads of them, with the type of each
   * @param results columns it gives
   * @param rowLimit the most rows it reads, and the most it gives
   * @param operator its name, for messages
   */
  record Computed(
      String name,
      Relation input,
      List<Value> arguments,
      List<Column> results,
      Computation computation,
      long rowLimit,
      String operator)
      implements Step {
    /** Numbers the rows from 0. */
    public static final String NUMBER_COLUMN = "n";

    public Computed {
      arguments = List.copyOf(arguments);
      results = List.copyOf(results);
    }
  }

  /**
   * Rows of another relation, numbered in their order and stored, so that a computation can refer
   * to them; the number is the column {@link Computed#NUMBER_COLUMN}.
   *
   * @param rowLimit the most rows there may be
   * @param operator which stage needs them, for messages
   */
  record Stored(String name, Relation input, long rowLimit, String operator) implements Step {}

  /** A column by its name in SQL. */
  record Column(String name, Type type) {}
}
