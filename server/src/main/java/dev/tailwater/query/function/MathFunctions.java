package dev.tailwater.query.function;

import dev.tailwater.query.function.Function.Alone;
import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Functions on numbers, null where an argument is no number. They are those of {@link Math} that
 * take numbers with fraction; where the engine's own function gives the same, it is used.
 */
final class MathFunctions {
  private static final int MOST_DECIMALS = 20;

  /** In kilometres, so that distances agree with those of other implementations. */
  private static final double EARTH_RADIUS = 6372.8;

  private static final EngineFunction ROUND =
      new EngineFunction(
          "tailwater_round",
          List.of(Type.DOUBLE, Type.LONG),
          Type.DOUBLE,
          a -> a[0] instanceof Double x && a[1] instanceof Long digits ? rounded(x, digits) : null);

  static final List<Function> ALL =
      List.of(
          Function.of("abs(x)", 1, 1, "x without its sign", "abs(-1.5)", a -> absolute(a.get(0)))
              .alone(Alone.REPLACES_FIELD),
          whole("floor", "the largest whole number that is at most x", "floor(1.7)"),
          whole("ceil", "the smallest whole number that is at least x", "ceil(1.2)"),
          Function.of(
                  "round(x[, digits])",
                  1,
                  2,
                  "x to the nearest whole number or to a number of decimals",
                  "round(1.549, 2)",
                  MathFunctions::round)
              .details("Halves are rounded away from zero.")
              .alone(Alone.REPLACES_FIELD)
              .calling(ROUND),
          ofEngine("sqrt(x)", "sqrt", "the square root of x", "sqrt(2)"),
          ofJava("cbrt(x)", "the cube root of x", "cbrt(27)", Math::cbrt),
          ofEngine("exp(x)", "exp", "e to the power of x", "exp(1)"),
          ofJava("expm1(x)", "exp(x) - 1, exact also for small x", "expm1(1e-10)", Math::expm1),
          ofEngine("log(x)", "ln", "the natural logarithm of x", "log(10)"),
          ofEngine("log10(x)", "log10", "the logarithm of x to the base 10", "log10(1000)"),
          ofJava("log1p(x)", "log(1 + x), exact also for small x", "log1p(1e-10)", Math::log1p),
          ofEngine("sin(x)", "sin", "the sine of x in radians", "sin(1)"),
          ofEngine("cos(x)", "cos", "the cosine of x in radians", "cos(0)"),
          ofEngine("tan(x)", "tan", "the tangent of x in radians", "tan(1)"),
          ofEngine("asin(x)", "asin", "the angle in radians whose sine is x", "asin(1)"),
          ofEngine("acos(x)", "acos", "the angle in radians whose cosine is x", "acos(1)"),
          ofEngine("atan(x)", "atan", "the angle in radians whose tangent is x", "atan(1)"),
          ofEngine("sinh(x)", "sinh", "the hyperbolic sine of x", "sinh(1)"),
          ofEngine("cosh(x)", "cosh", "the hyperbolic cosine of x", "cosh(0)"),
          ofEngine("tanh(x)", "tanh", "the hyperbolic tangent of x", "tanh(1)"),
          ofEngine("toDegrees(x)", "degrees", "radians as degrees", "toDegrees(1)"),
          ofEngine("toRadians(x)", "radians", "degrees as radians", "toRadians(180)"),
          ofJava("signum(x)", "-1, 0 or 1, the sign of x", "signum(-3.5)", Math::signum),
          ofJava(
              "rint(x)",
              "x to the nearest whole number, halves to even ones",
              "rint(2.5)",
              Math::rint),
          Function.of("pow(a, b)", 2, 2, "a to the power of b", "pow(2, 10)", a -> ofTwo("pow", a)),
          Function.of(
              "atan2(y, x)",
              2,
              2,
              "the angle in radians from the x axis to the point (x, y)",
              "atan2(1, 1)",
              a -> ofTwo("atan2", a)),
          ofJava(
              "hypot(a, b)",
              "the square root of a² + b², without overflow",
              "hypot(3, 4)",
              Math::hypot),
          ofJava(
              "IEEEremainder(a, b)",
              "a minus the multiple of b that is nearest to it",
              "IEEEremainder(7, 4)",
              Math::IEEEremainder),
          ofJava("copySign(a, b)", "a with the sign of b", "copySign(3, -1)", Math::copySign),
          least("min", "the smaller of two numbers", "min(3, 2.5)", "least"),
          least("max", "the larger of two numbers", "max(3, 2.5)", "greatest"),
          haversine());

  private MathFunctions() {}

  private static Value absolute(Value x) {
    Value number = x.asNumber();
    return number.type().isIntegral()
        ? ExpressionCompiler.narrowed("abs(" + ExpressionCompiler.wide(number) + ")")
        : new Value(Type.DOUBLE, "abs(" + number.sql() + ")");
  }

