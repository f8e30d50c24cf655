package dev.tailwater.engine;

import java.util.List;
import java.util.regex.Pattern;

/** The one way in which text becomes part of a SQL statement. */
public final class Sql {
  /** Half of a surrogate pair without the other. */
  private static final Pattern HALF = Pattern.compile("\\p{Cs}");

  private Sql() {}

  /** A string literal; half of a surrogate pair, which is no character, becomes U+FFFD. */
  public static String literal(String text) {
    // The engine reads SQL as text up to a NUL, so a NUL has to come from a function.
    if (text.indexOf('\0') >= 0) {
      List<String> parts = List.of(text.split("\0", -1)).stream().map(Sql::literal).toList();
      return "(" + String.join(" || chr(0) || ", parts) + ")";
    }
    // Java's encoder would write a question mark, which repeats what stands before it in a pattern.
    return "'" + HALF.matcher(text).replaceAll("\ufffd").replace("'", "''") + "'";
  }

  /**
   * A quoted identifier.
   *
   * @throws IllegalArgumentException when it holds a NUL, which no identifier can
   */
  public static String identifier(String name) {
    if (name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("expected a name without NUL, found " + name);
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
