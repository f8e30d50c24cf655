package dev.tailwater.query.pattern;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The keys of a structured message, sorted, in lower case, separated by commas. */
public final class KeySchema {
  /** The schema of a message without keys. */
  public static final String UNKNOWN = "unknown";

  private static final int MOST_KEYS = 100;

  /** How many opening braces are tried as the start of an object. */
  private static final int MOST_STARTS = 10;

  private static final JsonFactory JSON = new JsonFactory();

  private KeySchema() {}

  /**
   * The keys of the first JSON object in a text, those of inner objects with a dot between. Arrays
   * count as values.
   *
   * @param maxDepth how deep keys go; what is deeper belongs to the key above it
   */
  public static String ofJson(String text, int maxDepth) {
    int start = text.indexOf('{');
    for (int i = 0; start >= 0 && i < MOST_STARTS; i++) {
      Optional<SortedSet<String>> keys = keys(text.substring(start), maxDepth);
      if (keys.isPresent()) {
        return schema(keys.get());
      }
      start = text.indexOf('{', start + 1);
    }
    return UNKNOWN;
  }

  private static Optional<SortedSet<String>> keys(String text, int maxDepth) {
    SortedSet<String> keys = new TreeSet<>();
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      object(parser, "", maxDepth, keys);
      return Optional.of(keys);
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  /** Reads up to the end of the object that the parser has just entered. */
  private static void object(JsonParser parser, String prefix, int depth, SortedSet<String> keys)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = prefix + parser.currentName().toLowerCase(Locale.ROOT);
      JsonToken value = parser.nextToken();
      int before = keys.size();
      if (value == JsonToken.START_OBJECT && depth > 1) {
        object(parser, key + ".", depth - 1, keys);
      } else {
        parser.skipChildren();
      }
      if (keys.size() == before && keys.size() < MOST_KEYS) {
        keys.add(key);
      }
    }
  }

  /** The names before {@code =}, {@code :}, {@code =>} and {@code ->}. */
  public static String ofPairs(String text) {
    SortedSet<String> keys = new TreeSet<>();
    int at = 0;
    while (at < text.length() && keys.size() < MOST_KEYS) {
      if (!isKeyStart(text, at)) {
        at++;
        continue;
      }
      int end = at;
      while (end < text.length() && isKeyPart(text.charAt(end))) {
        end++;
      }
      // A minus at the end belongs to an arrow.
      while (text.charAt(end - 1) == '-') {
        end--;
      }
      int value = afterDelimiter(text, end);
      if (text.startsWith("://", end)) {
        // The address of a page is no pair, and has none.
        at = afterValue(text, end);
      } else if (value > 0) {
        keys.add(text.substring(at, end).toLowerCase(Locale.ROOT));
        at = afterValue(text, value);
      } else {
        at = end;
      }
    }
    return schema(keys);
  }

  private static boolean isKeyStart(String text, int at) {
    char c = text.charAt(at);
    return (Character.isLetter(c) || c == '_') && (at == 0 || !isKeyPart(text.charAt(at - 1)));
  }

  private static boolean isKeyPart(char c) {
    return Character.isLetterOrDigit(c) || "_.#@-".indexOf(c) >= 0;
  }

  /** Where the value begins; -1 where no delimiter stands. A quote may close the key. */
  private static int afterDelimiter(String text, int end) {
    int at = end < text.length() && text.charAt(end) == '"' ? end + 1 : end;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    int after = -1;
    for (String delimiter : new String[] {"=>", "->", "=", ":"}) {
      if (after < 0 && text.startsWith(delimiter, at)) {
        after = at + delimiter.length();
      }
    }
    while (after > 0 && after < text.length() && text.charAt(after) == ' ') {
      after++;
    }
    return after;
  }

  /** What is inside a value is no key, except in brackets. */
  private static int afterValue(String text, int start) {
    if (start < text.length() && "{[(".indexOf(text.charAt(start)) >= 0) {
      return start;
    }
    if (start < text.length() && text.charAt(start) == '"') {
      int close = start + 1;
      while (close < text.length() && text.charAt(close) != '"') {
        close += text.charAt(close) == '\\' ? 2 : 1;
      }
      return close + 1;
    }
    int end = start;
    while (end < text.length()
        && !Character.isWhitespace(text.charAt(end))
        && ",;)]}".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static String schema(SortedSet<String> keys) {
    return keys.isEmpty() ? UNKNOWN : String.join(", ", keys);
  }
}
