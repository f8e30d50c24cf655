package dev.tailwater.report;

import dev.tailwater.http.ApiException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The report jobs of all accounts. One is drawn at a time, a few wait, an account has only some of
 * them. Results stay in memory for ten minutes and within bounds, and are lost with the process.
 * Safe for use by many threads.
 */
final class ReportJobs implements AutoCloseable {
  /** How many wait for the one that is drawn. */
  static final int WAITING = 8;

  /** How many of an account wait or are drawn. */
  static final int OF_ACCOUNT = 3;

  static final Duration KEPT = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(ReportJobs.class);
  private static final Duration SWEEP = Duration.ofSeconds(20);
  private static final Duration RETRY = Duration.ofSeconds(10);
  private static final Duration STOP = Duration.ofSeconds(5);
  private static final int DONE_OF_ACCOUNT = 20;
  private static final long BYTES_OF_ACCOUNT = 16L << 20;
  private static final long BYTES = 64L << 20;
  private static final int ID_BYTES = 16;

  private final Clock clock;
  private final Duration longest;
  private final SecureRandom random = new SecureRandom();

  /** By id, the oldest first. */
  private final Map<String, Job> jobs = new LinkedHashMap<>();

  private final Deque<Work> waiting = new ArrayDeque<>();
  private final Thread drawer;
  private final Thread sweeper;

  /**
   * No jobs yet.
   *
   * @param longest the time that one drawing may take
   */
  ReportJobs(Clock clock, Duration longest) {
    this.clock = clock;
    this.longest = longest;
    drawer = Thread.ofVirtual().name("reports").start(this::drawForEver);
    sweeper = Thread.ofVirtual().name("report-sweeper").start(this::sweepForEver);
  }

  /** How far a job is. */
  sealed interface State {
    /** Waiting or being drawn. */
    record InProgress() implements State {}

    /** The file. */
    @SuppressWarnings("ArrayRecordComponent") // A file; nobody compares two.
    record Done(byte[] file, long atMillis) implements State {}

    /** Why there is none. */
    record Failed(String code, String message, long atMillis) implements State {}
  }

  /**
   * A job.
   *
   * @param name of the file
   */
  record Job(String id, long account, String name, ReportRequest.Format format, State state) {
    Job as(State other) {
      return new Job(id, account, name, format, other);
    }

    private boolean isActive() {
      return state instanceof State.InProgress;
    }

    private long bytes() {
      return state instanceof State.Done done ? done.file().length : 0;
    }

    private long endedAt() {
      return switch (state) {
        case State.InProgress progress -> Long.MAX_VALUE;
        case State.Done done -> done.atMillis();
        case State.Failed failed -> failed.atMillis();
      };
    }
  }

  private record Work(String id, Callable<byte[]> drawing) {}

  /**
   * Starts a job.
   *
   * @param drawing makes the file; interrupted when it takes too long or the server stops
   * @return the id
   * @throws ApiException 429 when the account or the server has too many
   */
  synchronized String start(
      long account, String name, ReportRequest.Format format, Callable<byte[]> drawing) {
    sweep();
    long mine =
        jobs.values().stream().filter(job -> job.isActive() && job.account == account).count();
    if (mine >= OF_ACCOUNT) {
      throw ApiException.tooMany(
          "expected at most "
              + OF_ACCOUNT
              + " reports of an account at a time: try again when one is done",
          RETRY);
    }
    if (waiting.size() >= WAITING) {
      throw ApiException.tooMany(
          "one report is drawn at a time and "
              + WAITING
              + " are waiting: try again when some are done",
          RETRY);
    }
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = HexFormat.of().withUpperCase().formatHex(bytes);
    jobs.put(id, new Job(id, account, name, format, new State.InProgress()));
    waiting.add(new Work(id, drawing));
    notifyAll();
    return id;
  }

  /**
   * A job.
   *
   * @throws ApiException 404 when this account has none with this id
   */
  synchronized Job find(long account, String id) {
    sweep();
    return Optional.ofNullable(jobs.get(id))
        .filter(job -> job.account == account)
        .orElseThrow(() ->
            ApiException.notFound(
                "there is no report job with this id; jobs are remembered for "
                    + KEPT.toMinutes()
                    + " minutes after they ended, and not across a restart"));
  }

  /** How many wait for their turn. */
  synchronized int waiting() {
    return waiting.size();
  }

  private void drawForEver() {
    try {
      while (true) {
        Work work = take();
        State state = draw(work.drawing);
        end(work.id, state);
      }
    } catch (InterruptedException e) {
      // The server stops.
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Work take() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    return waiting.remove();
  }

  private State draw(Callable<byte[]> drawing) throws InterruptedException {
    FutureTask<byte[]> task = new FutureTask<>(drawing);
    Thread thread = Thread.ofVirtual().name("report").start(task);
    try {
      return new State.Done(task.get(longest.toMillis(), TimeUnit.MILLISECONDS), clock.millis());
    } catch (TimeoutException e) {
      return failed(
          "report:timeout",
          "the report took longer than "
              + longest.toSeconds()
              + " s; choose a shorter time range or a dashboard with fewer panels");
    } catch (ExecutionException e) {
      LOG.error("a report could not be drawn", e.getCause());
      return failed(
          "report:failed", "the report could not be drawn; the server's log has the reason");
    } finally {
      task.cancel(true);
      // The next one must not be drawn beside it.
      thread.join(STOP);
    }
  }

  private State failed(String code, String message) {
    return new State.Failed(code, message, clock.millis());
  }

  private synchronized void end(String id, State state) {
    jobs.computeIfPresent(id, (same, job) -> job.as(state));
    sweep();
  }

  private void sweepForEver() {
    try {
      while (true) {
        Thread.sleep(SWEEP);
        synchronized (this) {
          sweep();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Forgets what is old, then what is too much: the oldest first. */
  private void sweep() {
    long oldest = clock.millis() - KEPT.toMillis();
    jobs.values().removeIf(job -> job.endedAt() < oldest);
    jobs.values().stream()
        .map(Job::account)
        .distinct()
        .toList()
        .forEach(account ->
            forget(
                jobs.values().stream()
                    .filter(job -> job.account == account && !job.isActive())
                    .toList(),
                DONE_OF_ACCOUNT,
                BYTES_OF_ACCOUNT));
    forget(
        jobs.values().stream().filter(job -> !job.isActive()).toList(), Integer.MAX_VALUE, BYTES);
  }

  private void forget(List<Job> ended, int mostJobs, long mostBytes) {
    long bytes = ended.stream().mapToLong(Job::bytes).sum();
    int count = ended.size();
    for (Job job : ended.stream().sorted(Comparator.comparingLong(Job::endedAt)).toList()) {
      // The newest one stays, whatever its size: somebody waits for it.
      if (count <= 1 || (count <= mostJobs && bytes <= mostBytes)) {
        return;
      }
      jobs.remove(job.id);
      count--;
      bytes -= job.bytes();
    }
  }

  /** Stops what is drawn. */
  @Override
  public void close() {
    sweeper.interrupt();
    drawer.interrupt();
    try {
      drawer.join(STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
