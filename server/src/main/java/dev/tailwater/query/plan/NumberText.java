package dev.tailwater.query.plan;

import java.math.BigDecimal;
import java.util.List;

/**
 * Numbers with fraction as text: without a point where there is no fraction, else in the fewest
 * digits that mean the number, with an exponent only from 1e15 on.
 */
public final class NumberText {
  /** Number to text; null for null. */
  public static final EngineFunction FUNCTION =
      new EngineFunction(
          "tailwater_number_text",
          List.of(Type.DOUBLE),
          Type.STRING,
          a -> a[0] instanceof Double number ? of(number) : null);

  private static final double EXPONENT_FROM = 1e15;

  private NumberText() {}

  private static String of(double number) {
    if (!Double.isFinite(number)) {
      return Double.toString(number);
    }
    if (Math.abs(number) >= EXPONENT_FROM) {
      return Double.toString(number).replace(".0E", "E").replace('E', 'e');
    }
    if (number == Math.rint(number)) {
      return Long.toString((long) number);
    }
    String shortest = Double.toString(number);
    return shortest.indexOf('E') < 0
        ? shortest
        : new BigDecimal(shortest).stripTrailingZeros().toPlainString();
  }
}
