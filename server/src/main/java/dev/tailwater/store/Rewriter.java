package dev.tailwater.store;

import dev.tailwater.engine.Engine;
import dev.tailwater.engine.EngineOptions;
import dev.tailwater.engine.Sql;
import dev.tailwater.fault.FaultPoint;
import dev.tailwater.store.LogTable.WrittenFile;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the lines of data files to new ones. It has an engine of its own, with one thread and its
 * own memory: sorting a file takes neither from queries and flushes. For one thread, except {@link
 * #stop}.
 */
final class Rewriter implements AutoCloseable {
  private final Engine engine;
  private final DataFileWriter writer;

  // Guarded by this.
  private @Nullable Statement running;
  private boolean stopped;

  Rewriter(LogTable table, UnfinishedFiles unfinished, UpkeepOptions options) {
    this.engine = Engine.open(new EngineOptions(options.memoryMegabytes(), 1, options.spill()));
    this.writer = new DataFileWriter(table, unfinished, FaultPoint.COMPACT_COPY);
  }

  /**
   * Writes the lines of files of one partition to one file.
   *
   * @param without accounts whose lines are left out
   * @return empty when no line is left
   */
  Optional<WrittenFile> merge(List<DataFileInfo> files, Set<Long> without)
      throws SQLException, IOException {
    String rows = "read_parquet([" + paths(files) + "], hive_partitioning = false)";
    if (!without.isEmpty()) {
      rows += " WHERE _account NOT IN (" + numbers(without) + ")";
    }
    try (var connection = engine.connect();
        Statement statement = connection.createStatement()) {
      begin(statement);
      try {
        return writer.write(statement, rows, files.getFirst().partition());
      } finally {
        end();
      }
    }
  }

  /** Whether the file holds a line of one of the accounts. */
  boolean holds(DataFileInfo file, Set<Long> accounts) throws SQLException {
    try (var connection = engine.connect();
        Statement statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT 1 FROM read_parquet(["
                    + paths(List.of(file))
                    + "], hive_partitioning = false) WHERE _account IN ("
                    + numbers(accounts)
                    + ") LIMIT 1")) {
      return row.next();
    }
  }

  private static String paths(List<DataFileInfo> files) {
    return files.stream()
        .map(file -> Sql.literal(file.path().toString()))
        .collect(Collectors.joining(", "));
  }

  private static String numbers(Set<Long> accounts) {
    return accounts.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private synchronized void begin(Statement statement) throws SQLException {
    if (stopped) {
      throw new SQLException("the upkeep was stopped");
    }
    running = statement;
  }

  private synchronized void end() {
    running = null;
  }

  /** Ends the writing that is under way with an error, and what follows. */
  synchronized void stop() {
    stopped = true;
    if (running != null) {
      try {
        running.cancel();
      } catch (SQLException e) {
        throw new IllegalStateException("cannot end a statement of the engine", e);
      }
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
