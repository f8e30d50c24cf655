package dev.tailwater.content;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object cut into its members, each the text that somebody wrote: unknown keys, the order of
 * keys, numbers and white space inside a member stay, because automation compares what it sent with
 * what it gets. Immutable.
 */
public final class JsonMembers {
  /**
   * One member.
   *
   * @param text name, colon and value
   * @param token what the value begins with
   */
  private record Member(String name, String text, String value, JsonToken token) {}

  private final List<Member> members;

  private JsonMembers(List<Member> members) {
    this.members = List.copyOf(members);
  }

  /**
   * Cuts an object.
   *
   * @throws ApiException 400 when the text is not one JSON object
   */
  public static JsonMembers parse(String json) {
    List<Member> members = new ArrayList<>();
    try (JsonParser parser = Json.MAPPER.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw invalid("expected a JSON object, found " + found(parser.currentToken()));
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        int start = (int) parser.currentTokenLocation().getCharOffset();
        JsonToken token = parser.nextToken();
        int value = (int) parser.currentTokenLocation().getCharOffset();
        int end = endOfValue(parser);
        members.add(
            new Member(
                name,
                json.substring(start, end).strip(),
                json.substring(value, end).strip(),
                token));
      }
      if (parser.nextToken() != null) {
        throw invalid("expected one JSON object, found more behind it");
      }
    } catch (JacksonException e) {
      throw Json.invalid(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read from a string", e);
    }
    return new JsonMembers(members);
  }

  /** The members that {@link #toString} wrote. */
  static JsonMembers stored(String body) {
    return parse("{" + body + "}");
  }

  /** The elements of an array, each as it was written. */
  static List<String> elements(String array) {
    List<String> elements = new ArrayList<>();
    try (JsonParser parser = Json.MAPPER.createParser(array)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        elements.add(array.substring(start, endOfValue(parser)).strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read an array that was read before", e);
    }
    return elements;
  }

  private static String found(@Nullable JsonToken token) {
    return switch (token) {
      case null -> "nothing";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> token.asString();
      default -> "something else";
    };
  }

  private static int endOfValue(JsonParser parser) throws IOException {
    // Reads a string to its end too, else the location is still behind its opening quote.
    parser.finishToken();
    parser.skipChildren();
    return (int) parser.currentLocation().getCharOffset();
  }

  /** The value of a member as it was written; of several with this name the last. */
  public Optional<String> value(String name) {
    return find(name).map(Member::value);
  }

  /** The value of a member that is a text. */
  public Optional<String> text(String name) {
    return find(name)
        .filter(member -> member.token() == JsonToken.VALUE_STRING)
        .map(member -> {
          try {
            return Json.MAPPER.readValue(member.value(), String.class);
          } catch (IOException e) {
            throw new UncheckedIOException("cannot read a text that was read before", e);
          }
        });
  }

  /** What the value of a member begins with. */
  Optional<JsonToken> token(String name) {
    return find(name).map(Member::token);
  }

  private Optional<Member> find(String name) {
    Member found = null;
    for (Member member : members) {
      found = member.name().equals(name) ? member : found;
    }
    return Optional.ofNullable(found);
  }

  /** Whether the first member has this name, and no other one has. */
  boolean startsWith(String name) {
    return members.stream().filter(m -> m.name().equals(name)).count() == 1
        && members.getFirst().name().equals(name);
  }

  /** Without the members of these names. */
  public JsonMembers without(Set<String> names) {
    return new JsonMembers(members.stream().filter(m -> !names.contains(m.name())).toList());
  }

  /**
   * With another value for a member: where it stands, unless that value is the same already; in
   * front when there was none.
   *
   * @param value JSON
   */
  public JsonMembers with(String name, String value) {
    JsonMembers alone = parse("{" + quoted(name) + ":" + value + "}");
    Member changed = alone.members.getFirst();
    Optional<Member> old = find(name);
    if (old.map(Member::value).equals(Optional.of(value))) {
      return this;
    }
    List<Member> all = new ArrayList<>(members);
    if (old.isPresent()) {
      all.set(all.lastIndexOf(old.get()), changed);
    } else {
      all.addFirst(changed);
    }
    return new JsonMembers(all);
  }

  /** With another text for a member; a text that is the same, however written, stays. */
  public JsonMembers withText(String name, String text) {
    return text(name).equals(Optional.of(text)) ? this : with(name, quoted(text));
  }

  /** A text as JSON. */
  static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /** The text between the braces. */
  @Override
  public String toString() {
    return members.stream().map(Member::text).collect(Collectors.joining(","));
  }

  private static ApiException invalid(String message) {
    return ApiException.badRequest("content:invalid", message);
  }
}
