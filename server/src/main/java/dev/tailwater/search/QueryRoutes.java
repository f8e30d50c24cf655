package dev.tailwater.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Caller;
import dev.tailwater.http.ClientConnections;
import dev.tailwater.http.Json;
import dev.tailwater.query.QueryContext;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.TimeRange;
import dev.tailwater.query.TimeRangeJson;
import dev.tailwater.query.run.QueryRequest;
import dev.tailwater.query.run.QueryResult;
import dev.tailwater.query.run.QueryRunner;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs one query and answers with its result, typed: {@code POST /api/v1/query}. */
public final class QueryRoutes implements HttpService {
  private static final int MAX_BODY_BYTES = 256 * 1024;
  private static final int ROWS = 1000;
  private static final int MAX_ROWS = 10_000;

  private final QueryRunner runner;
  private final Authentication authentication;
  private final ClientConnections connections;
  private final Clock clock;

  /**
   * @param connections tells when a client left and its query can stop
   */
  public QueryRoutes(
      QueryRunner runner,
      Authentication authentication,
      ClientConnections connections,
      Clock clock) {
    this.runner = runner;
    this.authentication = authentication;
    this.connections = connections;
    this.clock = clock;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/api/v1/query", authentication.required(this::query));
  }

  private void query(Caller caller, ServerRequest request, ServerResponse response)
      throws InterruptedException {
    ObjectNode body = Json.readObject(request, MAX_BODY_BYTES);
    try {
      QueryRequest query = read(caller, body);
      QueryResult result = CancellableQuery.run(() -> runner.run(query), connections, request);
      Json.send(
          request, response, 200, out -> QueryResultJson.write(out, result, query.histogram()));
    } catch (QueryException e) {
      throw QueryErrors.answer(e, "");
    }
  }

  private QueryRequest read(Caller caller, ObjectNode body) {
    ZoneId zone = QueryTimes.zone(body, "");
    Instant now = clock.instant();
    TimeRange range =
        body.hasNonNull("timeRange")
            ? TimeRangeJson.read(body.path("timeRange"), zone, now)
            : TimeRangeJson.read(body.path("from"), body.path("to"), zone, now);
    return new QueryRequest(
        caller.account(),
        text(body.path("query")),
        new QueryContext(range, zone, now, variables(body.path("variables"))),
        QueryTimes.axis(body, ""),
        limit(body.path("limit")),
        histogram(body.path("histogram")));
  }

  private static String text(JsonNode query) {
    if (!query.isTextual()) {
      throw ApiException.badRequest(
          "no.query", "expected the text of a query as query, found " + found(query));
    }
    return query.textValue();
  }

  private static boolean histogram(JsonNode histogram) {
    if (!histogram.isMissingNode() && !histogram.isNull() && !histogram.isBoolean()) {
      throw ApiException.badRequest(
          "invalid.histogram", "expected true or false as histogram, found " + histogram);
    }
    return histogram.booleanValue();
  }

  private static String found(JsonNode value) {
    return value.isMissingNode() ? "none" : value.toString();
  }

  /** A value each, or a list of values where several are chosen. */
  private static Map<String, List<String>> variables(JsonNode variables) {
    if (!variables.isMissingNode() && !variables.isNull() && !variables.isObject()) {
      throw ApiException.badRequest(
          "invalid.variables", "expected an object as variables, found " + variables);
    }
    Map<String, List<String>> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> variable : variables.properties()) {
      JsonNode value = variable.getValue();
      List<String> texts = new ArrayList<>();
      for (JsonNode text : value.isArray() ? value : List.of(value)) {
        if (text.isContainerNode() || text.isNull()) {
          throw ApiException.badRequest(
              "invalid.variables",
              "expected a text or a list of texts as value of the variable "
                  + variable.getKey()
                  + ", found "
                  + value);
        }
        texts.add(text.asText());
      }
      values.put(variable.getKey(), texts);
    }
    return values;
  }

  private static int limit(JsonNode limit) {
    if (limit.isMissingNode() || limit.isNull()) {
      return ROWS;
    }
    if (!limit.canConvertToExactIntegral()
        || !limit.canConvertToInt()
        || limit.asInt() < 1
        || limit.asInt() > MAX_ROWS) {
      throw ApiException.badRequest(
          "invalid.limit", "expected limit between 1 and " + MAX_ROWS + ", found " + limit);
    }
    return limit.asInt();
  }
}
