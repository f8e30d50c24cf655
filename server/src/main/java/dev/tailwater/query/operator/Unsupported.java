package dev.tailwater.query.operator;

import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import java.util.Map;

/** What the language has elsewhere and this server cannot do: refused by name and place. */
final class Unsupported {
  private static final String THREATS =
      " needs a feed of known threats; keep one as a lookup table and use lookup or lookupContains";

  /** By name in lower case, what to say behind the name. */
  private static final Map<String, String> REASONS =
      Map.of("threatip", THREATS, "threatlookup", THREATS);

  private Unsupported() {}

  /** Whether it is the name of such an operator. */
  static boolean isOperator(String folded) {
    return REASONS.containsKey(folded);
  }

  /** The answer to one of these operators. */
  static QueryMistake operator(String folded, Span span) {
    return new QueryMistake(
        span, "operator not supported: " + folded + REASONS.getOrDefault(folded, ""));
  }

  /** The answer to a lookup of threats. */
  static QueryMistake threats(String source, Span span) {
    return new QueryMistake(span, "operator not supported: " + source + THREATS);
  }
}
