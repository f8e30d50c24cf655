package dev.tailwater.search;

import dev.tailwater.http.ApiException;
import dev.tailwater.query.run.QueryRequest;
import dev.tailwater.query.run.QueryRunner;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The search jobs of all accounts. Jobs end when they are deleted, after {@link #IDLE} without a
 * poll, after {@link #LIFE} in any case, and when the results of all jobs together outgrow their
 * memory: those that were not polled for longest go first. Safe for use by many threads.
 */
final class SearchJobs implements AutoCloseable {
  static final Duration IDLE = Duration.ofMinutes(5);
  static final Duration LIFE = Duration.ofHours(8);

  /** Per account; clients know this limit. */
  static final int MAX_JOBS = 200;

  private static final long MAX_BYTES = 64L * 1024 * 1024;
  private static final Duration SWEEP = Duration.ofSeconds(30);

  private final QueryRunner runner;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, SearchJob> jobs = new ConcurrentHashMap<>();
  private final Thread sweeper;

  SearchJobs(QueryRunner runner, Clock clock) {
    this.runner = runner;
    this.clock = clock;
    this.sweeper = Thread.ofVirtual().name("search-job-sweeper").start(this::sweepForEver);
  }

  /**
   * Starts a job.
   *
   * @throws ApiException 429 when the account has too many
   */
  SearchJob start(QueryRequest query) {
    sweep();
    long active = jobs.values().stream().filter(job -> job.account() == query.account()).count();
    if (active >= MAX_JOBS) {
      throw ApiException.tooMany(
          "expected at most " + MAX_JOBS + " search jobs at a time: delete those that are done",
          Duration.ofSeconds(10));
    }
    byte[] id = new byte[8];
    random.nextBytes(id);
    SearchJob job =
        new SearchJob(
            HexFormat.of().withUpperCase().formatHex(id),
            query,
            runner,
            this::makeRoom,
            clock.instant());
    jobs.put(job.id(), job);
    return job;
  }

  /** A job of the account; empty when it has none with this id or it has ended. */
  Optional<SearchJob> find(long account, String id) {
    return Optional.ofNullable(jobs.get(id))
        .filter(job -> job.account() == account && !isOver(job, clock.instant()));
  }

  /** Ends a job. */
  void end(SearchJob job) {
    job.cancel();
    jobs.remove(job.id());
  }

  @Override
  public void close() {
    sweeper.interrupt();
    jobs.values().forEach(this::end);
  }

  private void makeRoom(long bytes) {
    long held = bytes + jobs.values().stream().mapToLong(SearchJob::bytes).sum();
    if (held <= MAX_BYTES) {
      return;
    }
    for (SearchJob job :
        jobs.values().stream()
            .filter(SearchJob::isFinished)
            .sorted(Comparator.comparing(SearchJob::polled))
            .toList()) {
      if (held <= MAX_BYTES) {
        return;
      }
      held -= job.bytes();
      end(job);
    }
  }

  private void sweep() {
    Instant now = clock.instant();
    jobs.values().stream().filter(job -> isOver(job, now)).forEach(this::end);
  }

  private static boolean isOver(SearchJob job, Instant now) {
    return now.isAfter(job.polled().plus(IDLE)) || now.isAfter(job.created().plus(LIFE));
  }

  private void sweepForEver() {
    try {
      while (true) {
        Thread.sleep(SWEEP);
        sweep();
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }
}
