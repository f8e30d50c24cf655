package dev.tailwater.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.benchmarks.server.ServerApi;
import dev.tailwater.http.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A query to be timed.
 *
 * @param title what it is called in the report, such as the title of its panel
 * @param request the body that the UI would send
 */
record NamedQuery(String title, ObjectNode request) {
  /** A query over a time range. */
  static NamedQuery of(String title, String query, Instant from, Instant to) {
    ObjectNode request = Json.MAPPER.createObjectNode();
    request.put("query", query);
    request.put("from", from.toEpochMilli());
    request.put("to", to.toEpochMilli());
    request.put("timeZone", "UTC");
    request.put("limit", ROWS);
    return new NamedQuery(title, request);
  }

  /** As many rows as the UI asks for. */
  private static final int ROWS = 10_000;

  /** The panels of the first dashboard with this in its title; see {@link #ofDashboards}. */
  static List<NamedQuery> ofDashboard(ServerApi api, String title, Instant from, Instant to)
      throws IOException, InterruptedException {
    return ofDashboards(api, title, from, to).firstEntry().getValue();
  }

  /**
   * The panels of installed dashboards, with the standard values of their variables.
   *
   * @param title part of the titles of those that are wanted
   * @return by title
   * @throws IOException when there is none
   */
  static NavigableMap<String, List<NamedQuery>> ofDashboards(
      ServerApi api, String title, Instant from, Instant to)
      throws IOException, InterruptedException {
    NavigableMap<String, List<NamedQuery>> found = new TreeMap<>();
    for (JsonNode dashboard : api.get("/api/v2/dashboards?limit=100").path("dashboards")) {
      if (dashboard.path("title").asText().contains(title)) {
        found.put(dashboard.path("title").asText(), of(dashboard, from, to));
      }
    }
    if (found.isEmpty()) {
      throw new IOException("the server has no dashboard \"" + title + "\"");
    }
    return found;
  }

  private static List<NamedQuery> of(JsonNode dashboard, Instant from, Instant to) {
    ObjectNode variables = Json.MAPPER.createObjectNode();
    for (JsonNode variable : dashboard.path("variables")) {
      variables.put(variable.path("name").asText(), variable.path("defaultValue").asText("*"));
    }
    List<NamedQuery> panels = new ArrayList<>();
    for (JsonNode panel : dashboard.path("panels")) {
      for (JsonNode query : panel.path("queries")) {
        NamedQuery named =
            of(panel.path("title").asText(), query.path("queryString").asText(), from, to);
        named.request().set("variables", variables);
        panels.add(named);
      }
    }
    return panels;
  }
}
