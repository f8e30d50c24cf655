package dev.tailwater.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.http.Json;
import dev.tailwater.query.QueryContext;
import dev.tailwater.query.TimeRange;
import dev.tailwater.query.TimeRangeJson;
import dev.tailwater.query.run.QueryRequest;
import dev.tailwater.store.TimeAxis;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A dashboard as its own API gives it, read for what its panels ask. The UI's {@code
 * dashboard-queries.ts} asks the same. Immutable.
 */
public final class DashboardDocument {
  /** Stands for every value of a variable. */
  public static final String ALL = "*";

  /** As many rows as the UI asks for. */
  private static final int ROWS = 10_000;

  private final JsonNode json;

  /**
   * A log query of a panel that is drawn; there are transient ones too, which only feed others.
   *
   * @param key among the queries of the panel
   * @param axis which time the range means
   */
  public record PanelQuery(String key, String text, TimeAxis axis) {
    /** What is asked for it. */
    public QueryRequest request(long account, QueryContext context) {
      return new QueryRequest(account, text, context, axis, ROWS, false);
    }
  }

  private DashboardDocument(JsonNode json) {
    this.json = json;
  }

  /** Reads a dashboard of the library. */
  public static DashboardDocument parse(String json) {
    try {
      return new DashboardDocument(Json.MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected JSON in the library, found something else", e);
    }
  }

  /** All of it. */
  public JsonNode json() {
    return json;
  }

  /** The range that it is opened with. */
  public JsonNode timeRange() {
    return json.path("timeRange");
  }

  /**
   * What each variable is set to.
   *
   * @param chosen by its name; those that are left out have their defaults
   * @return by name in any letter case
   */
  public Map<String, List<String>> values(Map<String, List<String>> chosen) {
    Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (JsonNode variable : json.path("variables")) {
      String name = variable.path("name").asText();
      String standard = textOr(variable.path("defaultValue"), "");
      List<String> byDefault = List.of(standard.isEmpty() ? ALL : standard);
      values.put(name, chosen.getOrDefault(name, byDefault));
    }
    return values;
  }

  /** The queries of a panel whose results are drawn. */
  public static List<PanelQuery> queries(JsonNode panel) {
    List<PanelQuery> queries = new ArrayList<>();
    int place = 0;
    for (JsonNode query : panel.path("queries")) {
      String text = query.path("queryString").asText("");
      String key = String.valueOf((char) ('A' + Math.min(25, place++)));
      if (textOr(query.path("queryType"), "Logs").equals("Logs")
          && !query.path("transient").asBoolean(false)
          && !text.isBlank()) {
        queries.add(
            new PanelQuery(
                textOr(query.path("queryKey"), key),
                text,
                textOr(query.path("timeSource"), "Message").equals("Message")
                    ? TimeAxis.MESSAGE
                    : TimeAxis.RECEIPT));
      }
    }
    return queries;
  }

  /** Whether a panel has a range of its own; else it has the dashboard's. */
  public static boolean hasOwnRange(JsonNode panel) {
    JsonNode range = panel.path("timeRange");
    return range.isContainerNode() || range.isTextual();
  }

  /**
   * The range of a panel that has one of its own.
   *
   * @throws dev.tailwater.query.QueryException when it makes no sense
   */
  public static Optional<TimeRange> ownRange(JsonNode panel, ZoneId zone, Instant now) {
    return hasOwnRange(panel)
        ? Optional.of(TimeRangeJson.read(panel.path("timeRange"), zone, now))
        : Optional.empty();
  }

  /**
   * What is asked for all of its panels when it is opened and nobody has chosen anything.
   *
   * @throws dev.tailwater.query.QueryException when a range makes no sense
   */
  public List<QueryRequest> requests(long account, ZoneId zone, Instant now) {
    Map<String, List<String>> values = values(Map.of());
    List<QueryRequest> requests = new ArrayList<>();
    for (JsonNode panel : json.path("panels")) {
      for (PanelQuery query : queries(panel)) {
        TimeRange its =
            ownRange(panel, zone, now).orElseGet(() -> TimeRangeJson.read(timeRange(), zone, now));
        requests.add(query.request(account, new QueryContext(its, zone, now, values)));
      }
    }
    return requests;
  }

  private static String textOr(JsonNode text, String other) {
    return text.isTextual() ? text.asText() : other;
  }
}
