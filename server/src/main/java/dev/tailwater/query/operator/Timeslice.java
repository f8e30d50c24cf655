package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.BucketWidth;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import dev.tailwater.query.syntax.Token.Kind;
import dev.tailwater.record.LogColumns;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Puts messages into time buckets. */
record Timeslice(Width width, Name start, Span span) implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
              List.of("timeslice"),
              "timeslice [by] 5m | 100 buckets [as name]",
              "adds the start of each message's time bucket as _timeslice, in milliseconds"),
          Timeslice::parse);

  private static final String END = "__timeslice_end";
  private static final String UNITS = "w d h m s";

  /** How wide a bucket is: fixed, or as many as fit a number, or one for the whole range. */
  sealed interface Width {
    record Fixed(long count, char unit) implements Width {}

    record Buckets(long count) implements Width {}

    record WholeRange() implements Width {}

    default String print() {
      return switch (this) {
        case Fixed fixed -> " " + fixed.count() + fixed.unit();
        case Buckets buckets -> " " + buckets.count() + " buckets";
        case WholeRange range -> "";
      };
    }
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    cursor.acceptWord("by");
    Width width = new Width.WholeRange();
    if (cursor.peek().kind() == Kind.NUMBER) {
      width = width(cursor);
    } else if (!cursor.peek().endsStage() && !cursor.peek().isWord("as")) {
      throw cursor.expected(
          "a width such as 5m, a number of buckets or nothing after \"timeslice\"");
    }
    Name start =
        cursor.acceptWord("as")
            ? cursor.expectName("a field name after \"as\"")
            : new Name("_timeslice", span);
    return new Timeslice(width, start, span);
  }

  private static Width width(Cursor cursor) {
    Token token = cursor.next();
    String text = token.text();
    int digits = 0;
    while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    String unit = text.substring(digits);
    if (unit.isEmpty() && cursor.peek().kind() == Kind.WORD && !cursor.peek().isWord("as")) {
      unit = cursor.next().text();
    }
    unit = unit.toLowerCase(Locale.ROOT);
    long count = digits > 9 ? 0 : Long.parseLong(text.substring(0, digits));
    boolean buckets = unit.equals("buckets") || unit.equals("bucket");
    if (count < 1 || (!buckets && (unit.length() != 1 || !UNITS.contains(unit)))) {
      throw new QueryMistake(
          cursor.since(token.span().start()),
          "expected a width such as 5m with a unit of "
              + UNITS
              + ", or a number of buckets, found "
              + text);
    }
    return buckets ? new Width.Buckets(count) : new Width.Fixed(count, unit.charAt(0));
  }

  @Override
  public String print() {
    String alias = start.folded().equals("_timeslice") ? "" : " as " + start.print();
    return "timeslice" + width.print() + alias;
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    Field time =
        rows.schema()
            .find(LogColumns.MESSAGE_TIME.name())
            .orElseThrow(() ->
                new QueryMistake(
                    span,
                    "timeslice needs _messagetime, which an aggregate before it removed; put it"
                        + " before the aggregate"));
    String millis = time.value().asLong().sql();
    long from = context.from().toEpochMilli();
    long range = Math.max(1, context.to().toEpochMilli() - from);
    // A bucket starts where (time + shift) is a multiple of the width: at local midnight, on
    // Mondays.
    long shift = context.offsetMillis();
    long length =
        switch (width) {
          case Width.Fixed fixed -> {
            if (fixed.unit() == 'w') {
              shift += Duration.ofDays(3).toMillis();
            }
            yield fixed.count() * unitMillis(fixed.unit());
          }
          case Width.Buckets buckets -> BucketWidth.forAtMost(buckets.count(), range);
          case Width.WholeRange whole -> {
            shift = -from;
            yield range;
          }
        };
    String startSql =
        "(" + millis + " - (((" + millis + " + " + shift + ") % " + length + ") + " + length
            + ") % " + length + ")";
    Relation sliced = rows.extend(List.of(startSql, "(" + startSql + " + " + length + ")"));
    return sliced
        .naming(new Field(start.text(), sliced.added(0), Type.LONG, Origin.QUERY, false))
        .naming(new Field(END, sliced.added(1), Type.LONG, Origin.QUERY, false));
  }

  private static long unitMillis(char unit) {
    return switch (unit) {
      case 's' -> 1_000;
      case 'm' -> 60_000;
      case 'h' -> 3_600_000;
      case 'd' -> 86_400_000;
      default -> 604_800_000;
    };
  }
}
