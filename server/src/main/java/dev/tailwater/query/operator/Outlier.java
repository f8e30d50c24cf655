package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.SqlText;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Marks values of a time series that are far from those before them.
 *
 * @param groups each combination of their values is a series
 */
record Outlier(Name name, List<Name> groups, Band band, Span span) implements Operator {
  private static final String SLICE = "_timeslice";
  private static final long LONGEST = 10_000;

  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("outlier"),
                  "outlier field [by group, …] [window=10] [, threshold=3] [, consecutive=1] [,"
                      + " direction=+-]",
                  "marks values that are far from the mean of the time slices before")
              .details(
                  """
                  Needs `_timeslice`; slices count in the order of time. For a field `f`: `f_error` is \
                  its distance from the mean of the last `window` slices before, `f_lower` and `f_upper` \
                  are `threshold` standard deviations `f_std` (of a sample) from the mean. `f_indicator` \
                  is 1 where the value is outside, above with `direction=+`, below with `direction=-`; \
                  `f_violation` is 1 where it was so in `consecutive` slices in a row. The first \
                  `window` slices and the newest one, which may be incomplete, are not judged, nor is \
                  what is no number: they have 0 and no band.
                  """)
              .examples(
                  "* | timeslice 1m | count by _timeslice | fillmissing timeslice | outlier _count"
                      + " window=3, threshold=1"),
          Outlier::parse);

  Outlier {
    groups = List.copyOf(groups);
  }

  /** Which values are inside. */
  record Band(long window, BigDecimal threshold, long consecutive, Direction direction) {
    String print() {
      return "window="
          + window
          + ", threshold="
          + threshold.toPlainString()
          + ", consecutive="
          + consecutive
          + ", direction="
          + direction.sign;
    }
  }

  /** On which sides a value is outside. */
  enum Direction {
    BOTH("+-"),
    ABOVE("+"),
    BELOW("-");

    private final String sign;

    Direction(String sign) {
      this.sign = sign;
    }

    static Direction parse(Cursor cursor) {
      boolean above = cursor.acceptSymbol("+");
      boolean below = cursor.acceptSymbol("-");
      if (!above && !below) {
        throw cursor.expected("direction +-, + or -");
      }
      return above && below ? BOTH : above ? ABOVE : BELOW;
    }
  }

  /** Settings as they are read. */
  private static final class Reading {
    private long window = 10;
    private BigDecimal threshold = BigDecimal.valueOf(3);
    private long consecutive = 1;
    private Direction direction = Direction.BOTH;

    Settings settings() {
      return new Settings("outlier")
          .with("window", at -> window = Settings.whole(at, "the window", 1, LONGEST))
          .with("threshold", at -> threshold = threshold(at))
          .with(
              "consecutive",
              at -> consecutive = Settings.whole(at, "the number of slices", 1, LONGEST))
          .with("direction", at -> direction = Direction.parse(at));
    }

    private static BigDecimal threshold(Cursor cursor) {
      int start = cursor.peek().span().start();
      BigDecimal value = cursor.expectNumber("the threshold, a number");
      if (value.signum() <= 0) {
        throw new QueryMistake(
            cursor.since(start), "expected a threshold more than 0, found " + value);
      }
      return value;
    }

    Band band() {
      return new Band(window, threshold, consecutive, direction);
    }
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    boolean bracketed = cursor.acceptSymbol("(");
    Name name = cursor.expectName("a field after \"outlier\"");
    if (bracketed) {
      cursor.expectSymbol(")", "to close outlier");
    }
    Reading reading = new Reading();
    Settings settings = reading.settings();
    List<Name> groups = new ArrayList<>();
    cursor.acceptSymbol(",");
    settings.read(cursor);
    if (cursor.acceptWord("by")) {
      do {
        groups.add(cursor.expectName("a field to group by"));
      } while (cursor.acceptSymbol(",") && !Settings.at(cursor));
      settings.read(cursor);
    }
    return new Outlier(name, groups, reading.band(), span);
  }

  @Override
  public String print() {
    return "outlier " + name.print() + NameList.printBy(groups) + " " + band.print();
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    Field slice =
        rows.schema()
            .find(SLICE)
            .filter(field -> rows.kind() == Relation.Kind.RECORDS)
            .orElseThrow(() ->
                new QueryMistake(
                    span,
                    "outlier needs records with _timeslice; put timeslice and an aggregate by"
                        + " _timeslice before it"));
    Relation numbered = rows.extend(List.of(rows.schema().value(name).asDouble().sql()));
    String number = numbered.added(0);
    Relation inTime = numbered.sorted(List.of(slice.column() + " ASC NULLS LAST"));
    List<String> series = new ArrayList<>();
    for (Name group : groups) {
      series.add(rows.schema().value(group).sql());
    }
    series.add(number + " IS NULL");
    String before =
        inTime.over(series, "ROWS BETWEEN " + band.window + " PRECEDING AND 1 PRECEDING");
    String judged =
        "count(%s) %s = %d AND %s < max(%s) OVER ()"
            .formatted(number, before, band.window, slice.column(), slice.column());
    Relation measured =
        numbered.extend(
            List.of(
                "CASE WHEN %s THEN avg(%s) %s END".formatted(judged, number, before),
                // The deviation of one value is 0.
                "CASE WHEN %s THEN coalesce(stddev_samp(%s) %s, 0) END"
                    .formatted(judged, number, before)));
    String mean = measured.added(0);
    String std = measured.added(1);
    Relation compared = measured.extend(List.of(indicator(number, mean, std)));
    String indicator = compared.added(0);
    String last = inTime.over(series, "ROWS " + (band.consecutive - 1) + " PRECEDING");
    String reach = SqlText.number(band.threshold.doubleValue()) + " * " + std;
    return compared
        .with(name("_error"), new Value(Type.DOUBLE, number + " - " + mean))
        .with(name("_lower"), new Value(Type.DOUBLE, mean + " - " + reach))
        .with(name("_upper"), new Value(Type.DOUBLE, mean + " + " + reach))
        .with(name("_indicator"), new Value(Type.LONG, indicator))
        .with(
            name("_violation"),
            new Value(
                Type.LONG,
                "CAST(sum(%s) %s = %d AS BIGINT)".formatted(indicator, last, band.consecutive)))
        .with(name("_std"), new Value(Type.DOUBLE, std));
  }

  private String name(String suffix) {
    return name.text() + suffix;
  }

  /** 1 where the value is outside. */
  private String indicator(String number, String mean, String std) {
    // The mean of equal values may differ from them by an error of rounding.
    String outside =
        "%1$s > %2$s * %3$s + 1e-9 * greatest(abs(%4$s), abs(%5$s))"
            .formatted(
                switch (band.direction) {
                  case BOTH -> "abs(" + number + " - " + mean + ")";
                  case ABOVE -> number + " - " + mean;
                  case BELOW -> mean + " - " + number;
                },
                SqlText.number(band.threshold.doubleValue()),
                std,
                number,
                mean);
    return "CAST(CASE WHEN " + outside + " THEN 1 ELSE 0 END AS BIGINT)";
  }
}
