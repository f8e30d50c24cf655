package dev.tailwater.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Delivers one drain's batches as Logplex does: one request at a time over a connection that is
 * kept, tries again where that may help, and tells of what was lost in an L10 frame at the head of
 * the next request.
 *
 * <p>The rules are those of Logplex's source (heroku/logplex): 2xx is delivered; 4xx except 429 is
 * final and the batch is dropped; anything else, a timeout or a broken connection is tried again,
 * first at once, then after a random moment. A repeated request keeps its Logplex-Frame-Id, but may
 * gain an L10 frame, because loss notices are added when a request is made.
 *
 * <p>{@link #deliver} is for one thread at a time; {@link #dropped} and {@link #counts} may be
 * called from others meanwhile.
 */
public final class LogplexClient implements AutoCloseable {
  private static final String USER_AGENT = "Logplex/v72";
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final DrainUrl url;
  private final String drainToken;
  private final DeliveryPolicy policy;
  private final Clock clock;
  private final Dice dice;
  private final HttpClient http;

  private long lost;
  private long lostSinceMicros;
  private DeliveryCounts counts = DeliveryCounts.NONE;

  private LogplexClient(
      DrainUrl url, String drainToken, DeliveryPolicy policy, Clock clock, HttpClient http) {
    this.url = url;
    this.drainToken = drainToken;
    this.policy = policy;
    this.clock = clock;
    this.dice = Dice.of(clock.millis(), drainToken);
    this.http = http;
  }

  /**
   * A client of one drain.
   *
   * @param drainUrl where to post; userinfo becomes Basic credentials
   * @param drainToken value of the Logplex-Drain-Token header
   * @throws IllegalArgumentException when the URL is not one of http or https
   */
  public static LogplexClient open(
      URI drainUrl, String drainToken, DeliveryPolicy policy, Clock clock) {
    DrainUrl url = DrainUrl.parse(drainUrl);
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(policy.connectTimeout())
            .build();
    return new LogplexClient(url, drainToken, policy, clock, http);
  }

  /** What one send came to. */
  private sealed interface Outcome {
    record Delivered() implements Outcome {}

    /** Sending it again would not help. */
    record Refused() implements Outcome {}

    /** It may work later; the server may have said after how many seconds. */
    record Failed(boolean serverBusy, Duration retryAfter) implements Outcome {}
  }

  /**
   * Sends a batch until it is delivered or given up.
   *
   * @return whether it was delivered
   */
  public boolean deliver(Batch batch) throws InterruptedException {
    for (int attempt = 1; attempt <= policy.tries(); attempt++) {
      Outcome outcome = send(batch, attempt);
      switch (outcome) {
        case Outcome.Delivered() -> {
          return true;
        }
        case Outcome.Refused() -> {
          drop(batch);
          return false;
        }
        case Outcome.Failed failed -> {
          if (attempt < policy.tries()) {
            waitBefore(attempt + 1, failed);
          }
        }
      }
    }
    drop(batch);
    return false;
  }

  /**
   * Tells the client of frames that were lost before they came to it; the next request, also a
   * repeated one, says so.
   */
  public synchronized void dropped(long frames) {
    if (frames <= 0) {
      return;
    }
    if (lost == 0) {
      lostSinceMicros = Fleet.micros(clock.instant());
    }
    lost += frames;
    counts = counts.plus(new DeliveryCounts(0, 0, 0, 0, frames));
  }

  /** Counts since the client was opened. */
  public synchronized DeliveryCounts counts() {
    return counts;
  }

  /** Gives up the connection and what is under way on it. */
  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }

  private Outcome send(Batch batch, int attempt) throws InterruptedException {
    long notified;
    byte[] notice;
    synchronized (this) {
      notified = lost;
      notice =
          lost == 0
              ? new byte[0]
              : DrainBuffer.lossNotice(Fleet.micros(clock.instant()), lost, lostSinceMicros);
      if (attempt > 1) {
        counts = counts.plus(new DeliveryCounts(0, 0, 0, 1, 0));
      }
    }
    HttpResponse<Void> response;
    try {
      response = http.send(request(batch, notice), HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      // No answer, or none that could be read: for Logplex all the same.
      return new Outcome.Failed(true, Duration.ZERO);
    }
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      delivered(batch, notice.length, notified);
      return new Outcome.Delivered();
    }
    if (status >= 400 && status < 500 && status != TOO_MANY_REQUESTS) {
      return new Outcome.Refused();
    }
    return new Outcome.Failed(
        status == TOO_MANY_REQUESTS || status == UNAVAILABLE,
        Duration.ofSeconds(seconds(response.headers().firstValue("Retry-After").orElse(""))));
  }

  private HttpRequest request(Batch batch, byte[] notice) {
    HttpRequest.BodyPublisher frames = HttpRequest.BodyPublishers.ofByteArray(batch.body());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.target())
            .timeout(policy.answerTimeout())
            .header("Content-Type", "application/logplex-1")
            .header(
                "Logplex-Msg-Count",
                Integer.toString(batch.frames() + (notice.length == 0 ? 0 : 1)))
            .header("Logplex-Frame-Id", batch.frameId())
            .header("Logplex-Drain-Token", drainToken)
            .header("User-Agent", USER_AGENT)
            .POST(
                notice.length == 0
                    ? frames
                    : HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofByteArrays(List.of(notice, batch.body())),
                        (long) notice.length + batch.body().length));
    String authorization = url.authorization();
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return request.build();
  }

  private synchronized void delivered(Batch batch, int noticeBytes, long notified) {
    counts =
        counts.plus(
            new DeliveryCounts(1, batch.frames(), (long) noticeBytes + batch.body().length, 0, 0));
    // What was lost while the request was under way is still to be told.
    lost -= notified;
    if (notified > 0 && lost > 0) {
      lostSinceMicros = Fleet.micros(clock.instant());
    }
  }

  private void drop(Batch batch) {
    dropped(batch.frames());
  }

  private void waitBefore(int attempt, Outcome.Failed failed) throws InterruptedException {
    if (policy.waitsForServer() && failed.serverBusy()) {
      Duration asked = failed.retryAfter();
      long fallback = Math.min(50L << Math.min(attempt, 6), 1_000);
      Thread.sleep(
          asked.isZero()
              ? Duration.ofMillis(fallback)
              : asked.compareTo(LONGEST_WAIT) < 0 ? asked : LONGEST_WAIT);
      return;
    }
    if (attempt > 2) {
      // Logplex reconnects at once first, then after 10 ms × ((2^r − 1) / 2).
      int r = dice.between(1, Math.min(attempt, 10));
      Thread.sleep(10L * ((1 << r) - 1) / 2);
    }
  }

  private static long seconds(String retryAfter) {
    return retryAfter.matches("\\d{1,4}") ? Long.parseLong(retryAfter) : 0;
  }
}
