package dev.tailwater.query.operator;

import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import java.util.List;

/** Field names separated by commas, as many operators take them. */
final class NameList {
  private NameList() {}

  static List<Name> parse(Cursor cursor, String what) {
    return Name.list(cursor, what);
  }

  /**
   * The fields after {@code by}, {@code group by} or {@code group}; none where they are missing.
   */
  static List<Name> by(Cursor cursor) {
    boolean by = cursor.acceptWord("group");
    by |= cursor.acceptWord("by");
    return by ? parse(cursor, "a field to group by") : List.of();
  }

  /** A list for {@link #by} to read. */
  static String printBy(List<Name> names) {
    return names.isEmpty() ? "" : " by " + print(names);
  }

  static String print(List<Name> names) {
    return String.join(", ", names.stream().map(Name::print).toList());
  }
}
