package dev.tailwater.query.extract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the JSON in a text: all of it, or the last object in it. The second is what a line of an
 * application is, because a header of syslog stands before its text.
 */
public final class JsonText {
  /** What is nested deeper is no JSON to us; it keeps the recursions over values short. */
  private static final int DEPTH_LIMIT = 200;

  /** How many braces that begin no object may stand before one that does. */
  private static final int FAILURE_LIMIT = 20;

  private static final JsonValue.Nothing NOTHING = new JsonValue.Nothing();

  // The keys are the customers', so they are neither kept for ever nor a reason to fail. A tab in a
  // string that should have been \t is no reason either.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(DEPTH_LIMIT).build())
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .build();

  private JsonText() {}

  /** The value; null where the text holds none. */
  public static @Nullable JsonValue find(String text) {
    int start = skipBlanks(text, 0);
    boolean maybeWhole = start < text.length() && "{[".indexOf(text.charAt(start)) >= 0;
    int brace = text.indexOf('{', start);
    if (!maybeWhole && brace < 0) {
      return null;
    }
    char[] characters = text.toCharArray();
    if (maybeWhole) {
      Found whole = read(characters, start);
      if (whole != null && skipBlanks(text, whole.end()) == text.length()) {
        return whole.value();
      }
    }
    JsonValue last = null;
    int failures = 0;
    while (brace >= 0 && failures < FAILURE_LIMIT) {
      int end = brace + 1;
      int inner = skipBlanks(text, end);
      // An object without members is as good as none, so a quote has to follow.
      if (inner < text.length() && text.charAt(inner) == '"') {
        Found object = read(characters, brace);
        if (object == null) {
          failures++;
        } else if (object.end() > text.length()) {
          // What is inside an object that was cut off is not what the line is about.
          return last;
        } else {
          last = object.value();
          end = object.end();
        }
      }
      brace = text.indexOf('{', end);
    }
    return last;
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }

  /** A value and the offset behind it, which is beyond the text where that ends too early. */
  private record Found(JsonValue value, int end) {}

  private static @Nullable Found read(char[] text, int start) {
    try (JsonParser parser = FACTORY.createParser(text, start, text.length - start)) {
      parser.nextToken();
      JsonValue value = read(parser);
      return new Found(value, start + (int) parser.currentLocation().getCharOffset());
    } catch (JsonEOFException e) {
      return new Found(NOTHING, Integer.MAX_VALUE);
    } catch (IOException e) {
      return null;
    }
  }

  private static JsonValue read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> new JsonValue.Text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
          new JsonValue.Plain(parser.getText());
      case VALUE_NULL -> NOTHING;
      case START_ARRAY -> {
        List<JsonValue> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(parser));
        }
        yield new JsonValue.Items(items);
      }
      case START_OBJECT -> {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, read(parser));
        }
        yield new JsonValue.Members(members);
      }
      case null, default -> throw new JsonParseException(parser, "no value");
    };
  }
}
