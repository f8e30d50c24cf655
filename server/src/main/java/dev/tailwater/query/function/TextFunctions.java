package dev.tailwater.query.function;

import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import java.util.List;

/** Functions on text. */
final class TextFunctions {
  static final List<Function> ALL =
      List.of(
          new Function(
              List.of("concat"),
              2,
              16,
              "concat(a, b, …)",
              "the texts one after the other; null counts as empty",
              false,
              (a, context) ->
                  string(
                      "("
                          + String.join(
                              " || ",
                              a.stream()
                                  .map(part -> "coalesce(" + part.asString().sql() + ", '')")
                                  .toList())
                          + ")")),
          Function.of(
              "contains",
              2,
              "contains(s, part)",
              "true if s holds part, letter case counts",
              (a, context) -> ExpressionCompiler.contains(a.get(0), a.get(1))),
          Function.of(
              "length",
              1,
              "length(s)",
              "number of characters; 0 for null",
              (a, context) ->
                  new Value(
                      Type.LONG, "coalesce(length(" + a.getFirst().asString().sql() + "), 0)")),
          Function.of(
                  "toLowerCase",
                  1,
                  "toLowerCase(s)",
                  "s in lower case",
                  (a, context) -> string("lower(" + a.getFirst().asString().sql() + ")"))
              .replacingField(),
          Function.of(
                  "toUpperCase",
                  1,
                  "toUpperCase(s)",
                  "s in upper case",
                  (a, context) -> string("upper(" + a.getFirst().asString().sql() + ")"))
              .replacingField(),
          Function.of(
                  "trim",
                  1,
                  "trim(s)",
                  "s without white space at its ends",
                  (a, context) ->
                      string(
                          "regexp_replace("
                              + a.getFirst().asString().sql()
                              + ", '^[\\t-\\r \\pZ]+|[\\t-\\r \\pZ]+$', '', 'g')"))
              .replacingField());

  private TextFunctions() {}

  private static Value string(String sql) {
    return new Value(Type.STRING, sql);
  }
}
