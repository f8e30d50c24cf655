package dev.tailwater.query.run;

import dev.tailwater.store.ScannedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
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
import java.util.stream.Stream;

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

  /** What an element of a list takes: a hash. */
  private static final long BYTES_OF_ELEMENT = 8;

  /** So few different values are soon compared with each other. */
  private static final long MANY_ELEMENTS = 20_000;

  /** Of different values, where many of them stand in several rows, they are soon counted anew. */
  private static final double MOST_REPEATED = 0.1;

  private final long mostBytes;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  // Guarded by the lock.
  private final Map<Path, KeptFile> files = new HashMap<>();
  private String name = "";
  private int numbers;
  private State state = State.READING;

  /** Rows in the table, and elements of its lists. */
  private long values;

  private long elements;

  /** Whether those of {@link DifferentValues} that stand in several rows are marked. */
  private boolean repeatedAreMarked;

  private volatile long bytes;
  private volatile long lastAsked;

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
    this.lastAsked = System.nanoTime();
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

  /** Somebody makes use of it now. */
  void asked() {
    lastAsked = System.nanoTime();
  }

  /** When it was last asked for, by {@link System#nanoTime}. */
  long lastAsked() {
    return lastAsked;
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

  /** A select with the rows of the groups that a run wants. Only while it is being read. */
  String sql(WantedParts parts) {
    String ofFiles =
        "file IN ("
            + KeptFile.join(
                parts.files().stream().flatMap(file -> kept(file).numbers().stream()).toList())
            + ") AND slice >= "
            + parts.slices().first()
            + " AND slice < "
            + parts.slices().end();
    if (repeatedAreMarked) {
      return parts.groups().counted(different(parts).counts(name, ofFiles, parts.restSql()));
    }
    String columns = String.join(", ", parts.columns());
    return parts
        .groups()
        .merged(
            "(SELECT "
                + columns
                + " FROM "
                + name
                + " WHERE "
                + ofFiles
                + " UNION ALL SELECT "
                + columns
                + " FROM ("
                + parts.restSql()
                + "))");
  }

  private static DifferentValues different(WantedParts parts) {
    return new DifferentValues(parts.groups().keyNames(), parts.groups().listNames().getFirst());
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
    takeOver(parts, statement);
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

  /** Files that were merged into one: what is kept of all of them is kept of that one. */
  private void takeOver(WantedParts parts, Statement statement) throws SQLException {
    for (ScannedFile file : parts.files()) {
      List<KeptFile> origins =
          file.origins().stream().flatMap(path -> Stream.ofNullable(files.get(path))).toList();
      if (origins.isEmpty()
          || origins.size() < file.origins().size()
          || files.containsKey(file.path())) {
        continue;
      }
      KeptFile merged = KeptFile.of(origins, parts.slices().all(file.first(), file.last()));
      List<Long> halves = merged.halves(origins);
      if (!halves.isEmpty()) {
        statement.execute(
            "DELETE FROM "
                + name
                + " WHERE "
                + merged.rows()
                + " AND slice IN ("
                + KeptFile.join(halves)
                + ")");
      }
      file.origins().forEach(files::remove);
      files.put(file.path(), merged);
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
      numbered.put(file, kept == null ? numbers++ : kept.numbers().getFirst());
      lines += WantedParts.lines(file, slices);
    }
    double part = parts.groups().value().isPresent() ? MOST_VALUES : MOST_GROUPS;
    boolean counts = parts.groups().countsDifferent();
    long before = values;
    long room = (long) (share * mostBytes / (counts ? BYTES_OF_ELEMENT : bytesOfRow(parts)));
    long most =
        Math.min(
            Math.max(FEW_GROUPS, counts ? Long.MAX_VALUE : (long) (lines * part)),
            Math.max(share < 1 ? FEW_GROUPS : 0, room - before));
    String select =
        "SELECT *"
            + (counts ? different(parts).moreColumns() : "")
            + " FROM ("
            + parts.sql(numbered, slices)
            + ") LIMIT "
            + (most + 1);
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
              path -> KeptFile.of(each.getValue(), slices.all(file.first(), file.last())));
      kept.set(read);
    }
    count(parts, statement);
    return values - before <= most
        && (!counts || markRepeated(parts, numbered.values(), slices, statement));
  }

  /**
   * Marks those of many different values that stand in several rows.
   *
   * @param numbers of the files with new rows
   * @param slices where they are
   * @return false when there are too many of them to be worth keeping
   */
  private boolean markRepeated(
      WantedParts parts, Collection<Integer> numbers, Slices slices, Statement statement)
      throws SQLException {
    if (elements < MANY_ELEMENTS) {
      return true;
    }
    String isNew =
        repeatedAreMarked
            ? "file IN (%s) AND slice >= %d AND slice < %d"
                .formatted(KeptFile.join(numbers), slices.first(), slices.end())
            : "true";
    long before = elements;
    statement.execute(different(parts).mark(name, isNew));
    repeatedAreMarked = true;
    count(parts, statement);
    return elements - before <= before * MOST_REPEATED;
  }

  private static long bytesOfRow(WantedParts parts) {
    return (parts.columns().size() + 2) * BYTES_OF_VALUE;
  }

  private void count(WantedParts parts, Statement statement) throws SQLException {
    String lengths =
        parts.groups().listNames().stream()
            .map(list -> " + coalesce(sum(len(" + list + ")), 0)")
            .collect(Collectors.joining());
    try (ResultSet counted =
        statement.executeQuery("SELECT count(*), 0" + lengths + " FROM " + name)) {
      counted.next();
      long rows = counted.getLong(1);
      elements = counted.getLong(2);
      values = rows + elements;
      bytes = BYTES_OF_TABLE + rows * bytesOfRow(parts) + elements * BYTES_OF_ELEMENT;
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
        files.values().stream().map(KeptFile::rows).collect(Collectors.joining(" OR ", "(", ")"));
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
    elements = 0;
    repeatedAreMarked = false;
    bytes = 0;
  }
}
