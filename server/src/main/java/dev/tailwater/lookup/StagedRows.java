package dev.tailwater.lookup;

import dev.tailwater.engine.Engine;
import dev.tailwater.engine.EngineException;
import dev.tailwater.query.plan.StoredTable;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.run.RowAppender;
import dev.tailwater.query.run.TableException;
import dev.tailwater.query.run.TableWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Rows on their way into a table: they wait in the engine until all of them are there. */
final class StagedRows implements TableWriter {
  /** The temporary table that they wait in: columns as in the file, then the number of the row. */
  static final String TABLE = "staged";

  private final List<LookupColumn> columns;
  private final SizeLimit limit;
  private final Commit commit;
  private final DuckDBConnection connection;
  private final RowAppender appender;
  private long bytes;

  /** Puts the waiting rows into the table. */
  interface Commit {
    void of(Statement staged) throws SQLException;
  }

  private StagedRows(
      List<LookupColumn> columns, SizeLimit limit, Commit commit, DuckDBConnection connection)
      throws SQLException {
    this.columns = columns;
    this.limit = limit;
    this.commit = commit;
    this.connection = connection;
    List<String> definitions = new ArrayList<>();
    for (LookupColumn column : columns) {
      definitions.add(StoredTable.column(definitions.size()) + " " + column.type().sql());
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TEMP TABLE " + TABLE + " (" + String.join(", ", definitions) + ", n BIGINT)");
    }
    this.appender =
        new RowAppender(connection, TABLE, columns.stream().map(LookupColumn::type).toList());
  }

  /** Begins to take rows of these columns. */
  static StagedRows open(
      Engine engine, List<LookupColumn> columns, SizeLimit limit, Commit commit) {
    DuckDBConnection connection = engine.connect();
    try {
      return new StagedRows(columns, limit, commit, connection);
    } catch (SQLException e) {
      try (connection) {
        throw failed(e);
      } catch (SQLException closing) {
        e.addSuppressed(closing);
        throw failed(e);
      }
    }
  }

  @Override
  public void add(@Nullable Object[] row) {
    for (int i = 0; i < columns.size(); i++) {
      if (row[i] == null && columns.get(i).key()) {
        throw new TableException(
            "the primary key column "
                + columns.get(i).name()
                + " has no value in row "
                + (appender.rows() + 1));
      }
      bytes +=
          columns.get(i).type() != Type.STRING
              ? 8
              : row[i] instanceof String text
                  ? text.getBytes(StandardCharsets.UTF_8).length + 1
                  : 1;
    }
    limit.check(bytes);
    try {
      appender.append(row);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void commit() {
    try (Statement statement = connection.createStatement()) {
      appender.close();
      commit.of(statement);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** SQL for the size of rows of these columns, as {@link #add} counts it. */
  static String bytes(List<LookupColumn> columns) {
    List<String> sizes = new ArrayList<>();
    for (LookupColumn column : columns) {
      sizes.add(
          column.type() == Type.STRING
              ? "coalesce(strlen(" + StoredTable.column(sizes.size()) + "), 0) + 1"
              : "8");
    }
    return "CAST(coalesce(sum(" + String.join(" + ", sizes) + "), 0) AS BIGINT)";
  }

  @Override
  public void close() {
    try (connection) {
      appender.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static EngineException failed(SQLException e) {
    return new EngineException(String.valueOf(e.getMessage()), e);
  }
}
