package dev.tailwater.query.opinion;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A field to order rows by. Null comes last in either direction. */
record Order(String field, boolean ascending) {
  Comparator<Row> comparator() {
    return (left, right) -> compare(left.get(field), right.get(field));
  }

  private int compare(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return Boolean.compare(left == null, right == null);
    }
    return ascending ? Values.compare(left, right) : Values.compare(right, left);
  }

  /** By one field after the other. */
  static Comparator<Row> by(List<Order> orders) {
    return orders.stream()
        .map(Order::comparator)
        .reduce(Comparator::thenComparing)
        .orElse((_, _) -> 0);
  }

  /** Ascending by all of these fields. */
  static Comparator<Row> ascending(List<String> fields) {
    return by(fields.stream().map(field -> new Order(field, true)).toList());
  }

  String print(Spelling spelling) {
    String name = spelling.field(field);
    if (ascending) {
      return spelling.any("+" + name, "+ " + name, name + " " + spelling.word("asc"));
    }
    return spelling.any(name, "-" + name, name + " " + spelling.word("desc"));
  }
}
