package dev.tailwater.engine;

/** The one way in which text becomes part of a SQL statement. */
public final class Sql {
  private Sql() {}

  /** A string literal. */
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A quoted identifier. */
  public static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
