package dev.tailwater.query.operator;

import dev.tailwater.query.function.TimedValue;
import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.record.LogColumns;
import java.util.List;

/** Puts a value and the time of its message into one field. */
record WithTime(Name name, Span span) implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("withtime"),
                  "withtime field",
                  "adds field_withtime, the value and the time of its message, for most_recent and"
                      + " least_recent")
              .details(
                  "The field is a JSON text: `{\"value\":…,\"timestamp\":…}`, null where the value is.")
              .examples(
                  "router | withtime status | most_recent(status_withtime) as latest by dyno"),
          WithTime::parse);

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    boolean bracketed = cursor.acceptSymbol("(");
    Name name = cursor.expectName("a field after \"withtime\"");
    if (bracketed) {
      cursor.expectSymbol(")", "to close withtime");
    }
    return new WithTime(name, span);
  }

  @Override
  public String print() {
    return "withtime " + name.print();
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    Value value = rows.schema().value(name);
    Value time =
        rows.schema()
            .find(LogColumns.MESSAGE_TIME.name())
            .map(Field::value)
            .orElseThrow(() ->
                new QueryMistake(
                    span,
                    "withtime needs _messagetime, which an aggregate before it removed; put it"
                        + " before the aggregate"));
    return rows.with(name.text() + TimedValue.SUFFIX, TimedValue.of(value, time));
  }
}
