package dev.tailwater.query.extract;

import dev.tailwater.query.extract.JsonValue.Items;
import dev.tailwater.query.extract.JsonValue.Members;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lays a JSON value flat: its inner values under names such as {@code a.b} and {@code a[0].b}.
 * Immutable.
 *
 * @param maxDepth objects at this depth stay one value, that is JSON text; members of the outermost
 *     object have depth 1
 * @param arrays whether arrays of nothing but scalars are laid flat as well
 */
public record FlatJson(int maxDepth, boolean arrays) {
  /** Names that are longer lead nowhere; it keeps the work in proportion to the text. */
  private static final int NAME_LIMIT = 1_000;

  /** Gives each name and its value, in the order of the text. */
  public void flatten(JsonValue root, BiConsumer<String, @Nullable String> out) {
    flatten("", root, 0, out);
  }

  private void flatten(
      String name, JsonValue value, int depth, BiConsumer<String, @Nullable String> out) {
    if (name.length() > NAME_LIMIT) {
      return;
    }
    if (value instanceof Members object && isOpen(object, depth)) {
      String before = name.isEmpty() ? "" : name + ".";
      for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
        flatten(before + member.getKey(), member.getValue(), depth + 1, out);
      }
    } else if (value instanceof Items array && isOpen(array.items(), depth)) {
      for (int i = 0; i < array.items().size(); i++) {
        flatten(name + "[" + i + "]", array.items().get(i), depth, out);
      }
    } else {
      out.accept(name, value.asField());
    }
  }

  private boolean isOpen(Members object, int depth) {
    return depth == 0 || (depth < maxDepth && !object.members().isEmpty());
  }

  private boolean isOpen(List<JsonValue> items, int depth) {
    boolean hasInner =
        items.stream().anyMatch(item -> item instanceof Members || item instanceof Items);
    return !items.isEmpty() && (arrays || depth == 0 || (hasInner && depth < maxDepth));
  }
}
