package dev.tailwater.query.run;

import dev.tailwater.query.plan.Type;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Fills a temporary table of a connection with rows of the language's values. After its columns for
 * them the table has one for the number of the row, from 0. For one thread.
 */
public final class RowAppender implements AutoCloseable {
  private final DuckDBAppender appender;
  private final List<Type> types;
  private long rows;

  /** An appender for a temporary table with columns of these types, and a BIGINT after them. */
  public RowAppender(DuckDBConnection connection, String table, List<Type> types)
      throws SQLException {
    this.appender = connection.createAppender("temp", "main", table);
    this.types = List.copyOf(types);
  }

  /** How many rows it took. */
  public long rows() {
    return rows;
  }

  /** Takes a row of String, Integer, Long, Double, Boolean or null. */
  public void append(@Nullable Object[] row) throws SQLException {
    appender.beginRow();
    for (int i = 0; i < types.size(); i++) {
      append(row[i], types.get(i));
    }
    appender.append(rows++);
    appender.endRow();
  }

  private void append(@Nullable Object value, Type type) throws SQLException {
    switch (value) {
      case null -> appender.appendNull();
      case String text -> appender.append(text);
      case Boolean truth -> appender.append(truth);
      case Number number when type == Type.DOUBLE -> appender.append(number.doubleValue());
      case Number number when type == Type.INT -> appender.append(number.intValue());
      case Number number -> appender.append(number.longValue());
      default -> throw new IllegalStateException("no value of the language: " + value.getClass());
    }
  }

  /** Ends; only now the table surely has all rows. */
  @Override
  public void close() throws SQLException {
    appender.close();
  }
}
