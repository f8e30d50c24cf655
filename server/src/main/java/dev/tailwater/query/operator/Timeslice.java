package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.BucketWidth;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.MessageColumns;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.TimeSlices;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import dev.tailwater.query.syntax.Token.Kind;
import dev.tailwater.record.LogColumns;
import java.util.List;

/** Puts messages into time slices. */
record Timeslice(Width width, Name start, Span span) implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("timeslice"),
                  "timeslice [by] 5m | 100 buckets [as name]",
                  "adds the start of each message's time slice as _timeslice, in milliseconds")
              .details(
                  """
                  Units are `s m h d w`. Slices begin on the clock of the query's time zone: `1d` at \
                  midnight, `4h` at 0, 4, 8, weeks on Monday; the first may begin before the time range. \
                  One offset from UTC, that at the start of the range, counts for all slices. `n buckets` \
                  takes the smallest round width with which the range has at most n slices. Without a \
                  width the whole range is one slice. The field `__timeslice_end` is the end of the \
                  slice; `as` renames only the start.
                  """)
              .examples(
                  "router | timeslice 1m | count by _timeslice",
                  "* | timeslice 5 buckets | count by _timeslice",
                  "* | timeslice | count by _timeslice"),
          Timeslice::parse);

  private static final String END = "__timeslice_end";

  /** How wide a slice is: fixed, or so that there are at most a number, or one for the range. */
  sealed interface Width {
    record Fixed(SliceWidth width) implements Width {}

    record Buckets(long count) implements Width {}

    record WholeRange() implements Width {}

    default String print() {
      return switch (this) {
        case Fixed fixed -> " " + fixed.width().print();
        case Buckets buckets -> " " + buckets.count() + " buckets";
        case WholeRange range -> "";
      };
    }
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    cursor.acceptWord("by");
    Width width = width(cursor);
    Name start =
        cursor.acceptWord("as")
            ? cursor.expectName("a field name after \"as\"")
            : new Name("_timeslice", span);
    return new Timeslice(width, start, span);
  }

  private static Width width(Cursor cursor) {
    if (cursor.peek().endsStage() || cursor.peek().isWord("as")) {
      return new Width.WholeRange();
    }
    Token token = cursor.peek();
    Token second = cursor.peekSecond();
    if (token.kind() == Kind.NUMBER && (second.isWord("buckets") || second.isWord("bucket"))) {
      long buckets = cursor.expectWhole("a number of buckets");
      cursor.next();
      if (buckets < 1) {
        throw new QueryMistake(
            cursor.since(token.span().start()), "expected 1 bucket or more, found " + buckets);
      }
      return new Width.Buckets(buckets);
    }
    return new Width.Fixed(SliceWidth.parse(cursor, ", or a number of buckets"));
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
    TimeSlices slices = made(context);
    String startSql =
        rows.isMessageTime(time)
            ? slices.startOfTimestamp(MessageColumns.TIME)
            : slices.startOf(time.value().asLong().sql());
    Relation sliced = rows.extend(List.of(startSql, "(" + startSql + " + " + slices.width() + ")"));
    return sliced
        .naming(new Field(start.text(), sliced.added(0), Type.LONG, Origin.QUERY, false))
        .naming(new Field(END, sliced.added(1), Type.LONG, Origin.QUERY, false));
  }

  @Override
  public PlanContext after(PlanContext context) {
    return context.sliced(made(context), start.folded());
  }

  private TimeSlices made(PlanContext context) {
    long from = context.from().toEpochMilli();
    long range = Math.max(1, context.to().toEpochMilli() - from);
    return switch (width) {
      case Width.Fixed fixed -> fixed.width().slices(context);
      case Width.Buckets buckets ->
          TimeSlices.onTheClock(
              context.offsetMillis(), BucketWidth.forAtMost(buckets.count(), range));
      case Width.WholeRange whole -> new TimeSlices(-from, range);
    };
  }
}
