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

  private final Engine engine;
  private final BufferAllocator allocator;
  private final Clock clock;
  private final DuckDBConnection appender;
  private final AtomicInteger generations = new AtomicInteger();

  /**
   * @param allocator lends the memory in which batches are handed to the engine
   */
  HotTables(Engine engine, BufferAllocator allocator, Clock clock) {
    this.engine = engine;
    this.allocator = allocator;
    this.clock = clock;
    this.appender = engine.connect();
  }

  /** An empty generation. */
  Generation create() throws SQLException {
    Generation generation = new Generation(generations.incrementAndGet(), clock.instant());
    String columns =
        LogColumns.ALL.stream()
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
        statement.execute("INSERT INTO " + generation.table() + " SELECT * FROM incoming");
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
