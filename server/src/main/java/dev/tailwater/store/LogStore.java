package dev.tailwater.store;

import dev.tailwater.engine.Engine;
import dev.tailwater.engine.Sql;
import dev.tailwater.record.Column;
import dev.tailwater.record.LogColumns;
import dev.tailwater.record.RecordBatch;
import dev.tailwater.store.LogTable.WrittenFile;
import dev.tailwater.term.RequiredTerms;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hot generations and files, and how lines go from the one to the other. New rows go to the newest
 * generation, a table of the embedded engine. A generation that is large or old enough is sealed;
 * the flushing thread writes it to Parquet, commits the files together with the WAL position, and
 * in one step replaces the generation by its files in the {@link View} that scans start from.
 *
 * <p>{@link #append} is for one thread; scans may be opened by any.
 */
public final class LogStore implements Scans, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(2);

  private final Engine engine;
  private final BufferAllocator allocator;
  private final StoreOptions options;
  private final Clock clock;
  private final LogTable table;
  private final Flush flush;
  private final TermIndex terms;
  private final DuckDBConnection appender;
  private final Thread flusher;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private LongConsumer flushed = position -> {};

  // Of the flushing thread.
  private @Nullable Attempt attempt;

  // Guarded by the lock.
  private View view;
  private int nextGeneration = 1;
  private boolean flushAll;

  // Rows are on their way into the open generation. Sealing it now would flush it without them,
  // while its WAL position says that it has them.
  private boolean appending;

  private boolean closing;
  private StoreStatistics.Flushes flushes = new StoreStatistics.Flushes(0, 0, Duration.ZERO);

  /**
   * What the table and the hot generations hold at one instant.
   *
   * @param files the files of the table
   * @param sealed generations that wait for their flush, oldest first
   * @param open the generation that takes rows
   */
  private record View(List<DataFileInfo> files, List<Generation> sealed, Generation open) {
    Stream<Generation> generations() {
      return Stream.concat(sealed.stream(), Stream.of(open));
    }
  }

  private LogStore(
      Engine engine,
      BufferAllocator allocator,
      StoreOptions options,
      Clock clock,
      LogTable table,
      List<DataFileInfo> files)
      throws SQLException {
    this.engine = engine;
    this.allocator = allocator;
    this.options = options;
    this.clock = clock;
    this.table = table;
    this.flush = new Flush(engine, table);
    this.terms = new TermIndex(engine, allocator);
    this.appender = engine.connect();
    try (Statement statement = appender.createStatement()) {
      statement.execute(ScanRelation.preparation(table.readSchema()));
    }
    this.view = new View(files, List.of(), openGeneration());
    this.flusher = Thread.ofPlatform().name("flush").unstarted(this::flushLoop);
  }

  /**
   * Opens the table and an empty hot generation.
   *
   * @param allocator lends the memory in which batches are handed to the engine
   */
  public static LogStore open(
      Engine engine, BufferAllocator allocator, StoreOptions options, Clock clock) {
    LogTable table = LogTable.open(options.catalogUrl(), options.warehouse());
    try {
      LogStore store =
          new LogStore(engine, allocator, options, clock, table, List.copyOf(table.files()));
      store.terms.start(store.view.files());
      store.flusher.start();
      return store;
    } catch (SQLException e) {
      table.close();
      throw new IllegalStateException("cannot create the first hot generation", e);
    }
  }

  /** The position from which the WAL must be replayed: everything before it is in the table. */
  public long walPosition() {
    return table.walPosition(options.node());
  }

  /**
   * Sets who is told, after each flush, the WAL position before which everything is in the table.
   */
  public void onFlushed(LongConsumer listener) {
    lock.lock();
    try {
      flushed = listener;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds rows; scans opened from now on see them. Waits when flushing is behind.
   *
   * @param walEnd everything of the WAL before this position has been appended, with this batch
   * @throws SQLException when the engine is out of memory; nothing was added, and trying again is
   *     fine
   */
  public void append(RecordBatch batch, long walEnd) throws SQLException, InterruptedException {
    Generation generation = beginAppend();
    try {
      insert(batch, generation);
      generation.added(batch.rows(), batch.bytes(), walEnd);
    } finally {
      endAppend(generation);
    }
  }

  private void insert(RecordBatch batch, Generation generation) throws SQLException {
    try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
        SingleBatchReader reader = new SingleBatchReader(allocator, batch)) {
      Data.exportArrayStream(allocator, reader, stream);
      appender.registerArrowStream("incoming", stream);
      try (Statement statement = appender.createStatement()) {
        statement.execute("INSERT INTO " + generation.table() + " SELECT * FROM incoming");
      }
    } catch (IOException e) {
      throw new IllegalStateException("reading a batch from memory failed", e);
    }
  }

  /** The open generation, once there is room. Nobody seals it until the append has ended. */
  private Generation beginAppend() throws InterruptedException {
    lock.lock();
    try {
      while (view.sealed().size() >= options.maxGenerations()) {
        changed.await();
      }
      appending = true;
      return view.open();
    } finally {
      lock.unlock();
    }
  }

  private void endAppend(Generation generation) {
    lock.lock();
    try {
      appending = false;
      if (isFull(generation) || isOld(generation) || wantsFlushOfOpen()) {
        seal();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull(Generation generation) {
    return generation.rows() >= options.generationRows()
        || generation.bytes() >= options.generationBytes();
  }

  private boolean isOld(Generation generation) {
    return generation.rows() > 0
        && !clock.instant().isBefore(generation.opened().plus(options.generationAge()));
  }

  /** Closes the open generation for rows and begins the next one. The lock is held. */
  private void seal() {
    Generation next;
    try {
      next = openGeneration();
    } catch (SQLException e) {
      // Out of memory for an empty table: the open one goes on, and the next append tries again.
      LOG.error("cannot begin a hot generation, the open one goes on", e);
      return;
    }
    List<Generation> sealed = new ArrayList<>(view.sealed());
    sealed.add(view.open());
    view = new View(view.files(), List.copyOf(sealed), next);
    changed.signalAll();
  }

  private Generation openGeneration() throws SQLException {
    Generation generation = new Generation(nextGeneration++, clock.instant());
    String columns =
        LogColumns.ALL.stream()
            .map(LogStore::definition)
            .collect(Collectors.joining(", ", "(", ")"));
    try (DuckDBConnection connection = engine.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + generation.table() + columns);
    }
    return generation;
  }

  private static String definition(Column column) {
    return Sql.identifier(column.name()) + " " + column.type().sql();
  }

  @Override
  public Scan open(long account, Instant from, Instant to, TimeAxis axis, RequiredTerms required) {
    View seen;
    List<Generation> generations;
    lock.lock();
    try {
      seen = view;
      generations = seen.generations().filter(generation -> generation.rows() > 0).toList();
      generations.forEach(Generation::use);
    } finally {
      lock.unlock();
    }
    List<DataFileInfo> files =
        seen.files().stream().filter(file -> file.mayHold(account, from, to, axis)).toList();
    ScanRelation relation = new ScanRelation(account, from, to, axis, required);
    files.forEach(file -> relation.add(file, terms.rows(file, required)));
    generations.forEach(relation::add);
    return new OpenScan(relation.sql(), generations);
  }

  private final class OpenScan implements Scan {
    private final String relation;
    private final List<Generation> generations;
    private boolean closed;

    OpenScan(String relation, List<Generation> generations) {
      this.relation = relation;
      this.generations = generations;
    }

    @Override
    public String relation() {
      return relation;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        generations.forEach(LogStore.this::release);
      }
    }
  }

  private void release(Generation generation) {
    if (generation.release()) {
      try (DuckDBConnection connection = engine.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("DROP TABLE " + generation.table());
      } catch (SQLException e) {
        LOG.error("cannot drop the hot table {}: its memory is lost until restart", generation, e);
      }
    }
  }

  /** Flushes everything that has been appended so far and waits for it. */
  public void flush() throws InterruptedException {
    lock.lock();
    try {
      flushAll = true;
      changed.signalAll();
      while (flushAll) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Counts for metrics and the status page. */
  public StoreStatistics statistics() {
    lock.lock();
    try {
      return new StoreStatistics(
          view.files().size(),
          view.files().stream().mapToLong(DataFileInfo::rows).sum(),
          view.files().stream().mapToLong(DataFileInfo::bytes).sum(),
          view.generations().mapToLong(Generation::rows).sum(),
          view.sealed().size(),
          flushes);
    } finally {
      lock.unlock();
    }
  }

  private void flushLoop() {
    while (true) {
      Generation generation;
      try {
        generation = nextToFlush();
      } catch (InterruptedException e) {
        return;
      }
      if (generation == null) {
        return;
      }
      try {
        flush(generation);
      } catch (SQLException | IOException | RuntimeException e) {
        LOG.error(
            "cannot flush {} lines, trying again in {} s; nothing is lost, they stay in the"
                + " write-ahead log",
            generation.rows(),
            RETRY_PAUSE.toSeconds(),
            e);
        if (!pause()) {
          return;
        }
      }
    }
  }

  /** Waits for a generation to flush; null when closing and none is left. */
  @Nullable
  private Generation nextToFlush() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        if (!appending && view.sealed().isEmpty() && (isOld(view.open()) || wantsFlushOfOpen())) {
          seal();
        }
        if (!view.sealed().isEmpty()) {
          return view.sealed().getFirst();
        }
        if (flushAll && !appending) {
          flushAll = false;
          changed.signalAll();
        }
        if (closing && !appending) {
          return null;
        }
        changed.await(500, TimeUnit.MILLISECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean wantsFlushOfOpen() {
    return (flushAll || closing) && view.open().rows() > 0;
  }

  /** Waits before trying again; false when closing. */
  private boolean pause() {
    long nanos = RETRY_PAUSE.toNanos();
    lock.lock();
    try {
      while (!closing && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return !closing;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** The files of a generation. A commit that failed is tried again with them and no others. */
  private record Attempt(Generation generation, List<WrittenFile> files) {}

  private void flush(Generation generation) throws SQLException, IOException {
    long began = System.nanoTime();
    if (attempt == null || attempt.generation() != generation) {
      List<WrittenFile> files = flush.write(generation);
      for (WrittenFile file : files) {
        terms.add(file.info());
      }
      attempt = new Attempt(generation, files);
    }
    List<WrittenFile> written = attempt.files();
    table.commit(written, options.node(), generation.end());
    attempt = null;
    LongConsumer listener;
    lock.lock();
    try {
      List<DataFileInfo> files = new ArrayList<>(view.files());
      written.forEach(file -> files.add(file.info()));
      List<Generation> sealed = new ArrayList<>(view.sealed());
      sealed.remove(generation);
      view = new View(List.copyOf(files), List.copyOf(sealed), view.open());
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      flushes =
          new StoreStatistics.Flushes(
              flushes.count() + 1, flushes.rows() + generation.rows(), flushes.time().plus(took));
      listener = flushed;
      changed.signalAll();
      LOG.info(
          "flushed {} lines in {} ms to {} files",
          generation.rows(),
          took.toMillis(),
          written.size());
    } finally {
      lock.unlock();
    }
    release(generation);
    listener.accept(generation.end());
  }

  /** Flushes what is hot and closes the table. No scan may be open. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      flusher.join();
    } catch (InterruptedException e) {
      // What is not flushed is replayed from the WAL at the next start.
      Thread.currentThread().interrupt();
    }
    terms.close();
    try {
      appender.close();
    } catch (SQLException e) {
      LOG.warn("cannot close the connection of the hot tables", e);
    }
    table.close();
  }
}
