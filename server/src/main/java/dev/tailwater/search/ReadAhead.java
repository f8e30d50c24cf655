package dev.tailwater.search;

import dev.tailwater.query.QueryException;
import dev.tailwater.query.run.QueryRequest;
import dev.tailwater.query.run.QueryRunner;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads new files for queries that were {@linkplain AskedQueries asked lately}, when nothing else
 * is asked: who opens a dashboard again finds most of its lines counted. On a thread of its own.
 */
public final class ReadAhead implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);

  /** Between looks at whether there are new files. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Between looks at whether queries have ended. */
  private static final Duration BUSY_PAUSE = Duration.ofMillis(50);

  /** Where there are always queries, it is one of them after a while. */
  private static final int BUSY_PAUSES = 40;

  private static final Duration SAVING = Duration.ofMinutes(1);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final AskedQueries asked;
  private final QueryRunner runner;
  private final LongSupplier changesOfFiles;
  private final Thread thread =
      Thread.ofPlatform().name("read-ahead").daemon().unstarted(this::run);

  /**
   * Does nothing before {@link #start}.
   *
   * @param changesOfFiles another number when there are other files
   */
  public ReadAhead(AskedQueries asked, QueryRunner runner, LongSupplier changesOfFiles) {
    this.asked = asked;
    this.runner = runner;
    this.changesOfFiles = changesOfFiles;
    runner.onAsked(asked::add);
  }

  /** Begins with the files that there are. */
  public void start() {
    thread.start();
  }

  private void run() {
    long seen = -1;
    long saved = System.nanoTime();
    try {
      while (true) {
        long changes = changesOfFiles.getAsLong();
        boolean saves = System.nanoTime() - saved >= SAVING.toNanos();
        try {
          if (changes != seen) {
            readAll();
          }
          if (saves) {
            asked.save();
          }
        } catch (RuntimeException e) {
          // Nothing is lost by it: queries read for themselves.
          LOG.warn("cannot read ahead now; it is tried again when there are other files", e);
        }
        seen = changes;
        saved = saves ? System.nanoTime() : saved;
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /** Reads what there is of files by now, for one query after the other. */
  void readAll() throws InterruptedException {
    for (QueryRequest query : asked.upToNow()) {
      for (int i = 0; i < BUSY_PAUSES && runner.isBusy(); i++) {
        Thread.sleep(BUSY_PAUSE);
      }
      try {
        if (!runner.readAhead(query)) {
          return;
        }
      } catch (QueryException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException("closed while reading ahead");
        }
        if (e.code().equals("rate.limit.exceeded")) {
          return;
        }
        // Asked again it fails again, and tells who asks.
        LOG.debug("a query that was asked cannot be read ahead any more", e);
        asked.remove(query);
      }
    }
  }

  /** Stops, also in the middle of a query, and remembers what was asked. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(STOP.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    asked.save();
  }
}
