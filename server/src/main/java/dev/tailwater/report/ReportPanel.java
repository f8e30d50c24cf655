package dev.tailwater.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.dashboard.DashboardDocument;
import dev.tailwater.dashboard.DashboardDocument.PanelQuery;
import java.util.List;

/**
 * A panel of a dashboard.
 *
 * @param key by which the layout names it
 * @param type as the dashboard says
 * @param text Markdown of a panel of text; else empty
 * @param queries log queries whose results are drawn
 * @param json all of it
 */
record ReportPanel(
    String key,
    String title,
    String type,
    String text,
    Settings settings,
    List<PanelQuery> queries,
    JsonNode json) {
  static ReportPanel of(JsonNode json) {
    return new ReportPanel(
        json.path("key").asText(""),
        textOr(json.path("title"), ""),
        json.path("panelType").asText(""),
        textOr(json.path("text"), ""),
        Settings.parse(json.path("visualSettings").textValue()),
        DashboardDocument.queries(json),
        json);
  }

  private static String textOr(JsonNode text, String other) {
    return text.isTextual() ? text.asText() : other;
  }

  /** Whether it holds words and no data. */
  boolean isText() {
    return type.equals("TextPanel");
  }

  /** Whether it is nothing but a heading above other panels. */
  boolean isHeading() {
    return isText() && (text.isBlank() || new MarkdownText(text).onlyHeading().isPresent());
  }
}
