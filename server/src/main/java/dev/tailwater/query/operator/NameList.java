package dev.tailwater.query.operator;

import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import java.util.ArrayList;
import java.util.List;

/** Field names separated by commas, as many operators take them. */
final class NameList {
  private NameList() {}

  static List<Name> parse(Cursor cursor, String what) {
    List<Name> names = new ArrayList<>();
    do {
      names.add(cursor.expectName(what));
    } while (cursor.acceptSymbol(","));
    return names;
  }

  static String print(List<Name> names) {
    return String.join(", ", names.stream().map(Name::print).toList());
  }
}