  private static Function whole(String name, String summary, String example) {
    return Function.of(name + "(x)", 1, 1, summary, example, a -> toWhole(name, a.get(0)))
        .alone(Alone.REPLACES_FIELD);
  }

  /** Infinity and numbers beyond a long become null. */
  private static Value toWhole(String sql, Value x) {
    return x.type().isIntegral()
        ? x.asLong()
        : new Value(Type.LONG, "TRY_CAST(" + sql + "(" + x.asDouble().sql() + ") AS BIGINT)");
  }

  private static Value round(Arguments a) {
    if (a.count() == 1) {
      return toWhole("round", a.get(0));
    }
    OptionalLong digits = a.constant(1);
    if (digits.isEmpty() || Math.abs(digits.getAsLong()) > MOST_DECIMALS) {
      throw a.expected(1, "a number of decimals from -" + MOST_DECIMALS + " to " + MOST_DECIMALS);
    }
    return ROUND.call(a.get(0), a.get(1));
  }

  /** Rounds the decimal number that a user sees, which is not quite the binary one. */
  private static double rounded(double x, long digits) {
    return Double.isFinite(x)
        ? BigDecimal.valueOf(x).setScale((int) digits, RoundingMode.HALF_UP).doubleValue()
        : x;
  }

  private static Function ofEngine(String usage, String sql, String summary, String example) {
    return Function.of(
        usage,
        1,
        1,
        summary,
        example,
        a -> new Value(Type.DOUBLE, sql + "(" + a.get(0).asDouble().sql() + ")"));
  }

  private static Value ofTwo(String sql, Arguments a) {
    return new Value(
        Type.DOUBLE,
        sql + "(" + a.get(0).asDouble().sql() + ", " + a.get(1).asDouble().sql() + ")");
  }

  private static Function ofJava(
      String usage, String summary, String example, DoubleUnaryOperator operator) {
    EngineFunction function =
        engineFunction(usage, 1, a -> a[0] instanceof Double x ? operator.applyAsDouble(x) : null);
    return Function.of(usage, 1, 1, summary, example, a -> function.call(a.get(0)))
        .calling(function);
  }

  private static Function ofJava(
      String usage, String summary, String example, DoubleBinaryOperator operator) {
    EngineFunction function =
        engineFunction(
            usage,
            2,
            a ->
                a[0] instanceof Double x && a[1] instanceof Double y
                    ? operator.applyAsDouble(x, y)
                    : null);
    return Function.of(usage, 2, 2, summary, example, a -> function.call(a.get(0), a.get(1)))
        .calling(function);
  }

  private static EngineFunction engineFunction(
      String usage, int parameters, EngineFunction.Body body) {
    String name = usage.substring(0, usage.indexOf('(')).toLowerCase(Locale.ROOT);
    return new EngineFunction(
        "tailwater_" + name, Collections.nCopies(parameters, Type.DOUBLE), Type.DOUBLE, body);
  }

  private static Function least(String name, String summary, String example, String sql) {
    return Function.of(
        name + "(a, b)",
        2,
        2,
        summary,
        example,
        a -> {
          Value left = a.get(0).asNumber();
          Value right = a.get(1).asNumber();
          boolean integral = left.type().isIntegral() && right.type().isIntegral();
          Type type = integral ? Type.LONG : Type.DOUBLE;
          // The engine's function skips nulls; here a missing number makes the result missing.
          return new Value(
              type,
              "CASE WHEN %1$s IS NOT NULL AND %2$s IS NOT NULL THEN CAST(%3$s(%1$s, %2$s) AS %4$s) END"
                  .formatted(left.sql(), right.sql(), sql, type.sql()));
        });
  }

  private static Function haversine() {
    String usage = "haversine(latitude1, longitude1, latitude2, longitude2)";
    EngineFunction distance =
        engineFunction(
            usage,
            4,
            a ->
                a[0] instanceof Double latitude1
                        && a[1] instanceof Double longitude1
                        && a[2] instanceof Double latitude2
                        && a[3] instanceof Double longitude2
                    ? distance(latitude1, longitude1, latitude2, longitude2)
                    : null);
    return Function.of(
            usage,
            4,
            4,
            "the distance of two places on Earth in kilometres, places in degrees",
            "haversine(39.0438, -77.4879, 45.73723, -119.81143)",
            a -> distance.call(a.get(0), a.get(1), a.get(2), a.get(3)))
        .details("To two decimals; north and east are positive.")
        .calling(distance);
  }

  private static double distance(
      double latitude1, double longitude1, double latitude2, double longitude2) {
    double north = Math.sin(Math.toRadians(latitude2 - latitude1) / 2);
    double east = Math.sin(Math.toRadians(longitude2 - longitude1) / 2);
    double chord =
        north * north
            + Math.cos(Math.toRadians(latitude1))
                * Math.cos(Math.toRadians(latitude2))
                * east
                * east;
    return rounded(2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(chord))), 2);
  }
}
