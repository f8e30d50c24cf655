package dev.tailwater.dashboard;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The JSON of a dashboard as somebody wrote it: unknown keys, the order of keys, numbers and white
 * space stay, because automation compares what it sent with what it gets.
 *
 * @param title taken out of the JSON for lists
 * @param members the text between the outermost braces, without the keys that the server owns
 */
record DashboardDefinition(String title, String members) {
  private static final Set<String> OWNED = Set.of("id", "contentId", "scheduleId");
  private static final int TITLE_CHARS = 255;

  /** Old dashboards have arrays or texts, see {@link dev.tailwater.query.TimeRangeJson}. */
  private static final Set<JsonToken> TIME_RANGES =
      Set.of(JsonToken.START_OBJECT, JsonToken.START_ARRAY, JsonToken.VALUE_STRING);

  /**
   * Reads a dashboard that a client sent.
   *
   * @throws ApiException 400 when it is not JSON or lacks what every dashboard has
   */
  static DashboardDefinition parse(String json) {
    List<String> kept = new ArrayList<>();
    String title = null;
    boolean hasTimeRange = false;
    try (JsonParser parser = Json.MAPPER.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw invalid("expected a JSON object, found " + parser.currentToken());
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        int start = (int) parser.currentTokenLocation().getCharOffset();
        JsonToken value = parser.nextToken();
        if (name.equals("title") && value == JsonToken.VALUE_STRING) {
          title = parser.getText();
        }
        hasTimeRange |= name.equals("timeRange") && TIME_RANGES.contains(value);
        // Reads a string to its end too, else the location is still behind its opening quote.
        parser.finishToken();
        parser.skipChildren();
        int end = (int) parser.currentLocation().getCharOffset();
        if (!OWNED.contains(name)) {
          kept.add(json.substring(start, end).strip());
        }
      }
      if (parser.nextToken() != null) {
        throw invalid("expected one JSON object, found more behind it");
      }
    } catch (JacksonException e) {
      throw Json.invalid(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read from a string", e);
    }
    if (title == null || title.isEmpty() || title.length() > TITLE_CHARS) {
      throw invalid(
          "expected a title of 1 to "
              + TITLE_CHARS
              + " characters, found "
              + (title == null ? "none" : title.length()));
    }
    if (!hasTimeRange) {
      throw invalid("expected an object, an array or a text as timeRange, found none");
    }
    return new DashboardDefinition(title, String.join(",", kept));
  }

  /** The dashboard with more members in front. */
  String with(String moreMembers) {
    return "{" + moreMembers + "," + members + "}";
  }

  private static ApiException invalid(String message) {
    return ApiException.badRequest("dashboard:invalid", message);
  }
}
