package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.QueryMistake;
import java.util.List;

/** Keeps the first rows in the current order. */
record Limit(long rows) implements Operator {
  private static final long MOST = 10_000;

  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("limit"),
                  "limit n",
                  "keeps the first n rows in the current order, of messages the newest")
              .details("n is 1 to 10,000.")
              .examples("router | limit 2", "router | count by status | sort by _count | limit 1"),
          Limit::parse);

  private static Operator parse(Cursor cursor) {
    int start = cursor.next().span().start();
    return new Limit(rows(cursor, start, "limit"));
  }

  /** A number of rows within bounds. */
  static long rows(Cursor cursor, int start, String operator) {
    long rows = cursor.expectWhole("a number of rows after \"" + operator + "\"");
    if (rows < 1 || rows > MOST) {
      throw new QueryMistake(
          cursor.since(start), operator + " takes 1 to " + MOST + " rows, found " + rows);
    }
    return rows;
  }

  @Override
  public String print() {
    return "limit " + rows;
  }

  @Override
  public Relation plan(Relation input, PlanContext context) {
    return input.limit(rows);
  }
}
