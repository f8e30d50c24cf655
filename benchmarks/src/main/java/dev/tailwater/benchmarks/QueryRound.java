package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.server.ServerApi;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Some queries, asked once each.
 *
 * @param nanos from the first request to the last answer
 * @param queryNanos by query, from its request to its answer
 * @param rows by query
 * @param retries requests that were asked to come back later
 */
record QueryRound(long nanos, List<Long> queryNanos, List<Integer> rows, int retries) {
  private static final int TRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(800);

  private record Drawn(long nanos, int rows, int retries) {}

  /**
   * Asks for them in their order.
   *
   * @param atOnce requests under way at once
   * @throws IOException when a query fails
   */
  static QueryRound run(ServerApi api, List<NamedQuery> queries, int atOnce)
      throws IOException, InterruptedException {
    List<Long> nanos = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    int retries = 0;
    long began = System.nanoTime();
    long took;
    try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
      List<Future<Drawn>> drawings = new ArrayList<>();
      for (NamedQuery query : queries) {
        drawings.add(threads.submit(() -> draw(api, query)));
      }
      for (Future<Drawn> drawing : drawings) {
        Drawn drawn = drawing.get();
        nanos.add(drawn.nanos());
        rows.add(drawn.rows());
        retries += drawn.retries();
      }
      took = System.nanoTime() - began;
    } catch (ExecutionException e) {
      throw new IOException("a query failed: " + e.getCause(), e);
    }
    return new QueryRound(took, nanos, rows, retries);
  }

  /** A busy server is asked again a little later, as the UI does. */
  private static Drawn draw(ServerApi api, NamedQuery query)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      ServerApi.Answer answer = api.query(query.request());
      if (answer.status() == 200) {
        return new Drawn(System.nanoTime() - began, answer.json().path("rows").size(), attempt - 1);
      }
      boolean busy = answer.status() == 429 || answer.status() == 503;
      if (!busy || attempt == TRIES) {
        throw new IOException(query.title() + ": " + answer.status() + " " + answer.json());
      }
      Thread.sleep(FIRST_PAUSE.multipliedBy(1L << (attempt - 1)));
    }
  }
}
