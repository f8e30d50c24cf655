package dev.tailwater.query.run;

import dev.tailwater.engine.Engine;
import dev.tailwater.query.CompiledQuery;
import dev.tailwater.query.plan.BucketWidth;
import dev.tailwater.query.plan.ScanRange;
import dev.tailwater.query.plan.Step;
import dev.tailwater.query.plan.Warning;
import dev.tailwater.record.Column;
import dev.tailwater.store.Scan;
import dev.tailwater.store.TimeAxis;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Aggregates of slices of files, kept from one run of a query to the next. A dashboard asks the
 * same again and again over a range that has moved on a little; what it has asked of a file that
 * never changes needs not be read again, only the ends of the range, new files and hot lines. Of
 * those that want the same at the same time one reads it and the others wait. Safe for use by many
 * threads.
 *
 * <p>Tables of the engine hold them, one for each question asked in slices of one width, within a
 * limit of memory: those that were not asked for longest go.
 */
final class PartialAggregates {
  /** Of the memory of the engine. */
  private static final int PART_OF_MEMORY = 4;

  /** One question may take such a part of all that may be kept. */
  private static final int PART_OF_ONE = 2;

  private static final int MOST_TABLES = 1_000;

  /** So few lines are soon read. */
  private static final long FEW_LINES = 200_000;

  /** A range has at most so many slices; its ends outside of whole slices are read each time. */
  private static final int SLICES = 300;

  /** Where there are many groups in each. */
  private static final int WIDE_SLICES = 24;

  /** Reading ahead leaves so much of the memory to what is asked. */
  private static final double FREE_FOR_ASKING = 0.25;

  private final long mostBytes;

  /** Guarded by itself. */
  private final Map<Question, PartialTable> tables = new HashMap<>();

  /**
   * Nothing is kept yet.
   *
   * @param engineBytes how much memory the engine may use
   */
  PartialAggregates(long engineBytes) {
    this.mostBytes = engineBytes / PART_OF_MEMORY;
  }

  /**
   * What is asked of lines, whatever the range.
   *
   * @param sql makes the parts, with nothing in it of where the lines are
   * @param width of the slices, in milliseconds
   */
  private record Question(long account, TimeAxis axis, String sql, long width) {}

  /**
   * The scans of one run; to be closed when the run has read its result.
   *
   * @param open what the query reads where nothing is kept
   * @param statement reads what is not kept yet
   * @param checkCancelled throws when the run is cancelled
   */
  PartialScans of(
      CompiledQuery query,
      QueryRequest request,
      OpenScans open,
      Statement statement,
      Runnable checkCancelled)
      throws SQLException {
    Optional<String> asked = asked(query, request);
    if (asked.isEmpty()) {
      return PartialScans.none(open);
    }
    Step.Grouped groups = query.mergeable().orElseThrow();
    ScanRange range = query.ranges().findFirst().orElseThrow();
    Scan scan = open.scan(range);
    for (int slices : List.of(SLICES, WIDE_SLICES)) {
      long width = BucketWidth.forAtMost(slices, request.context().range().length().toMillis());
      Slices wanted = Slices.within(range.from(), range.to(), width);
      Question question = new Question(request.account(), request.axis(), asked.get(), width);
      WantedParts parts = WantedParts.of(query, groups, scan, request.axis(), wanted);
      if (parts.files().isEmpty()) {
        break;
      }
      boolean cheapAndNew = isCheapAndNew(question, parts);
      dropOldest(mostBytes, statement);
      if (cheapAndNew) {
        break;
      }
      Optional<PartialScans> scans = scans(question, parts, open, statement, checkCancelled);
      if (scans.isPresent()) {
        return scans.get();
      }
    }
    return PartialScans.none(open);
  }

  /** Whether there is little room for more than is kept now. */
  boolean isNearlyFull() {
    synchronized (tables) {
      return bytes() > mostBytes * (1 - FREE_FOR_ASKING);
    }
  }

  /** What is asked of lines, where parts of the answer can be kept for other runs. */
  private static Optional<String> asked(CompiledQuery query, QueryRequest request) {
    return query
        .mergeable()
        .map(groups -> query.partsSql((lines, columns) -> "lines" + names(columns), groups))
        .filter(sql -> !isOfThisRun(sql, request));
  }

  /**
   * Whether it is read at once: what few lines are asked for the first time is mostly asked once,
   * and reading file by file takes longer than reading all together.
   */
  private boolean isCheapAndNew(Question question, WantedParts parts) {
    if (parts.lines() >= FEW_LINES) {
      return false;
    }
    synchronized (tables) {
      return tables.putIfAbsent(question, new PartialTable(mostBytes / PART_OF_ONE)) == null;
    }
  }

  private Optional<PartialScans> scans(
      Question question,
      WantedParts parts,
      OpenScans open,
      Statement statement,
      Runnable checkCancelled)
      throws SQLException {
    while (true) {
      PartialTable table;
      synchronized (tables) {
        table =
            tables.computeIfAbsent(question, asked -> new PartialTable(mostBytes / PART_OF_ONE));
      }
      switch (table.read(parts, statement, checkCancelled)) {
        case READING -> {
          try {
            return Optional.of(PartialScans.of(open, table, parts));
          } catch (RuntimeException e) {
            table.endReading();
            throw e;
          }
        }
        case TOO_MANY_GROUPS -> {
          return Optional.empty();
        }
        // It had just been dropped to make room; another one takes its place.
        case DROPPED -> {
          synchronized (tables) {
            tables.remove(question, table);
          }
        }
      }
    }
  }

  /**
   * Drops all that no run is reading: a query needs the memory. Whether there was anything to drop.
   */
  boolean giveWay(Engine engine) throws SQLException {
    try (Connection connection = engine.connect();
        Statement statement = connection.createStatement()) {
      return dropOldest(0, statement);
    }
  }

  /** Drops what was not asked for longest, down to so many bytes; whether there was any. */
  private boolean dropOldest(long most, Statement statement) throws SQLException {
    List<PartialTable> dropped = new ArrayList<>();
    synchronized (tables) {
      long bytes = bytes();
      if (bytes <= most && tables.size() <= MOST_TABLES) {
        return false;
      }
      long now = System.nanoTime();
      List<PartialTable> longestFirst =
          tables.values().stream()
              .sorted(Comparator.comparingLong(table -> table.lastAsked() - now))
              .toList();
      for (PartialTable table : longestFirst) {
        if (bytes <= most && tables.size() - dropped.size() <= MOST_TABLES) {
          break;
        }
        long its = table.bytes();
        if (table.dropIfUnused(statement)) {
          dropped.add(table);
          bytes -= its;
        }
      }
      tables.values().removeAll(dropped);
    }
    return !dropped.isEmpty();
  }

  /** Of all tables; their lock is held. */
  private long bytes() {
    return tables.values().stream().mapToLong(PartialTable::bytes).sum();
  }

  private static String names(Collection<Column> columns) {
    return columns.stream().map(Column::name).sorted().collect(Collectors.joining(" "));
  }

  /** Whether no other run will ask the same, or it tells more than rows. */
  private static boolean isOfThisRun(String sql, QueryRequest request) {
    Stream<Instant> moments =
        Stream.of(
            request.context().now(),
            request.context().range().from(),
            request.context().range().to());
    return sql.contains(Warning.FUNCTION)
        || moments.anyMatch(moment -> sql.contains(Long.toString(moment.toEpochMilli())));
  }
}
