package dev.tailwater.query.run;

import dev.tailwater.query.plan.Warning;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBWritableVector;

/** The function through which SQL warns, see {@link Warning}. Safe for use by many threads. */
final class WarningFunction {
  /** What the runs under way have told, by the id of the run. */
  private static final Map<Long, Set<String>> TOLD = new ConcurrentHashMap<>();

  private WarningFunction() {}

  /** Registers it with the engine of a connection. */
  static void register(DuckDBConnection connection) throws SQLException {
    try (var function = DuckDBFunctions.scalarFunction()) {
      function
          .withName(Warning.FUNCTION)
          .withParameters(Long.class, String.class, Boolean.class)
          .withReturnType(Boolean.class)
          .withVectorizedFunction(WarningFunction::apply)
          .register(connection);
    }
  }

  /** Keeps what a run tells from now on. */
  static void began(long run) {
    TOLD.put(run, ConcurrentHashMap.newKeySet());
  }

  /** Hands over what a run told, in alphabetical order, and forgets it. */
  static void ended(long run, Consumer<String> warnings) {
    Set<String> told = TOLD.remove(run);
    if (told != null) {
      told.stream().sorted().forEach(warnings);
    }
  }

  private static void apply(DuckDBDataChunkReader in, DuckDBWritableVector out) {
    DuckDBReadableVector conditions = in.vector(2);
    long rows = in.rowCount();
    for (long row = 0; row < rows; row++) {
      boolean holds = conditions.getBoolean(row);
      out.setBoolean(row, holds);
      if (!holds) {
        Set<String> told = TOLD.get(in.vector(0).getLong(row));
        // A run that has ended, or SQL that runs without one, has nobody to tell.
        if (told != null) {
          told.add(in.vector(1).getString(row));
        }
      }
    }
  }
}
