package dev.tailwater.query.operator;

import dev.tailwater.query.function.Aggregate;
import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.Span;
import java.util.List;
import java.util.Optional;

/** Counts the most frequent combinations of values. */
record CountFrequent(List<Name> names, Span span) implements Operator {
  private static final long MOST = 10_000;

  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("count_frequent"),
                  "count_frequent field, …",
                  "counts the most frequent combinations of values, most frequent first")
              .details(
                  """
                  At most 10,000 of them, in the field `_approxcount`; the counts are exact. It stands \
                  alone: other aggregates need a stage of their own.
                  """)
              .examples("router | count_frequent dyno, status"),
          CountFrequent::parse);

  CountFrequent {
    names = List.copyOf(names);
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    boolean bracketed = cursor.acceptSymbol("(");
    List<Name> names = NameList.parse(cursor, "a field after \"count_frequent\"");
    if (bracketed) {
      cursor.expectSymbol(")", "to close count_frequent");
    }
    return new CountFrequent(names, span);
  }

  @Override
  public String print() {
    return "count_frequent " + NameList.print(names);
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    Name count = new Name("_approxcount", span);
    AggregateRows.Term all =
        new AggregateRows.Term(
            "count", new Aggregate.Use(List.of(), List.of(), span), Optional.of(count));
    Relation counted = new AggregateRows(List.of(all), names).plan(rows, context);
    return counted.sorted(List.of(new Sort.Key(count, false).term(counted))).limit(MOST);
  }
}
