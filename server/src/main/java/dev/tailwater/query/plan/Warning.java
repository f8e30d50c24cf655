package dev.tailwater.query.plan;

import dev.tailwater.engine.Sql;

/**
 * What the author of a query should know of rows that are kept back. A run tells each warning once.
 *
 * @param text what happened and what to do
 */
public record Warning(String text) {
  /** The function in SQL: run, text and condition to the condition. */
  public static final String FUNCTION = "tailwater_warn";

  /** SQL that is true where the condition holds; where it does not, it is false and warns. */
  public String unless(String condition) {
    return FUNCTION
        + "("
        + Regex.run()
        + ", "
        + Sql.literal(text)
        + ", coalesce("
        + condition
        + ", false))";
  }
}
