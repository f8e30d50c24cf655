package dev.tailwater.content;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailwater.http.ApiException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that clients start and ask about. The work is a few statements on a small database, so
 * it is done before the client has the job's id; what can be asked afterwards is kept here for an
 * hour and within bounds, and lost with the process. Safe for use by many threads.
 */
public final class Jobs {
  private static final Duration KEPT = Duration.ofHours(1);
  private static final int JOBS_OF_ACCOUNT = 200;
  private static final long RESULT_CHARS_OF_ACCOUNT = 16L << 20;

  /** An export in memory takes some times its size. */
  private static final int RUNNING = 2;

  private final Clock clock;
  private final Semaphore turns = new Semaphore(RUNNING, true);
  private final Map<Long, AccountJobs> accounts = new ConcurrentHashMap<>();

  public Jobs(Clock clock) {
    this.clock = clock;
  }

  /** What jobs do; asking for a job needs to know. */
  public enum Kind {
    EXPORT,
    IMPORT,
    COPY,
    DELETE,
    GLOBAL_FOLDER,
    ADMIN_RECOMMENDED_FOLDER,
    INSTALLED_APPS_FOLDER,
    APP_INSTALL,
    APP_UPGRADE,
    APP_REVERT,
    APP_UNINSTALL,
    CLASSIC_APP_INSTALL
  }

  /**
   * What a job came to.
   *
   * @param message for people, and for clients that find an id behind its colon
   * @param result JSON; empty for jobs that have none
   */
  public record Done(String message, String result) {}

  /**
   * A job that ended.
   *
   * @param subject the id of what it is about; empty when its kind says all
   * @param failure why it failed; null when it succeeded
   */
  public record Job(
      String id,
      Kind kind,
      String subject,
      String message,
      String result,
      @Nullable ApiException failure,
      long endedAt) {
    /** Writes status, statusMessage and error into an open object. */
    public void writeStatus(JsonGenerator out) throws IOException {
      out.writeStringField("status", failure == null ? "Success" : "Failed");
      out.writeStringField("statusMessage", message);
      if (failure == null) {
        out.writeNullField("error");
      } else {
        out.writeObjectFieldStart("error");
        out.writeStringField("code", failure.code());
        out.writeStringField("message", message);
        out.writeEndObject();
      }
    }
  }

  /**
   * Does the work and remembers what came of it.
   *
   * @return the job's id
   */
  public String run(long account, Kind kind, String subject, Supplier<Done> work) {
    String id = AccountLibrary.newId();
    Job job;
    turns.acquireUninterruptibly();
    try {
      Done done = work.get();
      job = new Job(id, kind, subject, done.message(), done.result(), null, clock.millis());
    } catch (ApiException e) {
      String message = String.valueOf(e.getMessage());
      job = new Job(id, kind, subject, message, "", e, clock.millis());
    } finally {
      turns.release();
    }
    accounts.computeIfAbsent(account, a -> new AccountJobs()).add(job);
    return id;
  }

  /**
   * A job.
   *
   * @throws ApiException 404 when this account has none with this id of this kind about this
   *     subject
   */
  public Job find(long account, Kind kind, String subject, String id) {
    return Optional.ofNullable(accounts.get(account))
        .flatMap(jobs -> jobs.find(id))
        .filter(job -> job.kind() == kind && job.subject().equalsIgnoreCase(subject))
        .orElseThrow(() ->
            ApiException.notFound(
                "there is no such job with the id "
                    + id
                    + "; jobs are remembered for an hour, and not across a restart"));
  }

  /** The jobs of one account, the oldest first. */
  private final class AccountJobs {
    private final LinkedHashMap<String, Job> jobs = new LinkedHashMap<>();
    private long chars;

    synchronized void add(Job job) {
      jobs.put(job.id(), job);
      chars += job.result().length();
      long oldest = clock.millis() - KEPT.toMillis();
      while (jobs.size() > 1) {
        Job first = jobs.firstEntry().getValue();
        if (first.endedAt() >= oldest
            && jobs.size() <= JOBS_OF_ACCOUNT
            && chars <= RESULT_CHARS_OF_ACCOUNT) {
          return;
        }
        jobs.pollFirstEntry();
        chars -= first.result().length();
      }
    }

    synchronized Optional<Job> find(String id) {
      return Optional.ofNullable(jobs.get(id));
    }
  }
}
