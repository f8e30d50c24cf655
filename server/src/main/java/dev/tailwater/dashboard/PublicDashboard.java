package dev.tailwater.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.dashboard.DashboardDocument.PanelQuery;
import dev.tailwater.http.Json;
import dev.tailwater.query.QueryContext;
import dev.tailwater.query.TimeRange;
import dev.tailwater.query.TimeRangeJson;
import dev.tailwater.query.run.QueryRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What people without an account may see of a dashboard and ask about it: what it takes to draw it,
 * and the results of its own queries over its own range. Queries themselves, ids, and the values of
 * hidden variables stay inside. Immutable.
 */
final class PublicDashboard {
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
  private final DashboardDocument document;

  /**
   * A dashboard behind a link.
   *
   * @param json the dashboard as its own API gives it
   */
  PublicDashboard(PublicLink link, String json) {
    this.link = link;
    this.document = DashboardDocument.parse(json);
  }

  /** What it takes to draw it. */
  ObjectNode json() {
    JsonNode dashboard = document.json();
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

  private Map<String, List<String>> values() {
    return document.values(link.variables());
  }

  private JsonNode range() {
    JsonNode fixed = link.timeRange();
    return fixed == null ? document.timeRange() : fixed;
  }

  /**
   * The query of a panel, over the range and with the values that are fixed.
   *
   * @return empty when no panel has such a query
   * @throws dev.tailwater.query.QueryException when the range makes no sense
   */
  Optional<QueryRequest> query(String panelKey, String queryKey, ZoneId zone, Instant now) {
    for (JsonNode panel : document.json().path("panels")) {
      if (!panel.path("key").asText().equals(panelKey)) {
        continue;
      }
      for (PanelQuery query : DashboardDocument.queries(panel)) {
        if (query.key().equals(queryKey)) {
          TimeRange its =
              DashboardDocument.ownRange(panel, zone, now)
                  .orElseGet(() -> TimeRangeJson.read(range(), zone, now));
          return Optional.of(
              query.request(link.account(), new QueryContext(its, zone, now, values())));
        }
      }
    }
    return Optional.empty();
  }
}
