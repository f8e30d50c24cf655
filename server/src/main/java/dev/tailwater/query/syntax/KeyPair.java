package dev.tailwater.query.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * A field of the rows and the column of a table that it is compared with: {@code ip = address}, or
 * {@code ip} where both have the same name.
 */
public record KeyPair(Name field, Name column) {
  /** Pairs with {@code and} or a comma between, at least one. */
  public static List<KeyPair> list(Cursor cursor) {
    List<KeyPair> pairs = new ArrayList<>();
    do {
      Name field = cursor.expectName("a field to look up by, as in field = column");
      boolean equals = cursor.acceptSymbol("=") || cursor.acceptSymbol("==");
      Name column = equals ? cursor.expectName("a column of the table after \"=\"") : field;
      pairs.add(new KeyPair(field, column));
    } while (cursor.acceptSymbol(",") || cursor.acceptWord("and") || cursor.acceptSymbol("&&"));
    return pairs;
  }

  /** The pair the other way round. */
  public KeyPair swapped() {
    return new KeyPair(column, field);
  }

  /** Pairs as text that reads as equal pairs. */
  public static String print(List<KeyPair> pairs) {
    return String.join(
        " and ",
        pairs.stream().map(pair -> pair.field.print() + " = " + pair.column.print()).toList());
  }
}
