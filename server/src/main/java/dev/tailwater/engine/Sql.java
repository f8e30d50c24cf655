package dev.tailwater.engine;

import java.util.List;

/** The one way in which text becomes part of a SQL statement. */
public final class Sql {
  private Sql() {}

  /** A string literal. */
  public static String literal(String text) {
    // The engine reads SQL as text up to a NUL, so a NUL has to come from a function.
    if (text.indexOf('\0') >= 0) {
      List<String> parts = List.of(text.split("\0", -1)).stream().map(Sql::literal).toList();
      return "(" + String.join(" || chr(0) || ", parts) + ")";
    }
    return "'" + text.replace("'", "''") + "'";
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
