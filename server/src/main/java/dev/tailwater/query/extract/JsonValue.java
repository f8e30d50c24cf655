package dev.tailwater.query.extract;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value as it was written. Never changes once {@link JsonText} has made it. */
public sealed interface JsonValue {
  /** A string. */
  record Text(String text) implements JsonValue {}

  /** A number, {@code true} or {@code false} with the characters it was written with. */
  record Plain(String text) implements JsonValue {}

  /** {@code null}. */
  record Nothing() implements JsonValue {}

  /** An array. */
  record Items(List<JsonValue> items) implements JsonValue {}

  /** An object; of members with the same name the last one counts. */
  record Members(Map<String, JsonValue> members) implements JsonValue {}

  /** As the value of a field: strings without quotes, arrays and objects as compact JSON. */
  default @Nullable String asField() {
    return switch (this) {
      case Text string -> string.text();
      case Plain plain -> plain.text();
      case Nothing nothing -> null;
      case Items items -> json();
      case Members members -> json();
    };
  }

  /** As JSON without white space. */
  default String json() {
    StringBuilder json = new StringBuilder();
    write(json);
    return json.toString();
  }

  private void write(StringBuilder json) {
    switch (this) {
      case Text string -> quote(string.text(), json);
      case Plain plain -> json.append(plain.text());
      case Nothing nothing -> json.append("null");
      case Items items -> {
        char before = '[';
        for (JsonValue item : items.items()) {
          item.write(json.append(before));
          before = ',';
        }
        json.append(items.items().isEmpty() ? "[]" : "]");
      }
      case Members members -> {
        char before = '{';
        for (Map.Entry<String, JsonValue> member : members.members().entrySet()) {
          quote(member.getKey(), json.append(before));
          member.getValue().write(json.append(':'));
          before = ',';
        }
        json.append(members.members().isEmpty() ? "{}" : "}");
      }
    }
  }

  private static void quote(String text, StringBuilder json) {
    json.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    json.append('"');
  }
}
