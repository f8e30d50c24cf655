package dev.tailwater.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.http.ApiException;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.TimeRangeJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants drawn.
 *
 * @param zone in which days begin and times are told
 * @param dashboard its id
 * @param timeRange the range instead of the dashboard's own; null to keep that
 * @param values of variables by name in any letter case; others have their defaults
 * @param now the moment that relative times are relative to
 */
record ReportRequest(
    Format format,
    ZoneId zone,
    String dashboard,
    @Nullable JsonNode timeRange,
    Map<String, List<String>> values,
    Instant now) {
  private static final int VALUES = 100;
  private static final int VALUE_CHARS = 1_024;

  /** The kinds of files. */
  enum Format {
    PDF("application/pdf", "pdf"),
    PNG("image/png", "png");

    private final String mediaType;
    private final String ending;

    Format(String mediaType, String ending) {
      this.mediaType = mediaType;
      this.ending = ending;
    }

    String mediaType() {
      return mediaType;
    }

    /** How names of such files end, without the dot. */
    String ending() {
      return ending;
    }
  }

  /**
   * Reads the body of a request.
   *
   * @throws ApiException 400 that tells what is wrong
   */
  static ReportRequest read(ObjectNode body, Instant now) {
    String action = body.at("/action/actionType").asText("");
    if (!action.equals("DirectDownloadReportAction")) {
      throw ApiException.badRequest(
          "report:invalid_action",
          "expected {\"actionType\":\"DirectDownloadReportAction\"} as action, found "
              + found(body.path("action")));
    }
    Format format =
        switch (body.path("exportFormat").asText("")) {
          case "Pdf" -> Format.PDF;
          case "Png" -> Format.PNG;
          default ->
              throw ApiException.badRequest(
                  "report:invalid_format",
                  "expected exportFormat Pdf or Png, found " + found(body.path("exportFormat")));
        };
    ZoneId zone = zone(body.path("timezone"));
    JsonNode template = body.path("template");
    switch (template.path("templateType").asText("")) {
      case "DashboardTemplate", "DashboardReportModeTemplate" -> {}
      default ->
          throw ApiException.badRequest(
              "report:invalid_template",
              "expected templateType DashboardTemplate or DashboardReportModeTemplate in template,"
                  + " found "
                  + found(template.path("templateType")));
    }
    if (template.path("id").asText("").isBlank()) {
      throw ApiException.badRequest(
          "report:invalid_template",
          "expected the id of a dashboard in template, found " + found(template.path("id")));
    }
    return new ReportRequest(
        format,
        zone,
        template.path("id").asText(),
        timeRange(template.path("timeRange"), zone, now),
        values(template.path("variableValues")),
        now);
  }

  private static ZoneId zone(JsonNode zone) {
    String expected = "expected a timezone like Europe/Berlin, found " + found(zone);
    try {
      return ZoneId.of(zone.asText(""));
    } catch (DateTimeException e) {
      throw new ApiException(400, "report:invalid_timezone", expected, e);
    }
  }

  private static @Nullable JsonNode timeRange(JsonNode range, ZoneId zone, Instant now) {
    if (range.isMissingNode() || range.isNull()) {
      return null;
    }
    try {
      TimeRangeJson.read(range, zone, now);
      return range;
    } catch (QueryException e) {
      throw new ApiException(400, "report:invalid_time_range", String.valueOf(e.getMessage()), e);
    }
  }

  /** {@code {"data":{name:[values]}}}, or the names at once; a value may stand without a list. */
  private static Map<String, List<String>> values(JsonNode sent) {
    Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (sent.isMissingNode() || sent.isNull()) {
      return values;
    }
    if (!sent.isObject()) {
      throw invalidValues(
          "expected {\"data\":{name:[values]}} as variableValues, found " + found(sent));
    }
    JsonNode byName = sent.path("data").isObject() ? sent.path("data") : sent;
    for (Map.Entry<String, JsonNode> variable : byName.properties()) {
      JsonNode value = variable.getValue();
      List<String> texts = new ArrayList<>();
      for (JsonNode text : value.isArray() ? value : List.of(value)) {
        if (!text.isTextual() || text.asText().length() > VALUE_CHARS || texts.size() == VALUES) {
          throw invalidValues(
              "expected up to %d texts, each of at most %d characters, as values of %s, found %s"
                  .formatted(VALUES, VALUE_CHARS, variable.getKey(), found(value)));
        }
        texts.add(text.asText());
      }
      if (texts.isEmpty()) {
        throw invalidValues("expected a value for " + variable.getKey() + ", found none");
      }
      values.put(variable.getKey(), texts);
    }
    return values;
  }

  static ApiException invalidValues(String message) {
    return ApiException.badRequest("report:invalid_variables", message);
  }

  private static String found(JsonNode node) {
    String text = node.isMissingNode() ? "nothing" : node.toString();
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }
}
