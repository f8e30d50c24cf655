package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.SqlText;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/**
 * Puts numbers into intervals.
 *
 * @param width of an interval
 * @param least where the first one begins
 * @param most in or at the end of the last one
 */
record Bin(Name name, BigDecimal width, Optional<BigDecimal> least, Optional<BigDecimal> most)
    implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("bin"),
                  "bin field width=w[, min=a][, max=b]",
                  "adds the interval that a number is in as _bin_label, _bin_lower and _bin_upper")
              .details(
                  """
                  An interval has its lower end and not its upper one, `[0, 10)`; intervals are counted \
                  from `min`, or from 0. What is less than `min` is in the first interval, what is not \
                  less than `max` in the last. Of what is no number all three are null.
                  """)
              .examples(
                  "router | bin service width=50, min=0, max=100 | count by _bin_lower, _bin_label"),
          Bin::parse);

  private static Operator parse(Cursor cursor) {
    int start = cursor.next().span().start();
    Name name = cursor.expectName("a field after \"bin\"");
    BigDecimal[] values = new BigDecimal[3];
    Settings settings =
        new Settings("bin")
            .with("width", at -> values[0] = at.expectNumber("the width of an interval"))
            .with("min", at -> values[1] = at.expectNumber("the least number"))
            .with("max", at -> values[2] = at.expectNumber("the largest number"));
    cursor.acceptSymbol(",");
    settings.read(cursor);
    if (!settings.has("width")) {
      throw cursor.expected("width=… of the intervals, as in bin " + name.print() + " width=10");
    }
    Bin bin =
        new Bin(name, values[0], Optional.ofNullable(values[1]), Optional.ofNullable(values[2]));
    if (bin.width.signum() <= 0) {
      throw new QueryMistake(
          cursor.since(start), "expected a width more than 0, found " + values[0].toPlainString());
    }
    if (bin.most.isPresent() && bin.most.get().compareTo(bin.least.orElse(BigDecimal.ZERO)) <= 0) {
      throw new QueryMistake(
          cursor.since(start),
          "expected max to be more than min, which is "
              + bin.least.orElse(BigDecimal.ZERO).toPlainString()
              + ", found "
              + values[2].toPlainString());
    }
    return bin;
  }

  @Override
  public String print() {
    return "bin "
        + name.print()
        + " width="
        + width.toPlainString()
        + least.map(value -> ", min=" + value.toPlainString()).orElse("")
        + most.map(value -> ", max=" + value.toPlainString()).orElse("");
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    BigDecimal first = least.orElse(BigDecimal.ZERO);
    // A number that misses the start of an interval by an error of rounding is in that interval.
    String number =
        "floor((%s - %s) / %s + 1e-9)"
            .formatted(rows.schema().value(name).asDouble().sql(), sql(first), sql(width));
    if (most.isPresent()) {
      BigDecimal last =
          most.get()
              .subtract(first)
              .divide(width, MathContext.DECIMAL64)
              .setScale(0, RoundingMode.CEILING)
              .subtract(BigDecimal.ONE);
      number = clamped("least", number, last);
    }
    if (least.isPresent()) {
      number = clamped("greatest", number, BigDecimal.ZERO);
    }
    Relation numbered = rows.extend(List.of(number));
    String place = numbered.added(0);
    Value lower = end(place, first);
    Value upper = end(place + " + 1", first);
    String label =
        "'[' || " + lower.asString().sql() + " || ', ' || " + upper.asString().sql() + " || ')'";
    return numbered
        .with("_bin_label", new Value(Type.STRING, label))
        .with("_bin_lower", lower)
        .with("_bin_upper", upper);
  }

  /** Null stays null, which the engine's functions of several numbers would leave out. */
  private static String clamped(String function, String number, BigDecimal bound) {
    return "CASE WHEN %2$s IS NOT NULL THEN %1$s(%2$s, %3$s) END"
        .formatted(function, number, sql(bound));
  }

  /** Where an interval ends, with no more digits than its width and the least number have. */
  private Value end(String place, BigDecimal first) {
    int digits = Math.max(0, Math.max(width.scale(), first.scale()));
    String end = "%s + (%s) * %s".formatted(sql(first), place, sql(width));
    return new Value(
        Type.DOUBLE, digits == 0 ? "(" + end + ")" : "round(" + end + ", " + digits + ")");
  }

  private static String sql(BigDecimal value) {
    return SqlText.number(value.doubleValue());
  }
}
