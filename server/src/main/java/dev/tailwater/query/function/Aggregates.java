package dev.tailwater.query.function;

import dev.tailwater.query.function.Aggregate.FieldUse;
import dev.tailwater.query.function.Aggregate.Result;
import dev.tailwater.query.function.Aggregate.Use;
import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Aggregation;
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
              Entry.of(
                      List.of("count"),
                      "count [(field)]",
                      "number of rows, or of rows where the field is not null")
                  .examples("router | count by status"),
              FieldUse.OPTIONAL,
              false,
              (use, rows) ->
                  one(
                      "_count",
                      Type.LONG,
                      Aggregation.count(use.field().isEmpty() ? "*" : value(use, rows).sql()))),
          aggregate(
              "count_distinct",
              "number of different values; null does not count",
              "router | count_distinct(method)",
              Type.LONG,
              value -> Aggregation.distinct(value.sql())),
          aggregate(
              "sum",
              "sum of the numbers",
              "router | sum(bytes) by dyno",
              Type.DOUBLE,
              value -> Aggregation.ofItself("sum", value.asDouble().sql())),
          aggregate(
              "avg",
              "mean of the numbers",
              "router | avg(service) by dyno",
              Type.DOUBLE,
              value -> Aggregation.mean(value.asDouble().sql())),
          aggregate(
              "min",
              "smallest number",
              "router | min(service) by dyno",
              Type.DOUBLE,
              value -> Aggregation.extreme("min", value.asNumber().sql())),
          aggregate(
              "max",
              "largest number",
              "router | max(service) by dyno",
              Type.DOUBLE,
              value -> Aggregation.extreme("max", value.asNumber().sql())),
          aggregate(
              "stddev",
              "standard deviation of the numbers as a sample; 0 for one number",
              "router | stddev(service) by dyno",
              Type.DOUBLE,
              value -> {
                String number = value.asDouble().sql();
                return Aggregation.ofAll(
                    "CASE WHEN count("
                        + number
                        + ") = 1 THEN 0 ELSE stddev_samp("
                        + number
                        + ") END");
              }),
          new Aggregate(
              Entry.of(
                      List.of("pct", "pct_sampling"),
                      "pct(field[, percent, …])",
                      "percentiles, linear between neighbours; the median when no percent is given")
                  .examples("router | pct(service, 50, 95)"),
              FieldUse.REQUIRED,
              true,
              Aggregates::percentiles),
          inOrder(
              "first",
              "value in the first row, which is the newest unless rows were sorted",
              "router | first(path) by dyno"),
          inOrder(
              "last",
              "value in the last row, which is the oldest unless rows were sorted",
              "router | last(path) by dyno"),
          byTime(
              "most_recent",
              "_mostrecent",
              "value with the latest message time, of a field that withtime made",
              true),
          byTime(
              "least_recent",
              "_leastrecent",
              "value with the earliest message time, of a field that withtime made",
              false),
          aggregate(
              "values",
              "the different values, sorted, one a line; at most " + VALUES_LIMIT,
              "router | values(path) by dyno",
              Type.STRING,
              value ->
                  Aggregation.ofAll(
                      "array_to_string(list_sort(list(DISTINCT "
                          + value.asString().sql()
                          + ") FILTER (WHERE "
                          + value.sql()
                          + " IS NOT NULL))[1:"
                          + VALUES_LIMIT
                          + "], chr(10))")));

  private Aggregates() {}

  /** The aggregate of this name, in any letter case. */
  public static Optional<Aggregate> find(String name) {
    return ALL.stream()
        .filter(aggregate -> aggregate.entry().names().stream().anyMatch(name::equalsIgnoreCase))
        .findFirst();
  }

  /** All names. */
  public static List<String> names() {
    return ALL.stream().flatMap(aggregate -> aggregate.entry().names().stream()).toList();
  }

  private interface OfField {
    Aggregation of(Value value);
  }

  private static Aggregate aggregate(
      String name, String summary, String example, Type type, OfField body) {
    return of(
        name, summary, example, (use, rows) -> one("_" + name, type, body.of(value(use, rows))));
  }

  /** An aggregate that picks a row. */
  private static Aggregate inOrder(String name, String summary, String example) {
    return of(
        name,
        summary,
        example,
        (use, rows) -> {
          Value value = value(use, rows);
          String sql = name + "(" + value.sql() + rows.orderBy() + ")";
          return one("_" + name, value.type(), Aggregation.ofAll(sql));
        });
  }

  private static Aggregate of(String name, String summary, String example, Aggregate.Body body) {
    return new Aggregate(
        Entry.of(List.of(name), name + "(field)", summary).examples(example),
        FieldUse.REQUIRED,
        false,
        body);
  }

  private static List<Result> one(String name, Type type, Aggregation aggregation) {
    return List.of(new Result(name, type, aggregation));
  }

  private static Value value(Use use, Relation rows) {
    return rows.schema().value(use.field().getFirst());
  }

  private static Aggregate byTime(String name, String column, String summary, boolean latest) {
    return new Aggregate(
        Entry.of(List.of(name), name + "(field_withtime)", summary)
            .examples("router | withtime path | " + name + "(path_withtime) by dyno"),
        FieldUse.REQUIRED,
        false,
        (use, rows) -> {
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
          return one(
              column, Type.STRING, Aggregation.ofAll(TimedValue.outermost(timed, latest, rows)));
        });
  }

  private static List<Result> percentiles(Use use, Relation rows) {
    List<String> percents = use.numbers().isEmpty() ? List.of("50") : use.numbers();
    List<String> fractions = new ArrayList<>();
    for (String percent : percents) {
      double fraction = Double.parseDouble(percent) / 100;
      if (fraction > 1) {
        throw new QueryMistake(
            use.span(), "expected percentiles between 0 and 100, found " + percent);
      }
      fractions.add(SqlText.number(fraction));
    }
    Value value = value(use, rows);
    // Small whole numbers take half the memory while they are ranked.
    String number = value.type() == Type.INT ? value.sql() : value.asDouble().sql();
    List<Aggregation> percentiles = Aggregation.percentiles(number, fractions);
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < percents.size(); i++) {
      results.add(
          new Result(
              "_" + use.field().getFirst().text() + "_pct_" + percents.get(i),
              Type.DOUBLE,
              percentiles.get(i)));
    }
    return results;
  }
}
