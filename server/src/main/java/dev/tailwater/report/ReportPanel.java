package dev.tailwater.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.store.TimeAxis;
import java.util.ArrayList;
import java.util.List;

/**
 * A panel of a dashboard.
 *
 * @param key by which the layout names it
 * @param type as the dashboard says
 * @param text Markdown of a panel of text; else empty
 * @param queries log queries whose results are drawn
 * @param timeRange its own; a missing node when it follows the dashboard's
 */
record ReportPanel(
    String key,
    String title,
    String type,
    String text,
    Settings settings,
    List<Query> queries,
    JsonNode timeRange) {
  /**
   * A log query.
   *
   * @param axis which time the range means
   */
  record Query(String key, String text, TimeAxis axis) {}

  static ReportPanel of(JsonNode json) {
    List<Query> queries = new ArrayList<>();
    int place = 0;
    for (JsonNode query : json.path("queries")) {
      String text = query.path("queryString").asText("");
      String key = String.valueOf((char) ('A' + Math.min(25, place++)));
      if (textOr(query.path("queryType"), "Logs").equals("Logs")
          && !query.path("transient").asBoolean(false)
          && !text.isBlank()) {
        queries.add(
            new Query(
                textOr(query.path("queryKey"), key),
                text,
                textOr(query.path("timeSource"), "Message").equals("Message")
                    ? TimeAxis.MESSAGE
                    : TimeAxis.RECEIPT));
      }
    }
    return new ReportPanel(
        json.path("key").asText(""),
        textOr(json.path("title"), ""),
        json.path("panelType").asText(""),
        textOr(json.path("text"), ""),
        Settings.parse(json.path("visualSettings").textValue()),
        queries,
        json.path("timeRange"));
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

  boolean hasOwnRange() {
    return timeRange.isContainerNode() || timeRange.isTextual();
  }
}
