package dev.tailwater.store;

import dev.tailwater.engine.Engine;
import dev.tailwater.engine.Sql;
import dev.tailwater.record.LogColumns;
import dev.tailwater.term.RequiredTerms;
import dev.tailwater.term.RowRange;
import dev.tailwater.term.TermFilters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBResultSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which rows of the data files may hold which terms. Beside each data file stands a file with its
 * filters. It is written with the data file; where it is missing or damaged a thread of the index
 * builds it again, and until then the data file is read whole. Safe for use by many threads.
 */
final class TermIndex implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TermIndex.class);
  private static final String DATA_SUFFIX = ".parquet";
  private static final String SUFFIX = ".terms.puffin";
  private static final int BATCH_ROWS = 8_192;

  /**
   * The engine has all texts of a result in memory at once: those of a merged file are a gigabyte.
   */
  private static final long ROWS_AT_ONCE = 131_072;

  private final Engine engine;
  private final BufferAllocator allocator;
  private final LocalFileIo io;
  private final DataFileSql files;

  /** The filters of data files that were asked for; empty where there are none. */
  private final Map<Path, Optional<TermFilters>> opened = new ConcurrentHashMap<>();

  private final BlockingQueue<DataFileInfo> missing = new LinkedBlockingQueue<>();
  private final Thread builder = Thread.ofPlatform().name("terms").daemon().unstarted(this::run);

  TermIndex(Engine engine, BufferAllocator allocator, LocalFileIo io, DataFileSql files) {
    this.engine = engine;
    this.allocator = allocator;
    this.io = io;
    this.files = files;
  }

  /** Begins to build what some of the data files lack. */
  void start(Collection<DataFileInfo> dataFiles) {
    dataFiles.stream().filter(file -> !Files.exists(beside(file.path()))).forEach(missing::add);
    builder.start();
  }

  /** The file with the filters of a data file. */
  static Path beside(Path dataFile) {
    String name = dataFile.getFileName().toString();
    int end = name.endsWith(DATA_SUFFIX) ? name.length() - DATA_SUFFIX.length() : name.length();
    return dataFile.resolveSibling(name.substring(0, end) + SUFFIX);
  }

  /** The data file that a file has the filters of; empty when it holds none, or half of them. */
  static Optional<Path> dataFile(Path filters) {
    String name = filters.getFileName().toString();
    return name.endsWith(SUFFIX)
        ? Optional.of(
            filters.resolveSibling(
                name.substring(0, name.length() - SUFFIX.length()) + DATA_SUFFIX))
        : Optional.empty();
  }

  /**
   * The ranges of rows to read: none where no row can match, one with all rows where nothing is
   * known.
   */
  List<RowRange> rows(DataFileInfo file, RequiredTerms required) {
    List<RowRange> all = List.of(new RowRange(0, file.rows()));
    return required instanceof RequiredTerms.Any
        ? all
        : opened
            .computeIfAbsent(file.path(), path -> open(file))
            .map(filters -> filters.rows(required))
            .orElse(all);
  }

  private Optional<TermFilters> open(DataFileInfo file) {
    Path filters = beside(file.path());
    if (!Files.exists(filters)) {
      return Optional.empty();
    }
    Optional<TermFilters> found = Optional.empty();
    try {
      found =
          TermFilters.open(filters, io.newInputFile(filters.toString()))
              .filter(read -> read.rowCount() == file.rows());
    } catch (IOException e) {
      LOG.warn("cannot read the term filters {}", filters, e);
    }
    if (found.isEmpty()) {
      LOG.warn("{} does not hold the term filters of its data file; they are built anew", filters);
      missing.add(file);
    }
    return found;
  }

  private void run() {
    while (true) {
      DataFileInfo file;
      try {
        file = missing.take();
      } catch (InterruptedException e) {
        return;
      }
      try {
        build(file, texts(file));
      } catch (SQLException | IOException | RuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        if (!Files.exists(file.path())) {
          // It was compacted or expired meanwhile.
          continue;
        }
        LOG.error("cannot build the term filters of {}; searches read it whole", file.path(), e);
      }
    }
  }

  /** Ends the building of what is missing. */
  @Override
  public void close() {
    builder.interrupt();
    try {
      builder.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Deletes the filters of a data file that is gone. */
  void remove(Path dataFile) throws IOException {
    opened.remove(dataFile);
    Files.deleteIfExists(beside(dataFile));
  }

  /** Builds the filters of a new data file; where that fails, later. */
  void add(DataFileInfo file) {
    add(file, texts(file));
  }

  /**
   * Builds the filters of the data file of a generation that is still there: its texts need not be
   * read from the file, where they would be put together again.
   */
  void add(DataFileInfo file, Generation generation) {
    add(file, List.of(files.texts(file.path(), generation)));
  }

  private List<String> texts(DataFileInfo file) {
    return LongStream.iterate(0, from -> from < file.rows(), from -> from + ROWS_AT_ONCE)
        .mapToObj(from -> new RowRange(from, Math.min(from + ROWS_AT_ONCE, file.rows())))
        .map(rows -> files.texts(file.path(), rows))
        .toList();
  }

  private void add(DataFileInfo file, List<String> texts) {
    try {
      build(file, texts);
    } catch (SQLException | IOException | RuntimeException e) {
      // Whatever is wrong with them, the lines must get into the table.
      LOG.warn("cannot build the term filters of {} yet; searches read it whole", file.path(), e);
      missing.add(file);
    }
  }

  /**
   * Builds the filters of a data file, in the place of those that may be there.
   *
   * @param texts queries for the place of each row in the file and its text
   */
  private void build(DataFileInfo file, List<String> texts) throws SQLException, IOException {
    long began = System.nanoTime();
    TermFilters.Builder terms;
    try (var connection = engine.connect();
        Statement statement = connection.createStatement()) {
      terms = new TermFilters.Builder(rowGroups(statement, file.path()));
      for (String some : texts) {
        addTexts(statement, some, terms);
      }
    }
    Path filters = beside(file.path());
    Path unfinished = filters.resolveSibling(filters.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    terms.write(io.newOutputFile(unfinished.toString()), LogColumns.RAW.id());
    // A name that a power cut takes away is built again.
    Files.move(unfinished, filters, StandardCopyOption.ATOMIC_MOVE);
    opened.remove(file.path());
    LOG.debug(
        "built the term filters of {} rows in {} ms",
        file.rows(),
        Duration.ofNanos(System.nanoTime() - began).toMillis());
  }

  /** The rows of each row group: what the engine reads or leaves as a whole. */
  private static List<Integer> rowGroups(Statement statement, Path file) throws SQLException {
    List<Integer> rows = new ArrayList<>();
    try (ResultSet groups =
        statement.executeQuery(
            "SELECT any_value(row_group_num_rows) FROM parquet_metadata("
                + Sql.literal(file.toString())
                + ") GROUP BY row_group_id ORDER BY row_group_id")) {
      while (groups.next()) {
        rows.add(groups.getInt(1));
      }
    }
    return rows;
  }

  /** Reads texts of a file. They come in no order, since several threads read them. */
  private void addTexts(Statement statement, String texts, TermFilters.Builder terms)
      throws SQLException, IOException {
    byte[] bytes = new byte[0];
    try (ResultSet result = statement.executeQuery(texts);
        ArrowReader reader =
            (ArrowReader)
                result.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, BATCH_ROWS)) {
      while (reader.loadNextBatch()) {
        BigIntVector rows = (BigIntVector) reader.getVectorSchemaRoot().getVector(0);
        VarCharVector vector = (VarCharVector) reader.getVectorSchemaRoot().getVector(1);
        int count = vector.getValueCount();
        int first = vector.getStartOffset(0);
        int size = vector.getEndOffset(count - 1) - first;
        if (bytes.length < size) {
          bytes = new byte[size];
        }
        vector.getDataBuffer().getBytes(first, bytes, 0, size);
        for (int i = 0; i < count; i++) {
          terms.add(
              rows.get(i), bytes, vector.getStartOffset(i) - first, vector.getEndOffset(i) - first);
        }
      }
    }
  }
}
