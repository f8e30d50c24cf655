package dev.tailwater.query.function;

import java.util.List;

/** Casts; what cannot be converted becomes null. */
final class ConversionFunctions {
  static final List<Function> ALL =
      List.of(
          Function.of("num", 1, "num(x)", "x as a number", (a, context) -> a.getFirst().asDouble())
              .alias("number", "double", "toDouble")
              .replacingField(),
          Function.of(
                  "toLong",
                  1,
                  "toLong(x)",
                  "x as a whole number, the fraction cut off",
                  (a, context) -> a.getFirst().asLong())
              .alias("long", "toInt", "int")
              .replacingField(),
          Function.of(
                  "toString",
                  1,
                  "toString(x)",
                  "x as text",
                  (a, context) -> a.getFirst().asString())
              .replacingField());

  private ConversionFunctions() {}
}
