package dev.tailwater.store;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.tailwater.engine.Engine;
import dev.tailwater.engine.EngineFailure;
import dev.tailwater.fault.FaultPoint;
import dev.tailwater.record.Column;
import dev.tailwater.record.RecordBatch;
import dev.tailwater.term.RequiredTerms;
import dev.tailwater.term.RowRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
      List<FileRows> holding =
          seen.view().files().stream()
              .filter(file -> file.mayHold(account, from, to, axis))
              .map(file -> new FileRows(file, terms.rows(file, required)))
              .toList();
      return new OpenScan(account, from, to, axis, required, holding, seen);
    } catch (RuntimeException e) {
      release(seen);
      throw e;
    }
  }

  /** Those rows of a file that may be what is looked for. */
  private record FileRows(DataFileInfo file, List<RowRange> ranges) {
    ScannedFile scanned(TimeAxis axis, View view) {
      long rows = ranges.stream().mapToLong(range -> range.to() - range.from()).sum();
      List<Path> origins = view.origins().getOrDefault(file.path(), List.of());
      return new ScannedFile(
          file.path(), file.rows(), rows, file.first(axis), file.last(axis), origins);
    }
  }

  private final class OpenScan implements Scan {
    private final long account;
    private final Instant from;
    private final Instant to;
    private final TimeAxis axis;
    private final RequiredTerms required;
    private final List<FileRows> holding;
    private final CurrentView.Snapshot seen;
    private boolean closed;

    OpenScan(
        long account,
        Instant from,
        Instant to,
        TimeAxis axis,
        RequiredTerms required,
        List<FileRows> holding,
        CurrentView.Snapshot seen) {
      this.account = account;
      this.from = from;
      this.to = to;
      this.axis = axis;
      this.required = required;
      this.holding = holding;
      this.seen = seen;
    }

    private ScanRelation part(Instant start, Instant end) {
      return new ScanRelation(files, account, start, end, axis, required);
    }

    private ScanRelation whole() {
      ScanRelation relation = part(from, to);
      holding.forEach(rows -> relation.add(rows.file(), rows.ranges()));
      seen.generations().forEach(relation::add);
      return relation;
    }

    @Override
    public List<ScannedFile> files() {
      return holding.stream().map(rows -> rows.scanned(axis, seen.view())).toList();
    }

    @Override
    public String relation(
        Set<Column> columns, Map<ScannedFile, Integer> some, Instant start, Instant end) {
      Map<Path, Integer> numbers =
          some.entrySet().stream().collect(toMap(entry -> entry.getKey().path(), Entry::getValue));
      ScanRelation relation = part(start, end);
      holding.stream()
          .filter(rows -> numbers.containsKey(rows.file().path()))
          .forEach(rows -> relation.add(rows.file(), rows.ranges()));
      return relation.sql(columns, numbers);
    }

    @Override
    public String relationBut(
        Set<Column> columns, Collection<ScannedFile> but, Instant start, Instant end) {
      Set<Path> paths = but.stream().map(ScannedFile::path).collect(toSet());
      ScanRelation before = part(from, start);
      ScanRelation after = part(end, to);
      ScanRelation others = part(from, to);
      for (FileRows rows : holding) {
        DataFileInfo file = rows.file();
        if (!paths.contains(file.path())) {
          others.add(file, rows.ranges());
          continue;
        }
        if (file.mayHold(account, from, start, axis)) {
          before.add(file, rows.ranges());
        }
        if (file.mayHold(account, end, to, axis)) {
          after.add(file, rows.ranges());
        }
      }
      seen.generations().forEach(others::add);
      return Stream.of(others, before, after)
          .filter(part -> part.rows() > 0)
          .map(part -> "SELECT * FROM " + part.sql(columns))
          .reduce((all, part) -> all + " UNION ALL " + part)
          .map(all -> "(" + all + ")")
          .orElseGet(() -> others.sql(columns));
    }

    @Override
    public Optional<Path> damagedFile(Statement statement) throws SQLException {
      for (FileRows rows : holding) {
        DataFileInfo file = rows.file();
        try {
          statement.execute(files.everyValue(file.path()));
        } catch (SQLException e) {
          // Without room to read it in, or stopped, nothing is known of the file.
          if (EngineFailure.of(e) != EngineFailure.OTHER) {
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
    public long rows() {
      return whole().rows();
    }

    @Override
    public String relation(Set<Column> columns) {
      return whole().sql(columns);
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

  /** How often there were other files than before since the start: flushed, merged or removed. */
  public long changesOfFiles() {
    return current.changesOfFiles();
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
