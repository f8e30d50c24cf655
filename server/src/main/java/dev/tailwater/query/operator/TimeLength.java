package dev.tailwater.query.operator;

import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Expression;
import dev.tailwater.query.syntax.ExpressionParser;
import dev.tailwater.query.syntax.QueryMistake;

/** A length of time with its unit, as options of stages take it. */
final class TimeLength {
  private TimeLength() {}

  /** Milliseconds, at least one; as a plain number they read as the same length. */
  static long millis(Cursor cursor) {
    Expression length = ExpressionParser.parse(cursor);
    if (!(length instanceof Expression.Whole whole) || whole.value() < 1) {
      throw new QueryMistake(length.span(), "expected a length of time such as 10m");
    }
    return whole.value();
  }
}
