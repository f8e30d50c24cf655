package dev.tailwater.query.function;

import dev.tailwater.query.plan.Value;
import java.util.List;

/** Tests for absent values; none of them is ever null. */
final class EmptinessFunctions {
  static final List<Function> ALL =
      List.of(
          Function.of(
              "isNull",
              1,
              "isNull(x)",
              "true if x is null; an empty string is not null",
              (a, context) -> Value.truth("(" + a.getFirst().sql() + " IS NULL)")),
          Function.of(
              "isEmpty",
              1,
              "isEmpty(x)",
              "true if x is null or the empty string",
              (a, context) -> Value.truth("(coalesce(" + text(a) + ", '') = '')")),
          Function.of(
              "isBlank",
              1,
              "isBlank(x)",
              "true if x is null, empty or only white space",
              (a, context) ->
                  Value.truth(
                      "regexp_full_match(coalesce(" + text(a) + ", ''), '[\\t-\\r \\pZ]*')")));

  private EmptinessFunctions() {}

  private static String text(List<Value> arguments) {
    return arguments.getFirst().asString().sql();
  }
}
