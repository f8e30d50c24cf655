package dev.tailwater.query.plan;

import dev.tailwater.query.syntax.KeyPair;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which rows of a table belong to a row: those whose columns have the values of its fields. Texts
 * are compared without letter case, and so is what differs in type; null is equal to nothing.
 */
public final class TableMatch {
  /** Stands for the table in {@link #condition}. */
  public static final String ALIAS = "k";

  private final StoredTable table;
  private final Set<Integer> columns;
  private final List<String> conditions;

  private TableMatch(StoredTable table, Set<Integer> columns, List<String> conditions) {
    this.table = table;
    this.columns = columns;
    this.conditions = conditions;
  }

  /**
   * The rows of a table for rows with these fields.
   *
   * @param pairs field and column; the other way round where only that makes sense
   */
  public static TableMatch of(StoredTable table, List<KeyPair> pairs, Schema schema) {
    Set<Integer> columns = new LinkedHashSet<>();
    List<String> conditions = new ArrayList<>();
    for (KeyPair written : pairs) {
      boolean backwards =
          table.find(written.column().folded()).isEmpty()
              && table.find(written.field().folded()).isPresent()
              && schema.find(written.column().folded()).isPresent();
      KeyPair pair = backwards ? written.swapped() : written;
      int column = table.require(pair.column());
      columns.add(column);
      conditions.add(
          equal(
              new Value(
                  table.columns().get(column).type(), ALIAS + "." + StoredTable.column(column)),
              schema.value(pair.field())));
    }
    return new TableMatch(table, columns, conditions);
  }

  /** The places of the columns that are compared. */
  public Set<Integer> columns() {
    return columns;
  }

  /** SQL: a row of {@link #ALIAS} belongs to the row. */
  public String condition() {
    return String.join(" AND ", conditions);
  }

  /** SQL: the table has a row that belongs to the row. */
  public String exists() {
    return "EXISTS (SELECT 1 FROM "
        + table.relation()
        + " AS "
        + ALIAS
        + " WHERE "
        + condition()
        + ")";
  }

  /** The table as an item of a FROM clause, of rows that no row can tell apart only the last. */
  public String lastRows() {
    List<String> values = new ArrayList<>();
    for (int column : columns) {
      boolean text = table.columns().get(column).type() == Type.STRING;
      values.add((text ? "lower(" : "(") + StoredTable.column(column) + ")");
    }
    return "(SELECT * FROM "
        + table.relation()
        + " QUALIFY row_number() OVER (PARTITION BY "
        + String.join(", ", values)
        + " ORDER BY "
        + StoredTable.LINE
        + " DESC) = 1)";
  }

  private static String equal(Value column, Value field) {
    boolean comparable =
        column.type() == field.type() || (column.type().isIntegral() && field.type().isIntegral());
    return comparable && column.type() != Type.STRING
        ? column.sql() + " = " + field.sql()
        : "lower(" + column.asString().sql() + ") = lower(" + field.asString().sql() + ")";
  }
}
