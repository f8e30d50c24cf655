package dev.tailwater.query;

import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.MessageColumns;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.record.LogColumns;
import java.util.ArrayList;
import java.util.List;

/**
 * A field extraction rule that can run: the fields it gives, as SQL over a batch of lines.
 * Immutable. The SQL calls the functions that {@link dev.tailwater.query.run.EngineFunctions}
 * registers.
 */
public final class CompiledRule {
  private final Relation rows;

  CompiledRule(Relation rows) {
    this.rows = rows;
  }

  /**
   * The fields it gives, in order. A built-in name such as {@code _sourcename} among them means
   * that the rule rewrites it.
   */
  public List<ResultField> fields() {
    return made().stream()
        .map(field -> new ResultField(field.folded(), field.name(), field.type(), false, true))
        .toList();
  }

  /**
   * SQL for the lines to which the rule applies and which its expression accepted: {@code
   * _messageid}, then each field as text. A line that is missing gets no field from this rule.
   *
   * @param lines an item of a FROM clause with the columns of {@link LogColumns}
   */
  public String sql(String lines) {
    List<String> columns = new ArrayList<>();
    columns.add(MessageColumns.ID + " AS " + LogColumns.MESSAGE_ID.name());
    for (Field field : made()) {
      columns.add(field.value().asString().sql() + " AS f" + (columns.size() - 1));
    }
    return rows.sql(
        (range, read) -> lines, "SELECT " + String.join(", ", columns) + " FROM " + rows.input());
  }

  private List<Field> made() {
    return rows.schema().fields().stream()
        .filter(field -> field.origin() == Field.Origin.QUERY)
        .toList();
  }
}
