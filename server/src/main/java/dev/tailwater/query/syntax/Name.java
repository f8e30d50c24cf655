package dev.tailwater.query.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A field name as it was written. Names that differ only in letter case mean the same field. */
public record Name(String text, Span span) {
  /** The form by which names are compared. */
  public String folded() {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Names separated by commas, at least one. */
  public static List<Name> list(Cursor cursor, String what) {
    List<Name> names = new ArrayList<>();
    do {
      names.add(cursor.expectName(what));
    } while (cursor.acceptSymbol(","));
    return names;
  }

  /** The name as it can stand in a query, in quotes where it must. */
  public String print() {
    return print(text);
  }

  /** Any field name as it can stand in a query. */
  public static String print(String name) {
    boolean bare = !name.isEmpty() && Cursor.isNameStart(name.charAt(0));
    for (int i = 1; bare && i < name.length(); i++) {
      boolean innerDot =
          name.charAt(i) == '.' && i + 1 < name.length() && Cursor.isNamePart(name.charAt(i + 1));
      bare = Cursor.isNamePart(name.charAt(i)) || innerDot;
    }
    // Words with a meaning of their own in an expression need quotes to be names.
    boolean reserved =
        switch (name.toLowerCase(Locale.ROOT)) {
          case "true", "false", "null", "not", "and", "or", "in", "matches", "contains", "if" ->
              true;
          default -> false;
        };
    return bare && !reserved ? name : "%" + Quotes.quote(name);
  }
}
