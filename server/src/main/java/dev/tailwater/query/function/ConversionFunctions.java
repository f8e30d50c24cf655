package dev.tailwater.query.function;

import dev.tailwater.query.function.Function.Alone;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import java.util.List;

/** Casts, which give null where they are impossible, and tests of texts that may be numbers. */
final class ConversionFunctions {
  /** A number as Java reads it: an integer with leading zero is octal, a suffix tells the type. */
  private static final String JAVA_NUMBER =
      "[-+]?("
          + "0[xX][0-9a-fA-F]+"
          + "|0[0-7]+"
          + "|(0|[1-9][0-9]*)([lL]|([eE][-+]?[0-9]+)?[dDfF]?)"
          + "|([0-9]+[.][0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?[dDfF]?)";

  static final List<Function> ALL =
      List.of(
          Function.of("num(x)", 1, 1, "x as a number", "num(\"42\") + 1", a -> a.get(0).asDouble())
              .alias("number", "double", "toDouble")
              .alone(Alone.REPLACES_FIELD),
          Function.of(
                  "toLong(x)",
                  1,
                  1,
                  "x as a whole number, the fraction cut off",
                  "toLong(\"7.9\")",
                  a -> a.get(0).asLong())
              .alias("long", "toInt", "int")
              .alone(Alone.REPLACES_FIELD),
          Function.of("toString(x)", 1, 1, "x as text", "toString(6 / 3)", a -> a.get(0).asString())
              .details(
                  "A whole number has no decimal point, another one the fewest digits that mean it.")
              .alone(Alone.REPLACES_FIELD),
          Function.of(
                  "isNumeric(x)",
                  1,
                  1,
                  "true if x is a number or the text of one",
                  "isNumeric(\"1e5\")",
                  a ->
                      Value.truth(
                          "coalesce(regexp_full_match("
                              + a.get(0).asString().sql()
                              + ", '"
                              + JAVA_NUMBER
                              + "'), false)"))
              .details(
                  "Texts are read as Java reads them: `0x1F`, `123L` and `1e5` are numbers, `010` is"
                      + " octal, so `09` is none."),
          test("isNaN(x)", "true if x is no number", "isNaN(\"ten\")", "isnan", "true"),
          test(
              "isInfinity(x)",
              "true if x is an infinite number, of either sign",
              "isInfinity(5 / 0)",
              "isinf",
              "false"));

  private ConversionFunctions() {}

  /** A test of a number or of a text that may be one; null where the text is null or blank. */
  private static Function test(
      String usage, String summary, String example, String sql, String otherText) {
    return Function.of(
            usage,
            1,
            1,
            summary,
            example,
            a -> {
              Value x = a.get(0);
              if (x.type() != Type.STRING) {
                return Value.truth(sql + "(" + x.asDouble().sql() + ")");
              }
              return Value.truth(
                  "CASE WHEN NOT regexp_full_match("
                      + x.sql()
                      + ", '"
                      + EmptinessFunctions.BLANK
                      + "*') THEN coalesce("
                      + sql
                      + "("
                      + x.asDouble().sql()
                      + "), "
                      + otherText
                      + ") END");
            })
        .details("Null for a text that is null or blank.");
  }
}
