package dev.tailwater.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tailwater.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of a panel's {@code visualSettings} that drawings follow. What is missing or of another
 * type than expected is as if it were not there: dashboards come from many tools.
 */
record Settings(JsonNode json) {
  private static final int MOST_DECIMALS = 9;
  private static final int DECIMALS = 2;

  /** Reads the text that a panel holds. */
  static Settings parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return new Settings(MissingNode.getInstance());
    }
    try {
      return new Settings(Json.MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      return new Settings(MissingNode.getInstance());
    }
  }

  /** A text at a JSON pointer; empty when there is none. */
  String text(String pointer) {
    return json.at(pointer).asText("");
  }

  /** A number at a JSON pointer, which may be written as a text. */
  Optional<Double> number(String pointer) {
    JsonNode found = json.at(pointer);
    double value = found.isNull() ? Double.NaN : found.asDouble(Double.NaN);
    return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
  }

  boolean isOn(String pointer) {
    return json.at(pointer).asBoolean(false);
  }

  /** Whether something is switched off in so many words. */
  boolean isOff(String pointer) {
    return json.at(pointer).isBoolean() && !json.at(pointer).asBoolean();
  }

  /** The unit of the values; null when there is none. */
  @Nullable String unit() {
    String unit = unitOf("/axes/axisY");
    return unit == null ? emptyToNull(text("/svp/unit")) : unit;
  }

  /** The unit of the axis on the right. */
  @Nullable String secondUnit() {
    return unitOf("/axes/axisY2");
  }

  private @Nullable String unitOf(String axis) {
    JsonNode unit = json.at(axis).path("unit");
    return emptyToNull(unit.isObject() ? unit.path("value").asText("") : unit.asText(""));
  }

  /** The most decimals shown: two unless the author asks for others. */
  int decimals() {
    double asked =
        number("/axes/axisY/unitDecimals")
            .or(() -> number("/svp/rounding"))
            .or(() -> number("/general/decimals"))
            .orElse((double) DECIMALS);
    return (int) Math.max(0, Math.min(MOST_DECIMALS, asked));
  }

  @Nullable String family() {
    return emptyToNull(text("/color/family"));
  }

  /** What the only measure of a chart is called: an author's title reads better than a field. */
  String measureName(String field) {
    String title = text("/axes/axisY/title");
    return title.isEmpty() ? field : title;
  }

  /** The properties that an author gave to series of an id, else to all series of a query. */
  List<JsonNode> overrides(String id, String queryKey) {
    List<JsonNode> mine = new ArrayList<>();
    for (JsonNode override : json.path("overrides")) {
      JsonNode named = override.path("series");
      if (named.isEmpty() ? holds(override.path("queries"), queryKey) : holds(named, id)) {
        mine.add(override.path("properties"));
      }
    }
    return mine;
  }

  /** The colour that an author gave to a label. */
  Optional<Rgb> overrideColor(String name) {
    return lastOverride(name, "color").flatMap(Rgb::parse);
  }

  /** What an author calls a label. */
  String overrideName(String name) {
    return lastOverride(name, "name").orElse(name);
  }

  private Optional<String> lastOverride(String name, String property) {
    Optional<String> found = Optional.empty();
    for (JsonNode override : json.path("overrides")) {
      if (holds(override.path("series"), name)) {
        found =
            Optional.ofNullable(emptyToNull(override.path("properties").path(property).asText("")));
      }
    }
    return found;
  }

  private static boolean holds(JsonNode list, String text) {
    for (JsonNode one : list) {
      if (one.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }

  /** A colour for values of a range. */
  private record Threshold(double from, double to, Rgb color) {}

  /**
   * The colour of the range that a value lies in. A range holds its start, and its end only if no
   * other starts there.
   *
   * @param pointer where the ranges are
   */
  Optional<Rgb> thresholdColor(double value, String pointer) {
    List<Threshold> ranges = thresholds(pointer);
    return ranges.stream()
        .filter(range -> value >= range.from && value < range.to)
        .findFirst()
        .or(() -> ranges.stream().filter(range -> range.to == value).findFirst())
        .map(Threshold::color);
  }

  private List<Threshold> thresholds(String pointer) {
    List<Threshold> ranges = new ArrayList<>();
    for (JsonNode range : json.at(pointer)) {
      Rgb.parse(range.path("color").asText())
          .ifPresent(color ->
              ranges.add(
                  new Threshold(
                      end(range.path("from"), Double.NEGATIVE_INFINITY),
                      end(range.path("to"), Double.POSITIVE_INFINITY),
                      color)));
    }
    return ranges;
  }

  private static double end(JsonNode number, double open) {
    return number.isNumber() ? number.doubleValue() : open;
  }

  /**
   * A value beyond which an author wants a warning.
   *
   * @param below whether values below it are the bad ones
   */
  record Limit(double value, boolean below, Rgb color) {
    boolean isExceededBy(double found) {
      return below ? found <= value : found >= value;
    }
  }

  /** The limits of a chart or a table, the more severe first. */
  List<Limit> limits() {
    List<Limit> limits = new ArrayList<>();
    if (isOn("/thresholdsSettings/showThresholds")) {
      limit("critical", Palette.CRITICAL_LIMIT).ifPresent(limits::add);
      limit("warning", Palette.WARNING_LIMIT).ifPresent(limits::add);
    }
    return limits;
  }

  private Optional<Limit> limit(String severity, Rgb color) {
    String pointer = "/thresholdsSettings/numberThresholds/" + severity;
    if (isOff(pointer + "/display")) {
      return Optional.empty();
    }
    boolean below = text(pointer + "/comparator").toLowerCase(Locale.ROOT).startsWith("less");
    return number(pointer + "/value").map(value -> new Limit(value, below, color));
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
