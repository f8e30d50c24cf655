package dev.tailwater.query.plan;

import java.util.Locale;

/**
 * A field of the rows between two stages.
 *
 * @param name in its first spelling, for display
 * @param column the name of the SQL column that holds it
 * @param origin where its value comes from
 * @param key whether rows are grouped by it
 */
public record Field(String name, String column, Type type, Origin origin, boolean key) {
  /** Where a field's value comes from. */
  public enum Origin {
    /** Known of every line: text, times, source. */
    METADATA,
    /** Follows from others or is the same for all lines; there when it is named, else not shown. */
    IMPLIED,
    /** Extracted from Heroku's own lines when they came in. */
    EXTRACTED,
    /** Given to the line by a rule, a header or a collector. */
    CUSTOM,
    /** Made by a stage of this query. */
    QUERY,
    /** A column that the query made of the values of a field. */
    CELL
  }

  /** The name by which it is looked up, and by which programs know it. */
  public String folded() {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Whether it is the text of a line as it was sent. */
  public boolean isTextOfLine() {
    return column.equals(MessageColumns.TEXT);
  }

  /** The same field, shown when it was only implied. */
  public Field shown() {
    return origin == Origin.IMPLIED ? new Field(name, column, type, Origin.QUERY, key) : this;
  }

  /** Its value in a row. */
  public Value value() {
    return new Value(type, column);
  }
}
