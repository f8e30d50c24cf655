package dev.tailwater.store;

import dev.tailwater.engine.Engine;
import dev.tailwater.fault.FaultPoint;
import dev.tailwater.store.LogTable.WrittenFile;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes sealed generations to files and commits these together with the WAL
 * position.
 */
final class Flusher {
  private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(2);

  private final Engine engine;
  private final LogTable table;
  private final DataFileWriter writer;
  private final UnfinishedFiles unfinished;
  private final TermIndex terms;
  private final CurrentView current;
  private final HotTables hot;
  private final int node;
  private final Thread thread = Thread.ofPlatform().name("flush").unstarted(this::run);

  private volatile LongConsumer flushed = position -> {};
  private volatile StoreStatistics.Flushes flushes =
      new StoreStatistics.Flushes(0, 0, Duration.ZERO);

  // Of the thread.
  private @Nullable Attempt attempt;

  /** The files of a generation. A commit that failed is tried again with them and no others. */
  private record Attempt(Generation generation, List<WrittenFile> files) {}

  Flusher(
      Engine engine,
      LogTable table,
      DataFileWriter writer,
      UnfinishedFiles unfinished,
      TermIndex terms,
      CurrentView current,
      HotTables hot,
      int node) {
    this.engine = engine;
    this.table = table;
    this.writer = writer;
    this.unfinished = unfinished;
    this.terms = terms;
    this.current = current;
    this.hot = hot;
    this.node = node;
  }

  void start() {
    thread.start();
  }

  /** Sets who is told the WAL position before which everything is in the table. */
  void onFlushed(LongConsumer listener) {
    flushed = listener;
  }

  /** What it did since the start. */
  StoreStatistics.Flushes statistics() {
    return flushes;
  }

  /** Waits for the thread, which ends when the view is closing. */
  void join() throws InterruptedException {
    thread.join();
  }

  private void run() {
    while (true) {
      Generation generation;
      try {
        generation = current.nextToFlush();
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
        current.flushFailed(e);
        if (!current.pause(RETRY_PAUSE)) {
          return;
        }
      }
    }
  }

  private void flush(Generation generation) throws SQLException, IOException {
    long began = System.nanoTime();
    if (attempt == null || attempt.generation() != generation) {
      attempt = new Attempt(generation, write(generation));
    }
    List<WrittenFile> written = attempt.files();
    FaultPoint.FLUSH_COMMIT.reached();
    table.append(written, node, generation.end());
    FaultPoint.FLUSH_COMMITTED.reached();
    attempt = null;
    current.flushed(generation, written.stream().map(WrittenFile::info).toList());
    written.forEach(file -> unfinished.committed(file.info().path()));
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    flushes = flushes.plus(generation.rows(), took);
    LOG.info(
        "flushed {} lines in {} ms to {} files",
        generation.rows(),
        took.toMillis(),
        written.size());
    hot.release(generation);
    flushed.accept(generation.end());
  }

  private List<WrittenFile> write(Generation generation) throws SQLException, IOException {
    try (var connection = engine.connect();
        var statement = connection.createStatement()) {
      List<WrittenFile> files = writer.write(statement, generation);
      files.forEach(file -> terms.add(file.info(), generation));
      return files;
    }
  }
}
