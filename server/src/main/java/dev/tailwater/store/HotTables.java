package dev.tailwater.store;

import dev.tailwater.engine.Engine;
import dev.tailwater.engine.Sql;
import dev.tailwater.record.Column;
import dev.tailwater.record.LogColumns;
import dev.tailwater.record.RecordBatch;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of hot generations in the embedded engine. Rows are inserted by one thread; the rest
 * is safe for use by many.
 */
final class HotTables implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HotTables.class);

  /**
   * No rows, of a source that cannot number what it gives. The engine inserts from several threads,
   * or in numbered pieces, where it may: each thread then fills a table of its own, which is copied
   * into that of the transaction, which is copied into the hot table. A batch is too small for that
   * to gain anything. Where order is to be kept and a source cannot number, one thread inserts, and
   * a row is written twice and not three times.
   */
  private static final String NO_ROWS =
      LogColumns.HOT.stream()
          .map(column -> "NULL")
          .collect(Collectors.joining(", ", "SELECT ", " FROM range(0)"));

  /** For so few rows, planning a longer statement takes longer than it gains. */
  private static final int FEW_ROWS = 2_000;

  private final Engine engine;
  private final BufferAllocator allocator;
  private final Clock clock;
  private final DuckDBConnection appender;
  private final AtomicInteger generations = new AtomicInteger();

  /**
   * @param allocator lends the memory in which batches are handed to the engine
   */
  HotTables(Engine engine, BufferAllocator allocator, Clock clock) throws SQLException {
    this.engine = engine;
    this.allocator = allocator;
    this.clock = clock;
    this.appender = engine.connect();
    try (Statement statement = appender.createStatement()) {
      statement.execute("SET SESSION preserve_insertion_order = true");
    }
  }

  /** An empty generation. */
  Generation create() throws SQLException {
    Generation generation = new Generation(generations.incrementAndGet(), clock.instant());
    String columns =
        LogColumns.HOT.stream()
            .map(HotTables::definition)
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

  /** Adds all rows of a batch, or none when it fails. */
  void insert(RecordBatch batch, Generation generation) throws SQLException {
    try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
        SingleBatchReader reader = new SingleBatchReader(allocator, batch)) {
      Data.exportArrayStream(allocator, reader, stream);
      appender.registerArrowStream("incoming", stream);
      try (Statement statement = appender.createStatement()) {
        statement.execute(
            "INSERT INTO "
                + generation.table()
                + " SELECT * FROM incoming"
                + (batch.rows() < FEW_ROWS ? "" : " UNION ALL " + NO_ROWS));
      }
    } catch (IOException e) {
      throw new IllegalStateException("reading a batch from memory failed", e);
    }
  }

  /** Ends one use of a generation; the last one drops the table. */
  void release(Generation generation) {
    if (generation.release()) {
      try (DuckDBConnection connection = engine.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("DROP TABLE " + generation.table());
      } catch (SQLException e) {
        LOG.error(
            "cannot drop the hot table {}: its memory is lost until restart",
            generation.table(),
            e);
      }
    }
  }

  @Override
  public void close() {
    try {
      appender.close();
    } catch (SQLException e) {
      LOG.warn("cannot close the connection of the hot tables", e);
    }
  }
}
