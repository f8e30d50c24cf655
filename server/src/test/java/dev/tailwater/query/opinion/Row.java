package dev.tailwater.query.opinion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values by field, immutable. */
record Row(Map<String, @Nullable Object> values) {
  @Nullable Object get(String field) {
    return values.get(field);
  }

  Row with(String field, @Nullable Object value) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(values);
    changed.put(field, value);
    return new Row(changed);
  }

  Row only(List<String> fields) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
    fields.forEach(field -> kept.put(field, get(field)));
    return new Row(kept);
  }

  List<@Nullable Object> all(List<String> fields) {
    List<@Nullable Object> all = new ArrayList<>();
    fields.forEach(field -> all.add(get(field)));
    return all;
  }
}
