package dev.tailwater.query.plan;

import java.util.List;

/** The one place where a value or a name becomes SQL text. */
public final class SqlText {
  private SqlText() {}

  /** A string literal. */
  public static String literal(String value) {
    // The engine reads SQL as text up to a NUL, so a NUL has to come from a function.
    if (value.indexOf('\0') >= 0) {
      List<String> parts = List.of(value.split("\0", -1)).stream().map(SqlText::literal).toList();
      return "(" + String.join(" || chr(0) || ", parts) + ")";
    }
    return "'" + value.replace("'", "''") + "'";
  }

  /** A list of string literals. */
  public static String list(List<String> values) {
    return "[" + String.join(", ", values.stream().map(SqlText::literal).toList()) + "]";
  }

  /** A number. */
  public static String number(double value) {
    return "CAST('" + value + "' AS DOUBLE)";
  }

  /** The name of a column that is ours. */
  public static String column(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /**
   * A LIKE test with {@code *} (and {@code ?} when asked) as wildcards, as the cheapest function
   * that does it. Null where the text is null.
   */
  public static String glob(String text, String glob, boolean questionMark) {
    boolean single = questionMark && glob.indexOf('?') >= 0;
    String inner = glob.replaceAll("^\\*+|\\*+$", "");
    if (!single && inner.indexOf('*') < 0) {
      boolean open = glob.startsWith("*");
      boolean openEnd = glob.endsWith("*");
      if (inner.isEmpty() && open) {
        return "(" + text + " IS NOT NULL)";
      }
      if (open && openEnd) {
        return "contains(" + text + ", " + literal(inner) + ")";
      }
      if (open) {
        return "ends_with(" + text + ", " + literal(inner) + ")";
      }
      return openEnd
          ? "starts_with(" + text + ", " + literal(inner) + ")"
          : "(" + text + " = " + literal(glob) + ")";
    }
    String pattern =
        glob.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace('*', '%');
    if (single) {
      pattern = pattern.replace('?', '_');
    }
    return "(" + text + " LIKE " + literal(pattern) + " ESCAPE '\\')";
  }

  /** The same for a glob that is computed for each row. */
  public static String glob(String text, String globSql) {
    String escaped = globSql;
    for (String special : List.of("\\", "%", "_")) {
      escaped =
          "replace(" + escaped + ", " + literal(special) + ", " + literal("\\" + special) + ")";
    }
    return "(" + text + " LIKE replace(" + escaped + ", '*', '%') ESCAPE '\\')";
  }
}
