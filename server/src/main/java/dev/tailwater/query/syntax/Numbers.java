package dev.tailwater.query.syntax;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with units: sizes count in ones, times in milliseconds. */
public final class Numbers {
  /** Letter case counts: {@code 5m} is five minutes, {@code 5M} five million. */
  private static final Map<String, BigDecimal> UNITS = new LinkedHashMap<>();

  static {
    for (String kilo : new String[] {"k", "K"}) {
      UNITS.put(kilo, BigDecimal.valueOf(1_000));
    }
    UNITS.put("M", BigDecimal.valueOf(1_000_000));
    UNITS.put("G", BigDecimal.valueOf(1_000_000_000));
    UNITS.put("B", BigDecimal.valueOf(1_000_000_000));
    UNITS.put("T", BigDecimal.valueOf(1_000_000_000_000L));
    UNITS.put("P", BigDecimal.valueOf(1_000_000_000_000_000L));
    String binary = "KMGTP";
    for (int i = 0; i < binary.length(); i++) {
      UNITS.put(binary.charAt(i) + "i", BigDecimal.valueOf(1L << (10 * (i + 1))));
    }
    UNITS.put("ns", new BigDecimal("0.000001"));
    UNITS.put("us", new BigDecimal("0.001"));
    UNITS.put("ms", BigDecimal.ONE);
    UNITS.put("s", BigDecimal.valueOf(1_000));
    UNITS.put("m", BigDecimal.valueOf(60_000));
    UNITS.put("h", BigDecimal.valueOf(3_600_000));
    UNITS.put("d", BigDecimal.valueOf(86_400_000));
    UNITS.put("w", BigDecimal.valueOf(604_800_000));
  }

  private static final Pattern DIGITS = Pattern.compile("[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

  /** Characters from the e on; no double needs more. */
  private static final int EXPONENT_LIMIT = 5;

  private Numbers() {}

  /** A number token as an expression. */
  static Expression parse(Token token) {
    BigDecimal value = value(token);
    boolean point = token.text().contains(".") && unit(token).isEmpty();
    boolean whole =
        !point
            && value.stripTrailingZeros().scale() <= 0
            && value.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    return whole
        ? new Expression.Whole(value.longValueExact(), token.span())
        : new Expression.Decimal(value.doubleValue(), token.span());
  }

  /** The value of a number token. */
  static BigDecimal value(Token token) {
    String unit = unit(token);
    String digits = token.text().substring(0, token.text().length() - unit.length());
    BigDecimal value = decimal(digits, token);
    if (!unit.isEmpty()) {
      BigDecimal factor = UNITS.get(unit);
      if (factor == null) {
        throw new QueryMistake(
            token.span(),
            "unknown unit \""
                + unit
                + "\" of a number; sizes are k K M G B T P Ki Mi Gi Ti Pi, times are ns us ms s m h d w");
      }
      value = value.multiply(factor);
    }
    if (Double.isInfinite(value.doubleValue())) {
      throw tooLarge(token);
    }
    return value;
  }

  /** What follows the digits, be it a unit or not. */
  private static String unit(Token token) {
    Matcher digits = DIGITS.matcher(token.text());
    return digits.lookingAt() ? token.text().substring(digits.end()) : token.text();
  }

  private static BigDecimal decimal(String digits, Token token) {
    int exponent = digits.toLowerCase(Locale.ROOT).indexOf('e');
    if (exponent >= 0 && digits.length() - exponent > EXPONENT_LIMIT) {
      throw tooLarge(token);
    }
    return new BigDecimal(digits);
  }

  private static QueryMistake tooLarge(Token token) {
    return new QueryMistake(
        token.span(), "the number " + token.text() + " is too large or too small");
  }
}
