package dev.tailwater.search;

import dev.tailwater.query.CompiledQuery.Kind;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.ResultField;
import dev.tailwater.query.run.QueryRequest;
import dev.tailwater.query.run.QueryResult;
import dev.tailwater.query.run.QueryRunner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job: a query that runs by itself and whose result is fetched later. Thread-safe. */
final class SearchJob {
  private static final Logger LOG = LoggerFactory.getLogger(SearchJob.class);

  /** What a poll tells, with only what is new since the poll before. */
  record Progress(
      String state,
      long messageCount,
      long recordCount,
      List<QueryResult.Bucket> newBuckets,
      List<String> newErrors,
      List<String> newWarnings) {}

  /** What a finished job holds. */
  record Rows(Kind kind, List<ResultField> fields, JobRows rows) {}

  private final String id;
  private final long account;
  private final Instant created;
  private final Thread thread;
  private final CountDownLatch finished = new CountDownLatch(1);

  // Guarded by this.
  private String state = "NOT STARTED";
  private Instant polled;
  private long messageCount;
  private @Nullable Rows rows;
  private @Nullable QueryException failure;
  private final List<QueryResult.Bucket> newBuckets = new ArrayList<>();
  private final List<String> newErrors = new ArrayList<>();
  private final List<String> newWarnings = new ArrayList<>();

  /**
   * Starts the job.
   *
   * @param heldBytes told what the result takes in memory once it is there
   */
  SearchJob(
      String id, QueryRequest query, QueryRunner runner, LongConsumer heldBytes, Instant now) {
    this.id = id;
    this.account = query.account();
    this.created = now;
    this.polled = now;
    this.thread =
        Thread.ofVirtual().name("search-job-" + id).start(() -> run(query, runner, heldBytes));
  }

  String id() {
    return id;
  }

  long account() {
    return account;
  }

  Instant created() {
    return created;
  }

  synchronized Instant polled() {
    return polled;
  }

  boolean isFinished() {
    return finished.getCount() == 0;
  }

  synchronized long bytes() {
    return rows == null ? 0 : rows.rows().bytes();
  }

  /** Stops the query, if it still runs. */
  void cancel() {
    thread.interrupt();
  }

  /** Waits for a query that fails at once, as one with a mistake in it does. */
  @Nullable QueryException failureWithin(long millis) throws InterruptedException {
    boolean ignored = finished.await(millis, TimeUnit.MILLISECONDS);
    synchronized (this) {
      return failure;
    }
  }

  synchronized Progress poll(Instant now) {
    polled = now;
    Progress progress =
        new Progress(
            state,
            messageCount,
            rows != null && rows.kind() == Kind.RECORDS ? rows.rows().size() : 0,
            List.copyOf(newBuckets),
            List.copyOf(newErrors),
            List.copyOf(newWarnings));
    newBuckets.clear();
    newErrors.clear();
    newWarnings.clear();
    return progress;
  }

  /** The result; null while the query runs or when it failed. */
  synchronized @Nullable Rows rows(Instant now) {
    polled = now;
    return rows;
  }

  private void run(QueryRequest query, QueryRunner runner, LongConsumer heldBytes) {
    try {
      state("GATHERING RESULTS");
      QueryResult result = runner.run(query);
      JobRows packed = JobRows.of(result);
      heldBytes.accept(packed.bytes());
      succeed(result, packed);
    } catch (QueryException e) {
      if (e.code().equals("query.failed")) {
        LOG.error("search job {} failed", id, e);
      }
      fail(e);
    } catch (RuntimeException e) {
      LOG.error("search job {} failed", id, e);
      fail(
          new QueryException(
              "query.failed", "the server failed on this query; its messages tell more", e));
    } finally {
      finished.countDown();
    }
  }

  private synchronized void state(String next) {
    state = next;
  }

  private synchronized void succeed(QueryResult result, JobRows packed) {
    rows = new Rows(result.kind(), result.fields(), packed);
    newWarnings.addAll(result.warnings());
    boolean paused = result.kind() == Kind.MESSAGES && result.truncated();
    // A paused job offers the newest messages only, and counts what it offers.
    messageCount = paused ? packed.size() : result.messageCount();
    long left = messageCount;
    for (QueryResult.Bucket bucket : result.histogram()) {
      long count = Math.min(left, bucket.count());
      if (count > 0) {
        newBuckets.add(new QueryResult.Bucket(bucket.startMillis(), bucket.lengthMillis(), count));
      }
      left -= count;
    }
    state = paused ? "FORCE PAUSED" : "DONE GATHERING RESULTS";
  }

  private synchronized void fail(QueryException e) {
    failure = e;
    newErrors.add(String.valueOf(e.getMessage()));
    // Some clients wait for exactly this state and would poll for ever.
    state = "DONE GATHERING RESULTS";
  }
}
