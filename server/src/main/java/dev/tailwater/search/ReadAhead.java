package dev.tailwater.search;

import dev.tailwater.query.QueryException;
import dev.tailwater.query.run.QueryRequest;
import dev.tailwater.query.run.QueryRunner;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads new files for queries that were {@linkplain AskedQueries asked lately}, when nothing else
 * is asked: who opens a dashboard again finds most of its lines counted. On a thread of its own.
 *
 * <p>Queries of the last hour have their turn at once, as somebody is looking at their results; all
 * others when no new files came for a while, so that what is perhaps never asked takes no processor
 * from what accepts lines.
 */
public final class ReadAhead implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);

  /** Between looks at whether there are new files. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Between looks at whether queries have ended. */
  private static final Duration BUSY_PAUSE = Duration.ofMillis(50);

  /** Where there are always queries, it is one of them after a while. */
  private static final int BUSY_PAUSES = 40;

  /** Somebody may still be looking. */
  private static final Duration LATELY = Duration.ofHours(1);

  /** A server that takes so many lines that files come faster has something else to do. */
  private static final Duration QUIET = Duration.ofSeconds(10);

  private static final Duration SAVING = Duration.ofMinutes(1);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final AskedQueries asked;
  private final QueryRunner runner;
  private final LongSupplier changesOfFiles;

  /** The files that were read for some queries, and since when they are all. For its thread. */
  private long seen = -1;

  private long since;
  private volatile boolean isAllRead;

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

  /** Begins with the files that there are, for all queries. */
  public void start() {
    thread.start();
  }

  private void run() {
    long saved = System.nanoTime();
    try {
      while (true) {
        try {
          read(System.nanoTime());
          if (System.nanoTime() - saved >= SAVING.toNanos()) {
            saved = System.nanoTime();
            asked.save();
          }
        } catch (RuntimeException e) {
          // Nothing is lost by it: queries read for themselves.
          LOG.warn("cannot read ahead now; it is tried again when there are other files", e);
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /** Reads what there is to read at this moment, by {@link System#nanoTime}. */
  private void read(long now) throws InterruptedException {
    long changes = changesOfFiles.getAsLong();
    boolean isStart = seen < 0;
    if (changes != seen) {
      seen = changes;
      since = now;
      isAllRead = false;
      read(asked.lately(LATELY), () -> false);
    }
    if (isStart || (!isAllRead && now - since >= QUIET.toNanos())) {
      isAllRead = true;
      read(asked.all(), () -> changesOfFiles.getAsLong() != changes);
    }
  }

  /** Reads what there is of files by now, for all queries. */
  void readAll() throws InterruptedException {
    read(asked.all(), () -> false);
  }

  private void read(List<QueryRequest> queries, BooleanSupplier gaveUp)
      throws InterruptedException {
    for (QueryRequest query : queries) {
      for (int i = 0; i < BUSY_PAUSES && runner.isBusy(); i++) {
        Thread.sleep(BUSY_PAUSE);
      }
      if (gaveUp.getAsBoolean()) {
        return;
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

  /**
   * Reads for what nobody has asked yet, too: for the queries of a dashboard that an account was
   * just given. Who looks at what is new finds it counted.
   *
   * @param requests of one account; what will be asked first stands first
   */
  public void expect(List<QueryRequest> requests) {
    asked.expect(requests);
    isAllRead = false;
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
