package dev.tailwater.query.function;

import dev.tailwater.query.function.Aggregate.FieldUse;
import dev.tailwater.query.function.Aggregate.Result;
import dev.tailwater.query.function.Aggregate.Use;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.SqlText;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The aggregates there are. */
public final class Aggregates {
  private static final int VALUES_LIMIT = 100;

  /** All of them. */
  public static final List<Aggregate> ALL =
      List.of(
          new Aggregate(
              List.of("count"),
              "count [(field)]",
              "number of rows, or of rows where the field is not null",
              FieldUse.OPTIONAL,
              false,
              (use, rows) ->
                  one(
                      "_count",
                      Type.LONG,
                      use.field().isEmpty()
                          ? "count(*)"
                          : "count(" + value(use, rows).sql() + ")")),
          aggregate(
              "count_distinct",
              "number of different values; null does not count",
              Type.LONG,
              (value, rows) -> "count(DISTINCT " + value.sql() + ")"),
          aggregate(
              "sum",
              "sum of the numbers",
              Type.DOUBLE,
              (value, rows) -> "sum(" + value.asDouble().sql() + ")"),
          aggregate(
              "avg",
              "mean of the numbers",
              Type.DOUBLE,
              (value, rows) -> "avg(" + value.asDouble().sql() + ")"),
          aggregate(
              "min",
              "smallest number",
              Type.DOUBLE,
              (value, rows) -> "min(" + value.asDouble().sql() + ")"),
          aggregate(
              "max",
              "largest number",
              Type.DOUBLE,
              (value, rows) -> "max(" + value.asDouble().sql() + ")"),
          aggregate(
              "stddev",
              "standard deviation of the numbers as a sample; 0 for one number",
              Type.DOUBLE,
              (value, rows) -> {
                String number = value.asDouble().sql();
                return "CASE WHEN count("
                    + number
                    + ") = 1 THEN 0 ELSE stddev_samp("
                    + number
                    + ") END";
              }),
          new Aggregate(
              List.of("pct", "pct_sampling"),
              "pct(field[, percent, …])",
              "percentiles, linear between neighbours; the median when no percent is given",
              FieldUse.REQUIRED,
              true,
              Aggregates::percentiles),
          new Aggregate(
              List.of("first"),
              "first(field)",
              "value in the first row, which is the newest unless rows were sorted",
              FieldUse.REQUIRED,
              false,
              (use, rows) -> inOrder("first", use, rows)),
          new Aggregate(
              List.of("last"),
              "last(field)",
              "value in the last row, which is the oldest unless rows were sorted",
              FieldUse.REQUIRED,
              false,
              (use, rows) -> inOrder("last", use, rows)),
          new Aggregate(
              List.of("most_recent"),
              "most_recent(field_withtime)",
              "value with the latest message time, of a field that withtime made",
              FieldUse.REQUIRED,
              false,
              (use, rows) -> byTime("_mostrecent", use, rows, true)),
          new Aggregate(
              List.of("least_recent"),
              "least_recent(field_withtime)",
              "value with the earliest message time, of a field that withtime made",
              FieldUse.REQUIRED,
              false,
              (use, rows) -> byTime("_leastrecent", use, rows, false)),
          aggregate(
              "values",
              "the different values, sorted, one a line; at most " + VALUES_LIMIT,
              Type.STRING,
              (value, rows) ->
                  "array_to_string(list_sort(list(DISTINCT "
                      + value.asString().sql()
                      + ") FILTER (WHERE "
                      + value.sql()
                      + " IS NOT NULL))[1:"
                      + VALUES_LIMIT
                      + "], chr(10))"));

  private Aggregates() {}

  /** The aggregate of this name, in any letter case. */
  public static Optional<Aggregate> find(String name) {
    return ALL.stream()
        .filter(aggregate -> aggregate.names().stream().anyMatch(name::equalsIgnoreCase))
        .findFirst();
  }

  /** All names. */
  public static List<String> names() {
    return ALL.stream().flatMap(aggregate -> aggregate.names().stream()).toList();
  }

  private interface OfField {
    String sql(Value value, Relation rows);
  }

  private static Aggregate aggregate(String name, String summary, Type type, OfField body) {
    return new Aggregate(
        List.of(name),
        name + "(field)",
        summary,
        FieldUse.REQUIRED,
        false,
        (use, rows) -> one("_" + name, type, body.sql(value(use, rows), rows)));
  }

  private static List<Result> one(String name, Type type, String sql) {
    return List.of(new Result(name, type, sql));
  }

  private static Value value(Use use, Relation rows) {
    return rows.schema().value(use.field().getFirst());
  }

  private static List<Result> inOrder(String name, Use use, Relation rows) {
    Value value = value(use, rows);
    return one("_" + name, value.type(), name + "(" + value.sql() + rows.orderBy() + ")");
  }

  private static List<Result> byTime(String name, Use use, Relation rows, boolean latest) {
    Name field = use.field().getFirst();
    Value timed = value(use, rows);
    if (!field.folded().endsWith(TimedValue.SUFFIX)) {
      throw new QueryMistake(
          field.span(),
          "expected a field that withtime made, found "
              + field.text()
              + "; write | withtime "
              + field.print()
              + " | and take "
              + new Name(field.text() + TimedValue.SUFFIX, field.span()).print());
    }
    return one(name, Type.STRING, TimedValue.outermost(timed, latest, rows));
  }

  private static List<Result> percentiles(Use use, Relation rows) {
    List<String> percents = use.numbers().isEmpty() ? List.of("50") : use.numbers();
    String number = value(use, rows).asDouble().sql();
    List<Result> results = new ArrayList<>();
    for (String percent : percents) {
      double fraction = Double.parseDouble(percent) / 100;
      if (fraction > 1) {
        throw new QueryMistake(
            use.span(), "expected percentiles between 0 and 100, found " + percent);
      }
      results.add(
          new Result(
              "_" + use.field().getFirst().text() + "_pct_" + percent,
              Type.DOUBLE,
              "quantile_cont(" + number + ", " + SqlText.number(fraction) + ")"));
    }
    return results;
  }
}
