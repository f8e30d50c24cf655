package dev.tailwater.search;

import dev.tailwater.http.ApiException;
import dev.tailwater.http.ClientConnections;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.run.QueryResult;
import io.helidon.webserver.http.ServerRequest;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a query on a thread of its own, so that the one which holds the connection can look whether
 * anybody still waits. A query is cancelled by interrupting its thread.
 */
final class CancellableQuery {
  private static final long LOOK_MILLIS = 100;

  private CancellableQuery() {}

  /**
   * The result of a query.
   *
   * @throws QueryException when the query cannot run
   * @throws ApiException when its client left; nobody reads that answer
   */
  static QueryResult run(
      Callable<QueryResult> query, ClientConnections connections, ServerRequest request)
      throws InterruptedException {
    FutureTask<QueryResult> task = new FutureTask<>(query);
    Thread.ofVirtual().name("query").start(task);
    try {
      while (true) {
        try {
          return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (!connections.isOpen(request)) {
            throw new ApiException(499, "query.cancelled", "the client closed the connection", e);
          }
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException known -> throw known;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException("the query failed", e);
      }
    } finally {
      // Nothing to cancel when it is done; all other ways out leave a query nobody waits for.
      task.cancel(true);
    }
  }
}
