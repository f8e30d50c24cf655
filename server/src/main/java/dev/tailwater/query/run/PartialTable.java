package dev.tailwater.query.run;

import dev.tailwater.store.ScannedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;

/**
 * What is kept for one question: the parts of groups of slices of files, in a table of the engine
 * with the columns {@link ScannedFile#NUMBER} (a number given here), {@code slice}, and those of
 * the parts. Safe for use by many threads; one fills it, many read it.
 */
final class PartialTable {
  /** As many groups in a slice as this part of its lines are not worth keeping. */
  private static final double MOST_GROUPS = 0.25;

  /** The same where values are ranked. */
  private static final double MOST_VALUES = 0.1;

  private static final long FEW_GROUPS = 5_000;
  private static final long LOCK_WAIT_MILLIS = 50;
  private static final AtomicLong NAMES = new AtomicLong();

  /** What a table takes besides its rows, about. */
  private static final long BYTES_OF_TABLE = 256 << 10;

  /** What a row takes for each of its columns, about. */
  private static final long BYTES_OF_VALUE = 16;

  private final long mostBytes;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  // Guarded by the lock.
  private final Map<Path, KeptFile> files = new HashMap<>();
  private String name = "";
  private int numbers;
  private State state = State.READING;

  /** Rows and elements of lists in the table. */
  private long values;

  private volatile long bytes;

  /** What became of an attempt to read it. */
  enum State {
    /** It is filled, and stays so until the reading ends. */
    READING,
    /** Nothing is kept: there would be nearly as much of it as of lines, or too much. */
    TOO_MANY_GROUPS,
    /** It is no longer in use. */
    DROPPED
  }

