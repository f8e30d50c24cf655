package dev.tailwater.report;

import dev.tailwater.dashboard.DashboardDocument.PanelQuery;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.run.QueryResult;
import dev.tailwater.query.run.QueryRunner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The results of the panels of one report in the order in which they are drawn. Few queries run at
 * once, so that people who look at dashboards go first, and few results wait to be drawn. For one
 * thread; closing stops what runs.
 */
final class PanelResults implements AutoCloseable {
  private static final int RUNNING = 2;
  private static final int AHEAD = 4;
  private static final int TRIES = 4;
  private static final long PAUSE_MILLIS = 500;

  private final QueryRunner runner;
  private final ReportDashboard dashboard;
  private final Iterator<ReportPanel> waiting;
  private final Deque<Future<List<QueryResult>>> asked = new ArrayDeque<>();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(RUNNING, Thread.ofVirtual().name("report-query-", 0).factory());

  /** Results of panels, some of which may have no queries. */
  PanelResults(QueryRunner runner, ReportDashboard dashboard, List<ReportPanel> panels) {
    this.runner = runner;
    this.dashboard = dashboard;
    this.waiting = panels.iterator();
  }

  /**
   * The results of the next panel, one for each of its queries.
   *
   * @throws QueryException when one of its queries cannot run
   * @throws InterruptedException when the report was stopped
   */
  List<QueryResult> next() throws InterruptedException {
    while (asked.size() < AHEAD && waiting.hasNext()) {
      ReportPanel panel = waiting.next();
      asked.add(threads.submit(() -> run(panel)));
    }
    try {
      return asked.remove().get();
    } catch (CancellationException e) {
      throw new InterruptedException("the report was stopped");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException known -> throw known;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException("a query of a report failed", e);
      }
    }
  }

  private List<QueryResult> run(ReportPanel panel) throws InterruptedException {
    List<QueryResult> results = new ArrayList<>();
    for (PanelQuery query : panel.queries()) {
      results.add(run(panel, query));
    }
    return results;
  }

  /** A busy runner is asked again a little later, as the UI does. */
  private QueryResult run(ReportPanel panel, PanelQuery query) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        // Who orders a report wants to read: what saves is refused.
        return runner.runReadOnly(dashboard.query(panel, query));
      } catch (QueryException e) {
        if (!e.code().equals("rate.limit.exceeded") || attempt == TRIES) {
          throw e;
        }
        Thread.sleep(PAUSE_MILLIS << attempt);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
