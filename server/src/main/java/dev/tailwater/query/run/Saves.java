package dev.tailwater.query.run;

import dev.tailwater.query.CompiledQuery;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.plan.LineScans;
import dev.tailwater.query.plan.Saving;
import dev.tailwater.query.plan.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what queries of one run save. */
final class Saves {
  private final Statement statement;
  private final Tables.View tables;
  private final boolean allowed;
  private final Runnable checkCancelled;

  /**
   * Prepares for one run.
   *
   * @param allowed false refuses every query that saves
   */
  Saves(Statement statement, Tables.View tables, boolean allowed, Runnable checkCancelled) {
    this.statement = statement;
    this.tables = tables;
    this.allowed = allowed;
    this.checkCancelled = checkCancelled;
  }

  /**
   * Writes the rows of a query whose steps are there, if it saves them.
   *
   * @param scans what it reads
   */
  void write(CompiledQuery query, LineScans scans) throws SQLException {
    if (query.saving().isEmpty()) {
      return;
    }
    if (!allowed) {
      throw new QueryException(
          "query.readonly", "the query saves rows, which nobody may do from here");
    }
    Saving saving = query.saving().get();
    List<Value> values = saving.values();
    try (TableWriter writer = tables.write(saving.path(), saving.columns(), saving.append());
        ResultSet found = statement.executeQuery(query.savingSql(scans))) {
      while (found.next()) {
        checkCancelled.run();
        @Nullable Object[] row = new Object[values.size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = Rows.value(found, i + 1, values.get(i).type());
        }
        writer.add(row);
      }
      checkCancelled.run();
      writer.commit();
    }
  }
}
