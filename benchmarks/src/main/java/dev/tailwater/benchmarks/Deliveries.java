package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.load.Load;
import dev.tailwater.benchmarks.load.Marker;
import dev.tailwater.benchmarks.load.Post;
import dev.tailwater.benchmarks.load.Sender;
import dev.tailwater.benchmarks.load.Sent;
import dev.tailwater.benchmarks.server.ServerApi;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends at a given rate and sees how soon the server answers, and how soon after the answer a query
 * finds what was delivered: from time to time a line of its own is sent and asked for again and
 * again.
 */
final class Deliveries {
  private static final Duration BETWEEN_MARKERS = Duration.ofMillis(500);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration LOST_AFTER = Duration.ofSeconds(30);
  private static final Duration AROUND = Duration.ofMinutes(5);
  private static final int CONNECTIONS = 4;

  private final ServerProcess server;
  private final ServerApi api;

  Deliveries(ServerProcess server, ServerApi api) {
    this.server = server;
    this.api = api;
  }

  /**
   * What was measured after the warm-up.
   *
   * @param visible from the answer to a marker until the end of the query that found it
   */
  record Result(Sent sent, Percentiles visible) {}

  /** Runs it. */
  Result run(Load load, long linesPerSecond) throws IOException, InterruptedException {
    Sender.send(server.port(), load.warmUp(), CONNECTIONS, 0);
    // The warm-up came faster than the load that is measured: until a query sees the end of it.
    untilVisible(0);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Sent> sending =
          threads.submit(
              () -> Sender.send(server.port(), load.measured(), CONNECTIONS, linesPerSecond));
      List<Long> visible = new ArrayList<>();
      do {
        visible.add(untilVisible(visible.size() + 1));
        Thread.sleep(BETWEEN_MARKERS);
      } while (!sending.isDone());
      long[] nanos = visible.stream().mapToLong(Long::longValue).toArray();
      return new Result(sending.get(), new Percentiles(nanos));
    } catch (ExecutionException e) {
      throw new IOException("the load could not be sent: " + e.getCause(), e);
    }
  }

  private long untilVisible(long n) throws IOException, InterruptedException {
    Instant now = Instant.now();
    Post marker = Marker.post(n, now);
    Sent sent = Sender.send(server.port(), List.of(marker), 1, 0);
    long answered = System.nanoTime();
    if (sent.acceptedLines() != 1) {
      throw new IOException("a single line was refused");
    }
    NamedQuery query =
        NamedQuery.of("", Marker.requestId(n) + " | count", now.minus(AROUND), now.plus(AROUND));
    while (System.nanoTime() - answered < LOST_AFTER.toNanos()) {
      ServerApi.Answer answer = api.query(query.request());
      if (answer.status() == 200 && answer.json().at("/rows/0/0").asLong() == 1) {
        return System.nanoTime() - answered;
      }
      Thread.sleep(POLL);
    }
    throw new IOException(
        "a line was accepted but not found by queries within %d s"
            .formatted(LOST_AFTER.toSeconds()));
  }
}
