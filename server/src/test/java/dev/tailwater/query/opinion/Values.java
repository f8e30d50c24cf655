package dev.tailwater.query.opinion;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a value means as a number, as a text and beside another: null, a String, a Double or a
 * Boolean. Whole numbers are Doubles here too; data and queries keep them below 2^53.
 */
final class Values {
  private static final Pattern NUMBER = Pattern.compile("-?(\\d+(\\.\\d*)?|\\.\\d+)");

  private Values() {}

  /** As a number; null when it is none. */
  static @Nullable Double number(@Nullable Object value) {
    return switch (value) {
      case Double number -> number;
      case String text when NUMBER.matcher(text).matches() -> Double.parseDouble(text) + 0.0;
      case null, default -> null;
    };
  }

  /** As a text: whole numbers without a point, others with as few digits as tell them apart. */
  static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Double number when number == Math.rint(number) ->
          new BigDecimal(number + 0.0).toBigInteger().toString();
      case Double number -> new BigDecimal(number.toString()).toPlainString();
      default -> value.toString();
    };
  }

  /** As a text, null being empty. */
  static String textOrEmpty(@Nullable Object value) {
    String text = text(value);
    return text == null ? "" : text;
  }

  /** With one zero instead of two. */
  static @Nullable Object clean(@Nullable Object value) {
    return value instanceof Double number ? (Object) (number + 0.0) : value;
  }

  /** The order of two values of one kind, texts by code point. */
  static int compare(Object left, Object right) {
    if (left instanceof Double number) {
      return number.compareTo((Double) right);
    }
    if (left instanceof Boolean truth) {
      return truth.compareTo((Boolean) right);
    }
    int[] a = left.toString().codePoints().toArray();
    int[] b = right.toString().codePoints().toArray();
    return Arrays.compare(a, b);
  }

  /** Whether a text is like a pattern in which a star is any run of characters. */
  static boolean like(String text, String glob) {
    int star = glob.indexOf('*');
    if (star < 0) {
      return text.equals(glob);
    }
    if (!text.startsWith(glob.substring(0, star))) {
      return false;
    }
    String rest = glob.substring(star + 1);
    for (int from = star; from <= text.length(); from++) {
      if (like(text.substring(from), rest)) {
        return true;
      }
    }
    return false;
  }
}