  /**
   * An empty one.
   *
   * @param mostBytes with more than so much memory it has too many groups
   */
  PartialTable(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * A file and the slices of it that are in the table.
   *
   * @param number in the table
   * @param base the slice that stands first in the set
   */
  private record KeptFile(int number, long base, BitSet slices) {
    boolean has(Slices wanted) {
      int from = Math.toIntExact(wanted.first() - base);
      return slices.nextClearBit(from) >= from + wanted.count();
    }

    /** The oldest one there is. */
    long first() {
      return base + Math.max(0, slices.nextSetBit(0));
    }

    void set(Slices read) {
      slices.set(Math.toIntExact(read.first() - base), Math.toIntExact(read.end() - base));
    }

    void clearBefore(long slice) {
      slices.clear(0, Math.toIntExact(Math.max(0, slice - base)));
    }
  }

  /**
   * Reads what is missing and begins a reading, which {@link #endReading} ends on the same thread;
   * no other state than {@code READING} needs an end.
   *
   * @param checkCancelled throws when waiting makes no sense any more
   */
  State read(WantedParts parts, Statement statement, Runnable checkCancelled) throws SQLException {
    await(lock.readLock(), checkCancelled);
    if (state != State.READING || hasAll(parts)) {
      return kept();
    }
    lock.readLock().unlock();
    await(lock.writeLock(), checkCancelled);
    try {
      if (state == State.READING) {
        try {
          fill(parts, statement, checkCancelled);
        } catch (SQLException | RuntimeException e) {
          abandon(statement.getConnection(), e);
          throw e;
        }
      }
      lock.readLock().lock();
      return kept();
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** The state; the lock for reading stays held only where there is something to read. */
  private State kept() {
    State now = state;
    if (now != State.READING) {
      lock.readLock().unlock();
    }
    return now;
  }

  void endReading() {
    lock.readLock().unlock();
  }

  /** How much memory it takes, about. */
  long bytes() {
    return bytes;
  }

  /** Drops it, unless it is being read or filled. */
  boolean dropIfUnused(Statement statement) throws SQLException {
    if (!lock.writeLock().tryLock()) {
      return false;
    }
    try {
      drop(statement, State.DROPPED);
      return true;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** An item for a FROM clause with all parts that a run needs. Only while it is being read. */
  String sql(WantedParts parts) {
    String columns = String.join(", ", parts.columns());
    String numbersOfFiles =
        parts.files().stream()
            .map(file -> Integer.toString(kept(file).number()))
            .collect(Collectors.joining(", "));
    return "(SELECT "
        + columns
        + " FROM "
        + name
        + " WHERE file IN ("
        + numbersOfFiles
        + ") AND slice >= "
        + parts.slices().first()
        + " AND slice < "
        + parts.slices().end()
        + " UNION ALL SELECT "
        + columns
        + " FROM ("
        + parts.restSql()
        + "))";
  }

  private KeptFile kept(ScannedFile file) {
    KeptFile kept = files.get(file.path());
    if (kept == null) {
      throw new IllegalStateException("nothing is kept of " + file.path());
    }
    return kept;
  }

  private boolean hasAll(WantedParts parts) {
    return parts.files().stream()
        .allMatch(file -> {
          KeptFile kept = files.get(file.path());
          return kept != null && kept.has(parts.slicesOf(file));
        });
  }

  private static void await(Lock wanted, Runnable checkCancelled) {
    try {
      while (!wanted.tryLock(LOCK_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        checkCancelled.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      checkCancelled.run();
      throw new IllegalStateException("interrupted while another query was read", e);
    }
  }

  private void fill(WantedParts parts, Statement statement, Runnable checkCancelled)
      throws SQLException {
    forget(parts, statement);
    boolean empty = name.isEmpty();
    // Slices that are missing of several files are read together.
    Map<Slices, List<ScannedFile>> missing = new LinkedHashMap<>();
    for (ScannedFile file : parts.files()) {
      for (Slices slices : missing(parts, file)) {
        missing.computeIfAbsent(slices, key -> new ArrayList<>()).add(file);
      }
    }
    for (Map.Entry<Slices, List<ScannedFile>> each : missing.entrySet()) {
      checkCancelled.run();
      if (!addAll(parts, each.getValue(), each.getKey(), statement)) {
        drop(statement, empty ? State.TOO_MANY_GROUPS : State.READING);
        if (!empty) {
          // What other ranges left may be what makes it large.
          fill(parts, statement, checkCancelled);
        }
        return;
      }
    }
  }

  /** Reads slices of files, of one first when nothing is known of how many groups there are. */
  private boolean addAll(
      WantedParts parts, List<ScannedFile> some, Slices slices, Statement statement)
      throws SQLException {
    if (!name.isEmpty() || some.size() == 1) {
      return add(parts, some, slices, 1, statement);
    }
    ScannedFile largest =
        Collections.max(some, Comparator.comparingLong(file -> WantedParts.lines(file, slices)));
    double share = (double) WantedParts.lines(largest, slices) / parts.lines();
    List<ScannedFile> others = some.stream().filter(file -> !file.equals(largest)).toList();
    return add(parts, List.of(largest), slices, share, statement)
        && add(parts, others, slices, 1, statement);
  }

  /** Runs of slices that are not kept of a file: all of the run's where nothing is. */
  private List<Slices> missing(WantedParts parts, ScannedFile file) {
    Slices wanted = parts.slicesOf(file);
    KeptFile kept = files.get(file.path());
    if (kept == null) {
      return List.of(parts.slices());
    }
    List<Slices> missing = new ArrayList<>();
    int end = Math.toIntExact(wanted.end() - kept.base());
    int from = kept.slices().nextClearBit(Math.toIntExact(wanted.first() - kept.base()));
    while (from < end) {
      int next = kept.slices().nextSetBit(from);
      int to = next < 0 ? end : Math.min(next, end);
      missing.add(wanted.some(kept.base() + from, kept.base() + to));
      from = kept.slices().nextClearBit(to);
    }
    return missing;
  }

  /**
   * Reads slices of files; false when they have too many groups to keep.
   *
   * @param share of the memory that they may take
   */
  private boolean add(
      WantedParts parts, List<ScannedFile> some, Slices slices, double share, Statement statement)
      throws SQLException {
    Map<ScannedFile, Integer> numbered = new LinkedHashMap<>();
    long lines = 0;
    for (ScannedFile file : some) {
      KeptFile kept = files.get(file.path());
      numbered.put(file, kept == null ? numbers++ : kept.number());
      lines += WantedParts.lines(file, slices);
    }
    double part = parts.groups().value().isPresent() ? MOST_VALUES : MOST_GROUPS;
    long before = values;
    long room = (long) (share * mostBytes / bytesOfRow(parts)) - before;
    long most =
        Math.min(
            Math.max(FEW_GROUPS, (long) (lines * part)),
            Math.max(share < 1 ? FEW_GROUPS : 0, room));
    String select = "SELECT * FROM (" + parts.sql(numbered, slices) + ") LIMIT " + (most + 1);
    if (name.isEmpty()) {
      String table = "partial_" + NAMES.incrementAndGet();
      statement.execute("CREATE TABLE " + table + " AS " + select);
      name = table;
    } else {
      statement.execute("INSERT INTO " + name + " " + select);
    }
    for (Map.Entry<ScannedFile, Integer> each : numbered.entrySet()) {
      ScannedFile file = each.getKey();
      Slices read = slices.touching(file.first(), file.last());
      KeptFile kept =
          files.computeIfAbsent(
              file.path(),
              path -> {
                long base = slices.all(file.first(), file.last()).first();
                return new KeptFile(each.getValue(), base, new BitSet());
              });
      kept.set(read);
    }
    count(parts, statement);
    return values - before <= most;
  }

  private static long bytesOfRow(WantedParts parts) {
    return (parts.columns().size() + 2) * BYTES_OF_VALUE;
  }

  private void count(WantedParts parts, Statement statement) throws SQLException {
    String elements =
        parts.groups().listNames().stream()
            .map(list -> " + coalesce(sum(len(" + list + ")), 0)")
            .collect(Collectors.joining());
    try (ResultSet counted =
        statement.executeQuery("SELECT count(*)" + elements + " FROM " + name)) {
      counted.next();
      values = counted.getLong(1);
      bytes = BYTES_OF_TABLE + values * bytesOfRow(parts);
    }
  }

  /**
   * Forgets files that were merged into others, and slices that ranges have moved away from: those
   * that are older by the length of the range, when there are as many again. The engine gives
   * memory back when a table goes.
   */
  private void forget(WantedParts parts, Statement statement) throws SQLException {
    List<Path> deleted = files.keySet().stream().filter(Files::notExists).toList();
    long oldest = parts.slices().first() - parts.slices().count();
    boolean old =
        files.values().stream().anyMatch(kept -> kept.first() < oldest - parts.slices().count());
    if (name.isEmpty() || (deleted.isEmpty() && !old)) {
      return;
    }
    deleted.forEach(files::remove);
    files.values().forEach(kept -> kept.clearBefore(oldest));
    files.values().removeIf(kept -> kept.slices().isEmpty());
    String rest =
        files.values().stream()
            .map(kept -> Integer.toString(kept.number()))
            .collect(Collectors.joining(", ", "file IN (", ")"));
    String table = "partial_" + NAMES.incrementAndGet();
    statement.execute(
        "CREATE TABLE "
            + table
            + " AS SELECT * FROM "
            + name
            + " WHERE slice >= "
            + oldest
            + " AND "
            + (files.isEmpty() ? "false" : rest));
    statement.execute("DROP TABLE " + name);
    name = table;
    count(parts, statement);
  }

  /**
   * Begins anew after a failure: the table may hold what the files are not known to have, or less
   * than they are known to have.
   */
  private void abandon(Connection connection, Exception failure) {
    String table = name;
    clear();
    if (table.isEmpty()) {
      return;
    }
    // The driver closed the statement that failed.
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE " + table);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private void drop(Statement statement, State then) throws SQLException {
    if (!name.isEmpty()) {
      statement.execute("DROP TABLE " + name);
    }
    clear();
    state = then;
  }

  private void clear() {
    name = "";
    files.clear();
    values = 0;
    bytes = 0;
  }
}
