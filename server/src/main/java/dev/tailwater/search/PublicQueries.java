package dev.tailwater.search;

import dev.tailwater.http.ApiException;
import dev.tailwater.http.ClientConnections;
import dev.tailwater.http.Json;
import dev.tailwater.query.CompiledQuery.Kind;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.ResultField;
import dev.tailwater.query.run.QueryRequest;
import dev.tailwater.query.run.QueryResult;
import dev.tailwater.query.run.QueryRunner;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs queries for people without an account. They can only read, few run at once so that users of
 * the account go first, and an error does not tell what the query is. Safe for use by many threads.
 */
public final class PublicQueries {
  private static final int RUNNING = 2;
  private static final int WAITING = 200;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Set<String> LINE_FIELDS = Set.of("_messagetime", "_raw");

  private final QueryRunner runner;
  private final ClientConnections connections;
  private final Semaphore turns = new Semaphore(RUNNING, true);
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * Queries on a runner that others use too.
   *
   * @param connections tells when a client left and its query can stop
   */
  public PublicQueries(QueryRunner runner, ClientConnections connections) {
    this.runner = runner;
    this.connections = connections;
  }

  /**
   * Answers as {@code POST /api/v1/query} does, without warnings, since they quote the query.
   *
   * @throws ApiException when the query cannot run, or too many wait for their turn
   */
  public void answer(QueryRequest query, ServerRequest request, ServerResponse response)
      throws InterruptedException {
    begin();
    QueryResult result;
    try {
      result = CancellableQuery.run(() -> runner.runReadOnly(query), connections, request);
    } catch (QueryException e) {
      throw withoutText(e);
    } finally {
      turns.release();
    }
    QueryResult told = shown(result);
    Json.send(request, response, 200, out -> QueryResultJson.write(out, told, false));
  }

  /** Of lines only what the query says and what a panel shows, not all that is known of them. */
  private static QueryResult shown(QueryResult result) {
    List<ResultField> fields = result.fields();
    int[] kept =
        IntStream.range(0, fields.size())
            .filter(i ->
                result.kind() == Kind.RECORDS
                    || fields.get(i).fromQuery()
                    || LINE_FIELDS.contains(fields.get(i).name()))
            .toArray();
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (@Nullable Object[] row : result.rows()) {
      @Nullable Object[] shown = new Object[kept.length];
      for (int i = 0; i < kept.length; i++) {
        shown[i] = row[kept[i]];
      }
      rows.add(shown);
    }
    return new QueryResult(
        result.kind(),
        Arrays.stream(kept).mapToObj(fields::get).toList(),
        rows,
        result.range(),
        List.of(),
        0,
        result.truncated(),
        List.of(),
        result.elapsed());
  }

  private void begin() throws InterruptedException {
    if (waiting.incrementAndGet() > WAITING) {
      waiting.decrementAndGet();
      throw busy();
    }
    try {
      if (!turns.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy();
      }
    } finally {
      waiting.decrementAndGet();
    }
  }

  private static ApiException busy() {
    return ApiException.tooMany("too many people look at public dashboards: try again", PAUSE);
  }

  /** What is wrong with a query is for those who wrote it: messages quote its text. */
  private static ApiException withoutText(QueryException e) {
    ApiException known = QueryErrors.answer(e, "");
    String code = known.status() == 400 ? "public:query_failed" : known.code();
    ApiException told =
        new ApiException(
            known.status(),
            code,
            "the query of this panel could not be run (%s); who shared the dashboard sees why"
                .formatted(e.code()),
            e);
    return known.status() == 429 || known.status() == 503 ? told.header("Retry-After", "1") : told;
  }
}
