package dev.tailwater.query.function;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.Type;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions on texts that hold a JSON array; never null. */
final class JsonFunctions {
  private static final JsonFactory JSON = new JsonFactory();

  private static final EngineFunction SIZE =
      new EngineFunction(
          "tailwater_json_array_size", List.of(Type.STRING), Type.LONG, a -> size(a[0]));
  private static final EngineFunction CONTAINS =
      new EngineFunction(
          "tailwater_json_array_contains",
          List.of(Type.STRING, Type.STRING),
          Type.BOOLEAN,
          a -> contains(a[0], a[1]));

  static final List<Function> ALL =
      List.of(
          Function.of(
                  "jsonArraySize(s)",
                  1,
                  1,
                  "number of items of a JSON array; -1 where s is none",
                  "jsonArraySize(\"[1, 2, 3]\")",
                  a -> SIZE.call(a.get(0)))
              .calling(SIZE),
          Function.of(
                  "jsonArrayContains(s, x)",
                  2,
                  2,
                  "true if x is an item of the JSON array s",
                  "jsonArrayContains(\"[\\\"eu\\\", \\\"us\\\"]\", \"eu\")",
                  a -> CONTAINS.call(a.get(0), a.get(1)))
              .details("Items that are numbers or truth values are compared as text.")
              .calling(CONTAINS));

  private JsonFunctions() {}

  private static Long size(@Nullable Object array) {
    if (!(array instanceof String text)) {
      return -1L;
    }
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        return -1L;
      }
      long items = 0;
      while (json.nextToken() != JsonToken.END_ARRAY) {
        json.skipChildren();
        items++;
      }
      return json.nextToken() == null ? items : -1L;
    } catch (IOException e) {
      return -1L;
    }
  }

  private static Boolean contains(@Nullable Object array, @Nullable Object wanted) {
    if (!(array instanceof String text) || wanted == null) {
      return false;
    }
    boolean found = false;
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        return false;
      }
      JsonToken item = json.nextToken();
      while (item != JsonToken.END_ARRAY) {
        found |=
            item.isScalarValue() && item != JsonToken.VALUE_NULL && wanted.equals(json.getText());
        json.skipChildren();
        item = json.nextToken();
      }
      return found && json.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }
}
