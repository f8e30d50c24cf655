package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import java.util.List;

/** What would need a feed of known threats, which no server has: refused by name and place. */
final class Threat {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
              List.of("threatip", "threatlookup"),
              "threatip field",
              "is not supported: it needs a feed of known threats"),
          Threat::parse);

  private Threat() {}

  private static Operator parse(Cursor cursor) {
    throw unsupported(cursor.peek().text(), cursor.peek().span());
  }

  /** The answer to everything that needs such a feed. */
  static QueryMistake unsupported(String what, Span span) {
    return new QueryMistake(
        span,
        "operator not supported: "
            + what
            + " needs a feed of known threats; keep one as a lookup table and use lookup or"
            + " lookupContains");
  }
}
