package dev.tailwater.store;

import dev.tailwater.engine.Engine;
import dev.tailwater.fault.FaultPoint;
import dev.tailwater.record.Column;
import dev.tailwater.record.RecordBatch;
import dev.tailwater.term.RequiredTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hot generations and files, and how lines go from the one to the other. New rows go to the newest
 * generation, a table of the embedded engine. A generation that is large or old enough is sealed;
 * the {@link Flusher} writes it to Parquet, commits the files together with the WAL position, and
 * in one step replaces the generation by its files in the {@link View} that scans start from.
 * {@link Upkeep} replaces files by files in the same way.
 *
 * <p>{@link #append} is for one thread; scans may be opened by any.
 */
public final class LogStore implements Scans, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);

  /** Failed flushes in a row after which {@link #flush} gives up waiting. */
  private static final int FLUSH_TRIES = 3;

  private final StoreOptions options;
  private final HeldFiles held = new HeldFiles(this::delete);
  private final LogTable table;
  private final DataFileSql files;
  private final TermIndex terms;
  private final HotTables hot;
  private final CurrentView current;
  private final Flusher flusher;
  private final Upkeep upkeep;

  private LogStore(
      Engine engine,
      BufferAllocator allocator,
      StoreOptions options,
      Supplier<Set<Long>> deletedAccounts,
      Clock clock)
      throws SQLException {
    LocalFileIo io = new LocalFileIo(held);
    UnfinishedFiles unfinished = new UnfinishedFiles();
    this.options = options;
    this.hot = new HotTables(engine, allocator, clock);
    this.table = LogTable.open(options.catalogUrl(), options.warehouse(), io);
    this.files = table.fileSql();
    this.terms = new TermIndex(engine, allocator, io, files);
    try {
      this.current = new CurrentView(table.files(), options, clock, hot, held);
      this.flusher =
          new Flusher(
              engine,
              table,
              new DataFileWriter(table, unfinished, FaultPoint.FLUSH_COPY),
              unfinished,
              terms,
              current,
              hot,
              options.node());
      this.upkeep =
          new Upkeep(
              table, current, terms, unfinished, held, options.upkeep(), deletedAccounts, clock);
    } catch (SQLException | RuntimeException e) {
      table.close();
      throw e;
    }
  }

  /**
   * Opens the table and an empty hot generation.
   *
   * @param allocator lends the memory in which batches are handed to the engine
   * @param deletedAccounts accounts whose lines the upkeep removes from the files
   */
  public static LogStore open(
      Engine engine,
      BufferAllocator allocator,
      StoreOptions options,
      Supplier<Set<Long>> deletedAccounts,
      Clock clock) {
    try {
      LogStore store = new LogStore(engine, allocator, options, deletedAccounts, clock);
      store.terms.start(store.current.now().files());
      store.flusher.start();
      return store;
    } catch (SQLException e) {
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
    flusher.onFlushed(listener);
  }

  /** What keeps the files of the table in order. */
  public Upkeep upkeep() {
    return upkeep;
  }

  /**
   * Adds rows; scans opened from now on see them. Waits when flushing is behind.
   *
   * @param walEnd everything of the WAL before this position has been appended, with this batch
   * @throws SQLException when the engine is out of memory; nothing was added, and trying again is
   *     fine
   */
  public void append(RecordBatch batch, long walEnd) throws SQLException, InterruptedException {
    Generation generation = current.beginAppend();
    try {
      hot.insert(batch, generation);
      generation.added(batch.rows(), batch.bytes(), walEnd);
    } finally {
      current.endAppend(generation);
    }
  }

  @Override
  public Scan open(long account, Instant from, Instant to, TimeAxis axis, RequiredTerms required) {
    CurrentView.Snapshot seen = current.read();
    try {
      ScanRelation relation = new ScanRelation(files, account, from, to, axis, required);
      List<DataFileInfo> holding =
          seen.view().files().stream()
              .filter(file -> file.mayHold(account, from, to, axis))
              .toList();
      holding.forEach(file -> relation.add(file, terms.rows(file, required)));
      seen.generations().forEach(relation::add);
      return new OpenScan(relation, holding, seen);
    } catch (RuntimeException e) {
      release(seen);
      throw e;
    }
  }

  private final class OpenScan implements Scan {
    private final ScanRelation relation;
    private final List<DataFileInfo> holding;
    private final CurrentView.Snapshot seen;
    private boolean closed;

    OpenScan(ScanRelation relation, List<DataFileInfo> holding, CurrentView.Snapshot seen) {
      this.relation = relation;
      this.holding = holding;
      this.seen = seen;
    }

    @Override
    public Optional<Path> damagedFile(Statement statement) throws SQLException {
      for (DataFileInfo file : holding) {
        try {
          statement.execute(files.everyValue(file.path()));
        } catch (SQLException e) {
          if (String.valueOf(e.getMessage()).startsWith("INTERRUPT")) {
            throw e;
          }
          LOG.error(
              "{} cannot be read; other files can. Run tailwater doctor --deep, and restore this"
                  + " file from a backup.",
              file.path(),
              e);
          return Optional.of(file.path());
        }
      }
      return Optional.empty();
    }

    @Override
    public String relation(Set<Column> columns) {
      return relation.sql(columns);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        release(seen);
      }
    }
  }

  private void release(CurrentView.Snapshot seen) {
    seen.generations().forEach(hot::release);
    seen.reading().close();
  }

  /**
   * Flushes everything that has been appended so far and waits for it.
   *
   * @throws FlushException when flushing fails again and again
   */
  public void flush() throws InterruptedException, FlushException {
    current.flushAll(FLUSH_TRIES);
  }

  /**
   * Holds the table as it is now: its files stay on the disk, and its snapshot in the metadata,
   * until the hold is closed. Lines that are hot are not in it: everything before its WAL position
   * is.
   *
   * @throws IOException when the table's metadata cannot be read
   */
  public Hold hold() throws IOException {
    return table.snapshots().hold(held.read());
  }

  /** Counts for metrics and the status page; cheap. */
  public StoreStatistics statistics() {
    View view = current.now();
    return new StoreStatistics(
        view.sizes(),
        view.generations().mapToLong(Generation::rows).sum(),
        view.sealed().size(),
        flusher.statistics(),
        table.snapshots().count(),
        held.count());
  }

  /** Deletes a file that nobody reads any more. */
  private void delete(Path file) {
    try {
      Files.deleteIfExists(file);
      terms.remove(file);
    } catch (IOException e) {
      LOG.warn("cannot delete {}; the removal of orphans will", file, e);
    }
  }

  /** Flushes what is hot and closes the table. No scan may be open. */
  @Override
  public void close() {
    upkeep.close();
    current.close();
    try {
      flusher.join();
    } catch (InterruptedException e) {
      // What is not flushed is replayed from the WAL at the next start.
      Thread.currentThread().interrupt();
    }
    terms.close();
    hot.close();
    table.close();
  }
}
