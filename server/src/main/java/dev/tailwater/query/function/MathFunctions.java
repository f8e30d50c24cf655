package dev.tailwater.query.function;

import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import java.util.List;

/** Functions on numbers; null where an argument is no number. */
final class MathFunctions {
  static final List<Function> ALL =
      List.of(
          Function.of(
                  "abs",
                  1,
                  "abs(x)",
                  "x without its sign",
                  (a, context) -> {
                    Value x = a.getFirst().asNumber();
                    return new Value(x.type(), "abs(" + x.sql() + ")");
                  })
              .replacingField(),
          whole("floor", "the largest whole number that is at most x", "floor"),
          whole("ceil", "the smallest whole number that is at least x", "ceil"),
          new Function(
              List.of("round"),
              1,
              2,
              "round(x[, digits])",
              "x to the nearest whole number or to a number of decimals, halves away from zero",
              true,
              (a, context) ->
                  a.size() == 1
                      ? toWhole("round(" + a.getFirst().asDouble().sql() + ")")
                      : new Value(
                          Type.DOUBLE,
                          "round("
                              + a.get(0).asDouble().sql()
                              + ", CAST("
                              + a.get(1).asLong().sql()
                              + " AS INTEGER))")),
          least("min", "the smaller of two numbers", "least"),
          least("max", "the larger of two numbers", "greatest"));

  private MathFunctions() {}

  private static Function whole(String name, String summary, String sql) {
    return Function.of(
            name,
            1,
            name + "(x)",
            summary,
            (a, context) -> toWhole(sql + "(" + a.getFirst().asDouble().sql() + ")"))
        .replacingField();
  }

  /** Infinity and numbers beyond a long become null. */
  private static Value toWhole(String sql) {
    return new Value(Type.LONG, "TRY_CAST(" + sql + " AS BIGINT)");
  }

  private static Function least(String name, String summary, String sql) {
    return Function.of(
        name,
        2,
        name + "(a, b)",
        summary,
        (a, context) -> {
          Value left = a.get(0).asNumber();
          Value right = a.get(1).asNumber();
          boolean integral = left.type().isIntegral() && right.type().isIntegral();
          // The engine's function skips nulls; here a missing number makes the result missing.
          return new Value(
              integral ? Type.LONG : Type.DOUBLE,
              "CASE WHEN "
                  + left.sql()
                  + " IS NOT NULL AND "
                  + right.sql()
                  + " IS NOT NULL THEN CAST("
                  + sql
                  + "("
                  + left.sql()
                  + ", "
                  + right.sql()
                  + ") AS "
                  + (integral ? "BIGINT" : "DOUBLE")
                  + ") END");
        });
  }
}
