package dev.tailwater.query.function;

import dev.tailwater.query.plan.Value;
import java.util.List;

/** Tests for absent values; none of them is ever null. */
final class EmptinessFunctions {
  /** White space as the language understands it, for a regular expression of the engine. */
  static final String BLANK = "[\\t-\\r \\pZ]";

  static final List<Function> ALL =
      List.of(
          Function.of(
              "isNull(x)",
              1,
              1,
              "true if x is null; an empty text is not null",
              "isNull(\"\")",
              a -> Value.truth("(" + a.get(0).sql() + " IS NULL)")),
          Function.of(
              "isEmpty(x)",
              1,
              1,
              "true if x is null or the empty text",
              "isEmpty(\"\")",
              a -> Value.truth("(" + text(a) + " = '')")),
          Function.of(
              "isBlank(x)",
              1,
              1,
              "true if x is null, empty or only white space",
              "isBlank(\" \")",
              a -> Value.truth("regexp_full_match(" + text(a) + ", '" + BLANK + "*')")));

  private EmptinessFunctions() {}

  private static String text(Arguments a) {
    return "coalesce(" + a.get(0).asString().sql() + ", '')";
  }
}
