package dev.tailwater.query.operator;

import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Suggestion;
import dev.tailwater.query.syntax.Token;
import dev.tailwater.query.syntax.Token.Kind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Reads settings of an operator: {@code window=10, threshold=3}, in any order, commas or not. */
final class Settings {
  private final String operator;
  private final Map<String, Consumer<Cursor>> readers = new LinkedHashMap<>();
  private final Set<String> given = new LinkedHashSet<>();

  Settings(String operator) {
    this.operator = operator;
  }

  /**
   * Names a setting.
   *
   * @param reader takes the value at the cursor
   */
  Settings with(String name, Consumer<Cursor> reader) {
    readers.put(name, reader);
    return this;
  }

  /** Whether a setting begins at the cursor. */
  static boolean at(Cursor cursor) {
    return cursor.peek().kind() == Kind.WORD && cursor.peekSecond().isSymbol("=");
  }

  /** Reads settings up to what is none. */
  void read(Cursor cursor) {
    boolean comma = false;
    while (at(cursor)) {
      Token name = cursor.next();
      Consumer<Cursor> reader = readers.get(name.folded());
      if (reader == null) {
        throw new QueryMistake(
            name.span(),
            "expected a setting of "
                + operator
                + ", one of "
                + String.join(", ", readers.keySet())
                + ", found "
                + name.found()
                + Suggestion.clause(name.text(), readers.keySet()));
      }
      if (!given.add(name.folded())) {
        throw new QueryMistake(name.span(), name.folded() + " is set twice");
      }
      cursor.next();
      reader.accept(cursor);
      comma = cursor.acceptSymbol(",");
    }
    if (comma) {
      throw cursor.expected("a setting such as " + readers.keySet().iterator().next() + "=…");
    }
  }

  /** Whether the setting was read. */
  boolean has(String name) {
    return given.contains(name);
  }

  /** A whole number within bounds. */
  static long whole(Cursor cursor, String name, long least, long most) {
    int start = cursor.peek().span().start();
    String what = name + ", a whole number from " + least + " to " + most;
    long value = cursor.expectWhole(what);
    if (value < least || value > most) {
      throw new QueryMistake(cursor.since(start), "expected " + what + ", found " + value);
    }
    return value;
  }
}
