package dev.tailwater.store;

import dev.tailwater.engine.Engine;
import dev.tailwater.engine.EngineOptions;
import dev.tailwater.fault.FaultPoint;
import dev.tailwater.record.LogColumns;
import dev.tailwater.store.LogTable.WrittenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the lines of data files to new ones. It has an engine of its own, with one thread and its
 * own memory: sorting a file takes neither from queries and flushes. For one thread, except {@link
 * #stop}.
 */
final class Rewriter {
  /** A file while it is sorted, in its own size: 4.5 for a fleet's lines, measured. */
  private static final int SPILL_RATIO = 6;

  /** Left for flushes and the log. */
  private static final long RESERVE_BYTES = 256L << 20;

  private final UpkeepOptions options;
  private final DataFileSql sql;
  private final DataFileWriter writer;
  private final TermIndex terms;

  /** Open while there is work. */
  private @Nullable Engine engine;

  /** Files with the deleted accounts of which they hold no line. */
  private Map<DataFileInfo, Set<Long>> searched = Map.of();

  // Guarded by this.
  private @Nullable Statement running;
  private boolean stopped;

  Rewriter(LogTable table, UnfinishedFiles unfinished, TermIndex terms, UpkeepOptions options) {
    this.options = options;
    this.sql = table.fileSql();
    this.terms = terms;
    this.writer = new DataFileWriter(table, unfinished, FaultPoint.COMPACT_COPY);
  }

  /**
   * Writes the lines of files of one partition to one file, with its term filters.
   *
   * @param without accounts whose lines are left out
   * @return empty when no line is left
   */
  Optional<WrittenFile> merge(List<DataFileInfo> files, Set<Long> without)
      throws SQLException, IOException {
    String rows = sql.stored(files.stream().map(DataFileInfo::path).toList());
    String condition = without.isEmpty() ? "" : " WHERE _account NOT IN (" + numbers(without) + ")";
    Optional<WrittenFile> written;
    try (var connection = engine().connect();
        Statement statement = connection.createStatement()) {
      begin(statement);
      try {
        written =
            writer.write(
                statement,
                DataFileWriter.Source.files(rows + condition, areSorted(files)),
                files.getFirst().partition());
      } finally {
        end();
      }
    }
    written.ifPresent(file -> terms.add(file.info()));
    return written;
  }

  private boolean areSorted(List<DataFileInfo> files) {
    return FileSizes.of(files).rows() <= options.sortedRows();
  }

  /** Whether the disk has room for the file, and for what does not fit in memory on the way. */
  boolean hasRoomFor(List<DataFileInfo> files) throws IOException {
    // The file may be somewhat larger than those it is made of, and has its filters beside it.
    int times = areSorted(files) ? 1 + SPILL_RATIO : 2;
    long needed = FileSizes.of(files).bytes() * times + RESERVE_BYTES;
    return Files.getFileStore(files.getFirst().path()).getUsableSpace() >= needed;
  }

  /** The files with lines of some accounts. Each file is opened once to find out. */
  List<DataFileInfo> holding(Collection<DataFileInfo> files, Set<Long> accounts)
      throws SQLException {
    List<DataFileInfo> holding = new ArrayList<>();
    Map<DataFileInfo, Set<Long>> without = new HashMap<>();
    if (!accounts.isEmpty()) {
      for (DataFileInfo file : files) {
        Set<Long> known = searched.getOrDefault(file, Set.of());
        Set<Long> open =
            accounts.stream()
                .filter(account -> file.mayHold(account) && !known.contains(account))
                .collect(Collectors.toUnmodifiableSet());
        if (!open.isEmpty() && holds(file, open)) {
          holding.add(file);
        } else {
          without.put(file, accounts);
        }
      }
    }
    searched = without;
    return holding;
  }

  private boolean holds(DataFileInfo file, Set<Long> accounts) throws SQLException {
    try (var connection = engine().connect();
        Statement statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT 1 FROM "
                    + sql.stored(List.of(file.path()), Set.of(LogColumns.ACCOUNT))
                    + " WHERE _account IN ("
                    + numbers(accounts)
                    + ") LIMIT 1")) {
      return row.next();
    }
  }

  private Engine engine() {
    Engine open = engine;
    if (open == null) {
      open = Engine.open(new EngineOptions(options.memoryMegabytes(), 1, options.spill()));
      engine = open;
    }
    return open;
  }

  /** Gives the engine's memory back until there is work again. */
  void rest() {
    Engine open = engine;
    engine = null;
    if (open != null) {
      open.close();
    }
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
}
