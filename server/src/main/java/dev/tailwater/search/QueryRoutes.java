package dev.tailwater.search;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Caller;
import dev.tailwater.http.ClientConnections;
import dev.tailwater.http.Json;
import dev.tailwater.query.QueryContext;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.ResultField;
import dev.tailwater.query.TimeRange;
import dev.tailwater.query.TimeRangeJson;
import dev.tailwater.query.run.QueryRequest;
import dev.tailwater.query.run.QueryResult;
import dev.tailwater.query.run.QueryRunner;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
      QueryResult result = CancellableQuery.run(runner, query, connections, request);
      Json.send(request, response, 200, out -> write(out, result, query.histogram()));
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
        body.path("query").asText(""),
        new QueryContext(range, zone, now, variables(body.path("variables"))),
        QueryTimes.axis(body, ""),
        limit(body.path("limit")),
        body.path("histogram").asBoolean(false));
  }

  /** A value each, or a list of values where several are chosen. */
  private static Map<String, List<String>> variables(JsonNode variables) {
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
    if (!limit.canConvertToInt() || limit.asInt() < 1 || limit.asInt() > MAX_ROWS) {
      throw ApiException.badRequest(
          "invalid.limit", "expected limit between 1 and " + MAX_ROWS + ", found " + limit);
    }
    return limit.asInt();
  }

  private static void write(JsonGenerator out, QueryResult result, boolean histogram)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("kind", result.kind().name().toLowerCase(Locale.ROOT));
    out.writeArrayFieldStart("fields");
    for (ResultField field : result.fields()) {
      out.writeStartObject();
      out.writeStringField("name", field.name());
      out.writeStringField("displayName", field.displayName());
      out.writeStringField("fieldType", field.type().name().toLowerCase(Locale.ROOT));
      out.writeBooleanField("keyField", field.keyField());
      out.writeBooleanField("fromQuery", field.fromQuery());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("rows");
    for (@Nullable Object[] row : result.rows()) {
      out.writeStartArray();
      for (Object value : row) {
        writeValue(out, value);
      }
      out.writeEndArray();
    }
    out.writeEndArray();
    out.writeObjectFieldStart("range");
    out.writeNumberField("from", result.range().from().toEpochMilli());
    out.writeNumberField("to", result.range().to().toEpochMilli());
    out.writeEndObject();
    out.writeBooleanField("truncated", result.truncated());
    out.writeArrayFieldStart("warnings");
    for (String warning : result.warnings()) {
      out.writeString(warning);
    }
    out.writeEndArray();
    out.writeNumberField("elapsedMs", result.elapsed().toMillis());
    if (histogram) {
      out.writeNumberField("messageCount", result.messageCount());
      out.writeArrayFieldStart("histogram");
      // Charts draw from left to right, the runner counts from now back.
      for (QueryResult.Bucket bucket : result.histogram().reversed()) {
        out.writeStartObject();
        out.writeNumberField("start", bucket.startMillis());
        out.writeNumberField("length", bucket.lengthMillis());
        out.writeNumberField("count", bucket.count());
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  private static void writeValue(JsonGenerator out, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeNull();
      case String text -> out.writeString(text);
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      // JSON has no NaN and no infinity; a chart leaves a gap for null.
      case Double number when number.isNaN() || number.isInfinite() -> out.writeNull();
      case Double number -> out.writeNumber(number);
      case Boolean truth -> out.writeBoolean(truth);
      default -> out.writeString(value.toString());
    }
  }
}
