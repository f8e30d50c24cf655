package dev.tailwater.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.dashboard.DashboardDocument;
import dev.tailwater.dashboard.DashboardDocument.PanelQuery;
import dev.tailwater.http.ApiException;
import dev.tailwater.query.QueryContext;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.TimeRange;
import dev.tailwater.query.TimeRangeJson;
import dev.tailwater.query.run.QueryRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A dashboard as one account wants it drawn: its document, the range and the values that were asked
 * for. Immutable.
 */
final class ReportDashboard {
  /** More would not end within the time of a report. */
  static final int MOST_PANELS = 200;

  private final long account;
  private final JsonNode json;
  private final ReportRequest request;
  private final Map<String, List<String>> values;
  private final TimeRange range;

  /**
   * A dashboard of an account.
   *
   * @param document the dashboard as its own API gives it
   * @throws ApiException 400 when the request does not fit it
   */
  ReportDashboard(long account, String document, ReportRequest request) {
    this.account = account;
    this.request = request;
    DashboardDocument read = DashboardDocument.parse(document);
    json = read.json();
    values = read.values(request.values());
    request.values().keySet().stream()
        .filter(name -> !values.containsKey(name))
        .findFirst()
        .ifPresent(name -> {
          throw ReportRequest.invalidValues(
              "expected a variable of this dashboard, " + values.keySet() + ", found " + name);
        });
    requireOneOfEach();
    try {
      JsonNode asked = request.timeRange();
      range =
          TimeRangeJson.read(
              asked == null ? read.timeRange() : asked, request.zone(), request.now());
    } catch (QueryException e) {
      throw new ApiException(400, "report:invalid_time_range", String.valueOf(e.getMessage()), e);
    }
  }

  private void requireOneOfEach() {
    for (JsonNode variable : json.path("variables")) {
      String name = variable.path("name").asText();
      int chosen = values.getOrDefault(name, List.of()).size();
      if (chosen > 1 && !variable.path("allowMultiSelect").asBoolean(false)) {
        throw ReportRequest.invalidValues(
            "expected one value for " + name + ", of which one can be chosen, found " + chosen);
      }
    }
  }

  String title() {
    return json.path("title").asText("");
  }

  TimeRange range() {
    return range;
  }

  ReportRequest request() {
    return request;
  }

  JsonNode layout() {
    return json.path("layout");
  }

  List<ReportPanel> panels() {
    List<ReportPanel> panels = new ArrayList<>();
    for (JsonNode panel : json.path("panels")) {
      if (panels.size() < MOST_PANELS) {
        panels.add(ReportPanel.of(panel));
      }
    }
    return panels;
  }

  /** How many panels are beyond what a report draws. */
  int panelsLeftOut() {
    return Math.max(0, json.path("panels").size() - MOST_PANELS);
  }

  /** The variables that people choose, and what they are set to, each as a text. */
  List<String> variables() {
    List<String> shown = new ArrayList<>();
    for (JsonNode variable : json.path("variables")) {
      if (!variable.path("hideFromUI").asBoolean(false)) {
        String name = variable.path("name").asText();
        String called = variable.path("displayName").asText("");
        boolean unnamed = called.isEmpty() || variable.path("displayName").isNull();
        shown.add(
            (unnamed ? name : called)
                + ": "
                + values.getOrDefault(name, List.of()).stream()
                    .map(value -> value.equals(DashboardDocument.ALL) ? "all" : value)
                    .collect(Collectors.joining(", ")));
      }
    }
    return shown;
  }

  /**
   * The range of a panel: its own, or the dashboard's.
   *
   * @throws QueryException when its own makes no sense
   */
  TimeRange range(ReportPanel panel) {
    return DashboardDocument.ownRange(panel.json(), request.zone(), request.now()).orElse(range);
  }

  /**
   * A query of a panel, with what is chosen.
   *
   * @throws QueryException when the panel's range makes no sense
   */
  QueryRequest query(ReportPanel panel, PanelQuery query) {
    return query.request(
        account, new QueryContext(range(panel), request.zone(), request.now(), values));
  }
}
