package dev.tailwater.query;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.query.Moment.End;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads time ranges from JSON: the objects of dashboards, their older forms, and two ends as
 * queries send them. Safe for use by many threads.
 *
 * <p>All methods throw {@link QueryException} with code invalid.timestamp.from,
 * invalid.timestamp.to or to.smaller.than.from.
 */
public final class TimeRangeJson {
  private TimeRangeJson() {}

  /**
   * Reads a {@code BeginBoundedTimeRange} (without {@code to} it ends now), a {@code
   * CompleteLiteralTimeRange}, a text for {@link TimeRange#parse}, or the old form {@code
   * [{"t":"relative","d":-86400000}]}.
   */
  public static TimeRange read(JsonNode range, ZoneId zone, Instant now) {
    if (range.isTextual()) {
      return TimeRange.parse(range.asText(), zone, now);
    }
    if (range.isArray()) {
      return new TimeRange(
          distance(range.path(0), End.FROM, now),
          range.size() < 2 ? now : distance(range.path(1), End.TO, now));
    }
    return switch (range.path("type").asText()) {
      case "BeginBoundedTimeRange" ->
          new TimeRange(
              boundary(range.path("from"), End.FROM, zone, now),
              isAbsent(range.path("to")) ? now : boundary(range.path("to"), End.TO, zone, now));
      case "CompleteLiteralTimeRange" -> literal(range.path("rangeName").asText(), zone, now);
      default ->
          throw unreadable(
              End.FROM, "a BeginBoundedTimeRange or CompleteLiteralTimeRange as time range", range);
    };
  }

  /**
   * Reads two ends, each a text or milliseconds.
   *
   * @param to absent, null or empty when {@code from} tells the whole range
   */
  public static TimeRange read(JsonNode from, JsonNode to, ZoneId zone, Instant now) {
    if (!isAbsent(to) && !(to.isTextual() && to.asText().isBlank())) {
      return new TimeRange(moment(from, End.FROM, zone, now), moment(to, End.TO, zone, now));
    }
    return from.isTextual()
        ? TimeRange.parse(from.asText(), zone, now)
        : new TimeRange(moment(from, End.FROM, zone, now), now);
  }

  private static Instant boundary(JsonNode boundary, End end, ZoneId zone, Instant now) {
    String key =
        switch (boundary.path("type").asText()) {
          case "RelativeTimeRangeBoundary" -> "relativeTime";
          case "EpochTimeRangeBoundary" -> "epochMillis";
          case "Iso8601TimeRangeBoundary" -> "iso8601Time";
          case "LiteralTimeRangeBoundary" -> "rangeName";
          default ->
              throw unreadable(
                  end,
                  "a RelativeTimeRangeBoundary, EpochTimeRangeBoundary, Iso8601TimeRangeBoundary or"
                      + " LiteralTimeRangeBoundary as "
                      + end.name().toLowerCase(Locale.ROOT),
                  boundary);
        };
    return moment(boundary.path(key), end, zone, now);
  }

  private static TimeRange literal(String name, ZoneId zone, Instant now) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "today", "yesterday", "week", "previous_week", "month", "previous_month" ->
          TimeRange.parse(name, zone, now);
      default ->
          throw End.FROM.unreadable(
              "rangeName today, yesterday, week, previous_week, month or previous_month",
              '"' + name + '"');
    };
  }

  private static Instant distance(JsonNode end, End which, Instant now) {
    JsonNode millis = end.path("d");
    if (!end.path("t").asText().equals("relative") || !millis.canConvertToLong()) {
      throw unreadable(which, "{\"t\":\"relative\",\"d\":<milliseconds>}", end);
    }
    return Moment.guarded(() -> Optional.of(now.plusMillis(millis.longValue())))
        .orElseThrow(() -> unreadable(which, "a distance of at most 9999 years", end));
  }

  private static Instant moment(JsonNode value, End end, ZoneId zone, Instant now) {
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return Moment.ofEpochMillis(value.longValue(), end);
    }
    if (value.isTextual()) {
      return Moment.parse(value.asText(), end, zone, now);
    }
    throw unreadable(
        end,
        end.name().toLowerCase(Locale.ROOT)
            + " as milliseconds since 1970, an ISO time or a relative time like -24h",
        value);
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private static QueryException unreadable(End end, String expected, JsonNode found) {
    return end.unreadable(expected, found.isMissingNode() ? "nothing" : found.toString());
  }
}
