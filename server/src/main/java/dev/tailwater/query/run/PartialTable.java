package dev.tailwater.query.run;

import dev.tailwater.store.ScannedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;

/**
 * What is kept for one question: the parts of groups of slices of files, in a table of the engine
 * with the columns {@code file} (its number here), {@code slice}, and those of the parts. Safe for
 * use by many threads; one fills it, many read it.
 */
final class PartialTable {
  /** As many groups in a slice as this part of its lines are not worth keeping. */
  private static final double MOST_GROUPS = 0.25;

  private static final long FEW_GROUPS = 5_000;
  private static final long LOCK_WAIT_MILLIS = 50;
  private static final AtomicLong NAMES = new AtomicLong();

  /** What a table takes besides its rows, and a row for each of its columns, about. */
  private static final long BYTES_OF_TABLE = 256 << 10;

  private static final long BYTES_OF_VALUE = 16;

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  // Guarded by the lock.
  private final Map<Path, KeptFile> files = new HashMap<>();
  private String name = "";
  private int numbers;
  private State state = State.READING;

  private volatile long bytes;

  /** What became of an attempt to read it. */
  enum State {
    /** It is filled, and stays so until the reading ends. */
    READING,
    /** Nothing is kept: there would be nearly as much of it as there are lines. */
    TOO_MANY_GROUPS,
    /** It is no longer in use. */
    DROPPED
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
  }

  /**
   * Reads what is missing and begins a reading, which {@link #endReading} ends on the same thread;
   * no other state than {@code READING} needs an end.
   *
   * @param checkCancelled throws when waiting makes no sense any more
   */
  State read(Parts parts, Statement statement, Runnable checkCancelled) throws SQLException {
    await(lock.readLock(), checkCancelled);
    if (state != State.READING || hasAll(parts)) {
      return kept();
    }
    lock.readLock().unlock();
    await(lock.writeLock(), checkCancelled);
    try {
      if (state == State.READING) {
        fill(parts, statement, checkCancelled);
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
  String sql(Parts parts) {
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

  private boolean hasAll(Parts parts) {
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

  private void fill(Parts parts, Statement statement, Runnable checkCancelled) throws SQLException {
    forgetDeleted(statement);
    for (ScannedFile file : parts.files()) {
      Slices wanted = parts.slicesOf(file);
      KeptFile kept =
          files.computeIfAbsent(
              file.path(),
              path -> {
                long base = wanted.all(file.first(), file.last()).first();
                return new KeptFile(numbers++, base, new BitSet());
              });
      int end = Math.toIntExact(wanted.end() - kept.base());
      int from = kept.slices().nextClearBit(Math.toIntExact(wanted.first() - kept.base()));
      while (from < end) {
        checkCancelled.run();
        int to = kept.slices().nextSetBit(from);
        to = to < 0 ? end : Math.min(to, end);
        Slices missing = wanted.some(kept.base() + from, kept.base() + to);
        if (!add(parts, file, kept.number(), missing, statement)) {
          drop(statement, State.TOO_MANY_GROUPS);
          return;
        }
        kept.slices().set(from, to);
        from = kept.slices().nextClearBit(to);
      }
    }
  }

  /** Reads slices of a file; false when they have too many groups to keep. */
  private boolean add(Parts parts, ScannedFile file, int number, Slices slices, Statement statement)
      throws SQLException {
    long most = Math.max(FEW_GROUPS, (long) (Parts.lines(file, slices) * MOST_GROUPS));
    String select =
        "SELECT "
            + number
            + " AS file, * FROM ("
            + parts.sql(file, slices)
            + ") LIMIT "
            + (most + 1);
    long before = values(parts, statement);
    if (name.isEmpty()) {
      String table = "partial_" + NAMES.incrementAndGet();
      statement.execute("CREATE TABLE " + table + " AS " + select);
      name = table;
    } else {
      statement.execute("INSERT INTO " + name + " " + select);
    }
    long after = values(parts, statement);
    bytes = BYTES_OF_TABLE + after * (parts.columns().size() + 2) * BYTES_OF_VALUE;
    return after - before <= most;
  }

  /** Rows and elements of lists. */
  private long values(Parts parts, Statement statement) throws SQLException {
    if (name.isEmpty()) {
      return 0;
    }
    String elements =
        parts.groups().listNames().stream()
            .map(list -> " + coalesce(sum(len(" + list + ")), 0)")
            .collect(Collectors.joining());
    try (ResultSet counted =
        statement.executeQuery("SELECT count(*)" + elements + " FROM " + name)) {
      counted.next();
      return counted.getLong(1);
    }
  }

  /** Files that were merged into others. The engine gives memory back when a table goes. */
  private void forgetDeleted(Statement statement) throws SQLException {
    List<Path> deleted = files.keySet().stream().filter(Files::notExists).toList();
    if (deleted.isEmpty() || name.isEmpty()) {
      return;
    }
    deleted.forEach(files::remove);
    String rest =
        files.values().stream()
            .map(kept -> Integer.toString(kept.number()))
            .collect(Collectors.joining(", ", "(", ")"));
    String table = "partial_" + NAMES.incrementAndGet();
    statement.execute(
        "CREATE TABLE "
            + table
            + " AS SELECT * FROM "
            + name
            + (files.isEmpty() ? " WHERE false" : " WHERE file IN " + rest));
    statement.execute("DROP TABLE " + name);
    name = table;
  }

  private void drop(Statement statement, State then) throws SQLException {
    if (!name.isEmpty()) {
      statement.execute("DROP TABLE " + name);
    }
    name = "";
    files.clear();
    bytes = 0;
    state = then;
  }
}
