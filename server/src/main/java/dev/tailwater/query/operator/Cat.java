package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.TableSource;
import java.util.List;

/** Begins a query with the rows of a table in place of lines. It is always the first stage. */
record Cat(TableSource.Stored table) implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("cat"),
                  "cat path://\"table\" [| stage …]",
                  "begins a query: the rows of a table in place of lines")
              .details(
                  "The rows are records, in the order of the table. The time range means nothing.")
              .examples("cat path://\"/Library/dynos\" | where isNull(size) | fields dyno, owner"),
          Cat::misplaced);

  /** Reads the first stage of a query. */
  static Cat parse(Cursor cursor) {
    cursor.next();
    return new Cat(TableSource.parseStored(cursor, "cat"));
  }

  private static Operator misplaced(Cursor cursor) {
    throw new QueryMistake(
        cursor.peek().span(),
        "cat begins a query, without a scope before it: cat path://\"/Library/hosts\" | …");
  }

  @Override
  public String print() {
    return "cat " + table.print();
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    return rows.table(context.resources().require(table));
  }
}
