package dev.tailwater.query.plan;

import dev.tailwater.engine.Sql;
import dev.tailwater.query.plan.Aggregation.Distinct;
import dev.tailwater.query.plan.Aggregation.Parts;
import dev.tailwater.query.plan.Aggregation.Ranked;
import dev.tailwater.query.plan.Aggregation.State;
import dev.tailwater.query.plan.Aggregation.States;
import dev.tailwater.record.Column;
import dev.tailwater.record.LogColumns;
import dev.tailwater.record.TextHolding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One link in the chain of named row sets that a plan consists of. */
public sealed interface Step {
  /** The name by which later steps select from it. */
  String name();

  /**
   * Lines of a scan.
   *
   * @param columns what later steps may use of them; it selects those that they do use
   * @param condition which lines
   */
  record Lines(String name, ScanRange range, List<LineColumn> columns, LineCondition condition)
      implements Step {
    public Lines {
      columns = List.copyOf(columns);
    }

    /**
     * The select.
     *
     * @param used whether a later step uses a column
     * @param texts those that later steps use
     */
    String sql(LineScans scans, Predicate<String> used, List<TextHolding> texts) {
      List<LineColumn> selected =
          columns.stream().filter(column -> used.test(column.name())).toList();
      boolean text = selected.stream().anyMatch(column -> column.source().equals(LogColumns.RAW));
      List<String> conditions =
          text || condition.apart().isEmpty() ? List.of(condition.sql()) : condition.apart();
      return conditions.stream()
          .map(each -> select(selected, texts, each, scans))
          .collect(Collectors.joining(" UNION ALL "));
    }

    private String select(
        List<LineColumn> selected, List<TextHolding> texts, String where, LineScans scans) {
      Set<Column> read = new HashSet<>();
      texts.forEach(text -> read.add(text.column()));
      selected.forEach(column -> read.add(column.source()));
      LogColumns.ALL.stream()
          .filter(column -> where.contains(Sql.identifier(column.name())))
          .forEach(read::add);
      String names =
          Stream.of(
                  scans.more().stream(),
                  selected.stream().map(column -> column.sql() + " AS " + column.name()),
                  texts.stream().map(TextHolding::name))
              .flatMap(each -> each)
              .collect(Collectors.joining(", "));
      return "SELECT "
          + (names.isEmpty() ? "1" : names)
          + " FROM "
          + scans.relation(range, read)
          + " AS l WHERE "
          + where;
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
      List<ResultColumn> results,
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

  /**
   * One row for each group of rows of a step before it.
   *
   * @param input the step
   * @param keys SQL of what rows of a group have in common
   * @param results SQL of what is made of their rows
   * @param columns the names of the keys, then of the results
   * @param rest what follows the FROM item: GROUP BY and the like, by places of the select
   */
  record Grouped(
      String name,
      String input,
      List<String> keys,
      List<Aggregation> results,
      List<String> columns,
      String rest)
      implements Step {
    /** The column of parts with how many rows have the value. */
    private static final String VALUES = "n";

    public Grouped {
      keys = List.copyOf(keys);
      results = List.copyOf(results);
      columns = List.copyOf(columns);
    }

    /** The select over the rows. */
    String sql() {
      return select(keys, results.stream().map(Aggregation::sql).toList(), input);
    }

    /**
     * Whether its rows can be made of {@link #parts}: those of percentiles of two values, or of one
     * beside different values, cannot.
     */
    public boolean isMergeable() {
      boolean all = results.stream().allMatch(result -> result.parts().isPresent());
      long values = parts(Ranked.class).map(Ranked::value).distinct().count();
      return all && (values == 0 || (values == 1 && parts(Distinct.class).findAny().isEmpty()));
    }

    /** The value that is the same in all rows of a part, if there must be one. */
    public Optional<String> value() {
      return parts(Ranked.class).map(Ranked::value).findFirst();
    }

    private <T extends Parts> Stream<T> parts(Class<T> kind) {
      return results.stream()
          .flatMap(result -> result.parts().stream())
          .filter(kind::isInstance)
          .map(kind::cast);
    }

    /**
     * The columns of parts, as SQL over the rows: first those by which the rows of a part are
     * grouped, then the states, named as by {@link #partNames}. Only where it {@link #isMergeable}.
     */
    public List<String> parts() {
      List<String> expressions = new ArrayList<>(keys);
      value().ifPresent(expressions::add);
      value().ifPresent(value -> expressions.add("count(" + value + ")"));
      states().forEach(state -> expressions.add(state.sql()));
      List<String> names = partNames();
      return IntStream.range(0, names.size())
          .mapToObj(i -> expressions.get(i) + " AS " + names.get(i))
          .toList();
    }

    /** How many columns of parts the rows of a part are grouped by. */
    public int partKeys() {
      return keys.size() + (value().isPresent() ? 1 : 0);
    }

    /** The names of the columns of parts. */
    public List<String> partNames() {
      List<String> names = new ArrayList<>(keyNames());
      if (value().isPresent()) {
        names.add(Aggregation.VALUE);
        names.add(VALUES);
      }
      for (int i = 0; i < results.size(); i++) {
        names.addAll(stateNames(i));
      }
      return names;
    }

    /** The names of those columns of parts that are lists of different values. */
    public List<String> listNames() {
      return IntStream.range(0, results.size())
          .filter(i -> parts(results.get(i)) instanceof Distinct)
          .mapToObj(this::stateNames)
          .flatMap(List::stream)
          .toList();
    }

    /** Whether its only result is how many different values there are. */
    public boolean countsDifferent() {
      return results.size() == 1 && listNames().size() == 1;
    }

    /** The names of those columns of parts that are keys of its own. */
    public List<String> keyNames() {
      return IntStream.range(0, keys.size()).mapToObj(i -> "k" + i).toList();
    }

    private List<String> stateNames(int result) {
      return IntStream.range(0, states(results.get(result)).size())
          .mapToObj(i -> "s" + result + "_" + i)
          .toList();
    }

    private List<State> states() {
      return results.stream().flatMap(result -> states(result).stream()).toList();
    }

    private List<State> states(Aggregation result) {
      return switch (parts(result)) {
        case States states -> states.states();
        case Ranked ranked -> List.of();
        case Distinct distinct -> List.of(new State(distinct.list(keys), ""));
      };
    }

    private static Parts parts(Aggregation result) {
      return result.parts().orElseThrow();
    }

    /**
     * The select over parts.
     *
     * @param parts an item for a FROM clause with the columns {@link #partNames}
     */
    public String merged(String parts) {
      List<String> merged = new ArrayList<>();
      for (int i = 0; i < results.size(); i++) {
        List<String> names = stateNames(i);
        merged.add(
            switch (parts(results.get(i))) {
              case States states -> states.merge().sql(names);
              case Ranked ranked -> ranked.merged();
              case Distinct distinct -> Distinct.merged(names.getFirst());
            });
      }
      return select(keyNames(), merged, value().isPresent() ? ranked(parts) : parts);
    }

    /**
     * The select over numbers of different values.
     *
     * @param counts an item for a FROM clause with the columns {@link #keyNames} and {@code n}; the
     *     numbers of a group are added
     */
    public String counted(String counts) {
      return select(keyNames(), List.of("CAST(coalesce(sum(n), 0) AS BIGINT)"), counts);
    }

    /** Parts of which there is one for each group and value, with the places of its values. */
    private String ranked(String parts) {
      List<String> group = new ArrayList<>(keyNames());
      group.add(Aggregation.VALUE);
      List<String> columns = new ArrayList<>(group);
      columns.add("sum(" + VALUES + ") AS " + VALUES);
      List<String> names = partNames().subList(partKeys() + 1, partNames().size());
      for (int i = 0; i < names.size(); i++) {
        columns.add(states().get(i).again() + "(" + names.get(i) + ") AS " + names.get(i));
      }
      String ofGroup = keys.isEmpty() ? "" : "PARTITION BY " + String.join(", ", keyNames());
      return "(SELECT *, CAST(sum(%1$s) OVER (%2$s) AS DOUBLE) AS %3$s,"
              .formatted(VALUES, ofGroup, Aggregation.ROWS)
          + " sum(%1$s) OVER (%2$s ORDER BY %3$s ROWS UNBOUNDED PRECEDING) AS %4$s"
              .formatted(VALUES, ofGroup, Aggregation.VALUE, Aggregation.ROWS_UP_TO)
          + " FROM (SELECT "
          + String.join(", ", columns)
          + " FROM "
          + parts
          + " GROUP BY "
          + String.join(", ", group)
          + "))";
    }

    private String select(List<String> ofGroup, List<String> ofRows, String from) {
      List<String> expressions = new ArrayList<>(ofGroup);
      expressions.addAll(ofRows);
      return IntStream.range(0, columns.size())
              .mapToObj(i -> expressions.get(i) + " AS " + columns.get(i))
              .collect(Collectors.joining(", ", "SELECT ", " FROM "))
          + from
          + rest;
    }
  }

  /** A column that a computation gives, by its name in SQL. */
  record ResultColumn(String name, Type type) {
    /** The columns of fields. */
    static List<ResultColumn> of(List<Field> fields) {
      return fields.stream().map(field -> new ResultColumn(field.column(), field.type())).toList();
    }
  }
}
