package dev.tailwater.query.plan;

import dev.tailwater.query.syntax.TablePath;
import java.util.List;

/**
 * Rows that a run writes to a table of the account.
 *
 * @param append whether the rows that the table has stay
 * @param columns of the table
 * @param values for each column what a row gives it
 */
public record Saving(
    TablePath path, boolean append, List<StoredTable.Column> columns, List<Value> values) {
  public Saving {
    columns = List.copyOf(columns);
    values = List.copyOf(values);
  }
}
