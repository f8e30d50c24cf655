package dev.tailwater.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.http.Json;
import dev.tailwater.query.QueryContext;
import dev.tailwater.query.TimeRange;
import dev.tailwater.query.TimeRangeJson;
import dev.tailwater.query.run.QueryRequest;
import dev.tailwater.store.TimeAxis;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What people without an account may see of a dashboard and ask about it: what it takes to draw it,
 * and the results of its own queries over its own range. Queries themselves, ids, and the values of
 * hidden variables stay inside. Immutable.
 */
final class PublicDashboard {
  private static final int ROWS = 10_000;
  private static final List<String> KEPT =
      List.of("title", "description", "theme", "refreshInterval", "layout", "coloringRules");
  private static final List<String> KEPT_OF_PANEL =
      List.of(
          "key",
          "title",
          "description",
          "panelType",
          "text",
          "visualSettings",
          "keepVisualSettingsConsistentWithParent",
          "timeRange",
          "coloringRules");
  private static final List<String> KEPT_OF_QUERY = List.of("queryKey", "queryType", "transient");

  private final PublicLink link;
  private final JsonNode dashboard;

  /**
   * A dashboard behind a link.
   *
   * @param json the dashboard as its own API gives it
   */
  PublicDashboard(PublicLink link, String json) {
    this.link = link;
    try {
      this.dashboard = Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected JSON in the library, found something else", e);
    }
  }

  /** What it takes to draw it. */
  ObjectNode json() {
    ObjectNode shown = kept(dashboard, KEPT);
    shown.set("timeRange", range());
    ArrayNode panels = shown.putArray("panels");
    for (JsonNode panel : dashboard.path("panels")) {
      ObjectNode one = kept(panel, KEPT_OF_PANEL);
      ArrayNode queries = one.putArray("queries");
      panel.path("queries").forEach(query -> queries.add(kept(query, KEPT_OF_QUERY)));
      panels.add(one);
    }
    ArrayNode variables = shown.putArray("variables");
    Map<String, List<String>> values = values();
    for (JsonNode variable : dashboard.path("variables")) {
      if (!variable.path("hideFromUI").asBoolean(false)) {
        String name = variable.path("name").asText();
        ObjectNode one = kept(variable, List.of("name", "displayName"));
        ArrayNode fixed = one.putArray("values");
        values.getOrDefault(name, List.of()).forEach(fixed::add);
        variables.add(one);
      }
    }
    return shown;
  }

  /** The names of all its variables. */
  Set<String> variables() {
    return values().keySet();
  }

  private static ObjectNode kept(JsonNode from, List<String> names) {
    ObjectNode kept = Json.MAPPER.createObjectNode();
    for (String name : names) {
      if (from.has(name)) {
        kept.set(name, from.path(name));
      }
    }
    return kept;
  }

  private JsonNode range() {
    JsonNode fixed = link.timeRange();
    return fixed == null ? dashboard.path("timeRange") : fixed;
  }

  /** What each variable is set to: by the link, or to its default. */
  private Map<String, List<String>> values() {
    Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (JsonNode variable : dashboard.path("variables")) {
      String name = variable.path("name").asText();
      String standard = variable.path("defaultValue").textValue();
      List<String> byDefault = List.of(standard == null || standard.isEmpty() ? "*" : standard);
      values.put(name, link.variables().getOrDefault(name, byDefault));
    }
    return values;
  }

  /**
   * The query of a panel, over the range and with the values that are fixed.
   *
   * @return empty when no panel has such a query
   * @throws dev.tailwater.query.QueryException when the range makes no sense
   */
  Optional<QueryRequest> query(String panelKey, String queryKey, ZoneId zone, Instant now) {
    for (JsonNode panel : dashboard.path("panels")) {
      if (!panel.path("key").asText().equals(panelKey)) {
        continue;
      }
      for (JsonNode query : panel.path("queries")) {
        if (query.path("queryKey").asText().equals(queryKey)
            && query.path("queryType").asText("Logs").equals("Logs")) {
          JsonNode own = panel.path("timeRange");
          TimeRange range =
              TimeRangeJson.read(own.isMissingNode() || own.isNull() ? range() : own, zone, now);
          return Optional.of(
              new QueryRequest(
                  link.account(),
                  query.path("queryString").asText(),
                  new QueryContext(range, zone, now, values()),
                  query.path("timeSource").asText("Message").equals("Message")
                      ? TimeAxis.MESSAGE
                      : TimeAxis.RECEIPT,
                  ROWS,
                  false));
        }
      }
    }
    return Optional.empty();
  }
}
