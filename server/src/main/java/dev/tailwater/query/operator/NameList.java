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

  static String print(List<Name> names) {
    return String.join(", ", names.stream().map(Name::print).toList());
  }
}
