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
 * All panels of a dashboard, asked once.
 *
 * @param nanos from the first request to the last answer
 * @param panelNanos by panel, from its request to its answer
 * @param rows by panel
 * @param retries requests that were asked to come back later
 */
record PanelRound(long nanos, List<Long> panelNanos, List<Integer> rows, int retries) {
  private static final int TRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(800);

  private record Drawn(long nanos, int rows, int retries) {}

  /**
   * Asks for them in the order of the dashboard.
   *
   * @param atOnce requests under way at once
   * @throws IOException when a query fails
   */
  static PanelRound run(ServerApi api, List<Panel> panels, int atOnce)
      throws IOException, InterruptedException {
    List<Long> nanos = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    int retries = 0;
    long began = System.nanoTime();
    long took;
    try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
      List<Future<Drawn>> drawings = new ArrayList<>();
      for (Panel panel : panels) {
        drawings.add(threads.submit(() -> draw(api, panel)));
      }
      for (Future<Drawn> drawing : drawings) {
        Drawn drawn = drawing.get();
        nanos.add(drawn.nanos());
        rows.add(drawn.rows());
        retries += drawn.retries();
      }
      took = System.nanoTime() - began;
    } catch (ExecutionException e) {
      throw new IOException("a panel failed: " + e.getCause(), e);
    }
    return new PanelRound(took, nanos, rows, retries);
  }

  /** A busy server is asked again a little later, as the UI does. */
  private static Drawn draw(ServerApi api, Panel panel) throws IOException, InterruptedException {
    long began = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      ServerApi.Answer answer = api.query(panel.request());
      if (answer.status() == 200) {
        return new Drawn(System.nanoTime() - began, answer.json().path("rows").size(), attempt - 1);
      }
      boolean busy = answer.status() == 429 || answer.status() == 503;
      if (!busy || attempt == TRIES) {
        throw new IOException(panel.title() + ": " + answer.status() + " " + answer.json());
      }
      Thread.sleep(FIRST_PAUSE.multipliedBy(1L << (attempt - 1)));
    }
  }
}
