package dev.tailwater.query.run;

import dev.tailwater.engine.EngineException;
import dev.tailwater.query.CompiledQuery;
import dev.tailwater.query.QueryCompiler;
import dev.tailwater.query.syntax.Subquery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs the subqueries of one run of a query, each once. */
final class Subqueries implements QueryCompiler.SubqueryRunner {
  private final Statement statement;
  private final OpenScans scans;
  private final StepTables tables;
  private final Saves saves;
  private final Runnable checkCancelled;
  private final Consumer<String> warnings;
  private final Map<Subquery, List<List<String>>> found = new HashMap<>();

  Subqueries(
      Statement statement,
      OpenScans scans,
      StepTables tables,
      Saves saves,
      Runnable checkCancelled,
      Consumer<String> warnings) {
    this.statement = statement;
    this.scans = scans;
    this.tables = tables;
    this.saves = saves;
    this.checkCancelled = checkCancelled;
    this.warnings = warnings;
  }

  @Override
  public List<List<String>> run(CompiledQuery query, Subquery subquery) {
    List<List<String>> known = found.get(subquery);
    if (known == null) {
      try {
        known = rows(query, subquery);
      } catch (SQLException e) {
        throw new EngineException(String.valueOf(e.getMessage()), e);
      }
      found.put(subquery, known);
    }
    return known;
  }

  private List<List<String>> rows(CompiledQuery query, Subquery subquery) throws SQLException {
    tables.make(query.steps(), scans);
    saves.write(query, scans);
    List<List<String>> rows = new ArrayList<>();
    String sql = query.textsSql(scans, subquery.fields(), subquery.most() + 1L);
    try (ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        checkCancelled.run();
        if (rows.size() == subquery.most()) {
          warnings.accept(
              "a subquery found more than "
                  + subquery.most()
                  + " rows; only so many count, see maxresults");
          break;
        }
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= subquery.fields().size(); i++) {
          row.add(result.getString(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
