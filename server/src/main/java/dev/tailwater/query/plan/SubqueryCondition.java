package dev.tailwater.query.plan;

import dev.tailwater.engine.Sql;
import dev.tailwater.query.syntax.Subquery;
import java.util.List;

/** The rows of a subquery as an SQL condition: one of them has the values of this row. */
public final class SubqueryCondition {
  private SubqueryCondition() {}

  /**
   * The condition that the fields have the values of one of the rows.
   *
   * @param columns SQL of the texts to compare, one for each field of the subquery
   * @param rows what it found, in the form in which the columns are compared
   */
  public static String of(List<String> columns, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return "false";
    }
    String left = columns.size() == 1 ? columns.getFirst() : tuple(columns);
    List<String> right =
        rows.stream()
            .map(row -> row.stream().map(Sql::literal).toList())
            .map(row -> row.size() == 1 ? row.getFirst() : tuple(row))
            .toList();
    return "(" + left + " IN (" + String.join(", ", right) + "))";
  }

  /** The condition that a text holds all values of one of the rows as phrases. */
  static String keywords(String text, Subquery subquery, Resources resources) {
    List<String> any =
        resources.rows(subquery).stream()
            .map(row ->
                "("
                    + String.join(
                        " AND ",
                        row.stream().map(v -> ScopeText.phrase(v).condition(text)).toList())
                    + ")")
            .toList();
    return any.isEmpty() ? "false" : "(" + String.join(" OR ", any) + ")";
  }

  private static String tuple(List<String> values) {
    return "(" + String.join(", ", values) + ")";
  }
}
