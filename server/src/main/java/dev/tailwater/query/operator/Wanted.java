package dev.tailwater.query.operator;

import dev.tailwater.query.extract.PathMistake;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Quotes;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Something to find by a text such as a path or a key, and the field that gets it.
 *
 * @param text what stands in quotes, escapes read
 * @param span where it stands, quotes included
 */
record Wanted(String text, Span span, Name field) {
  /**
   * Reads {@code "a", "b" as x, y}; without names the texts give them.
   *
   * @param kind what the texts are, for messages
   * @param naming makes a name of a text
   */
  static List<Wanted> parse(Cursor cursor, String kind, UnaryOperator<String> naming) {
    Span start = cursor.peek().span();
    List<Token> strings = new ArrayList<>();
    do {
      strings.add(cursor.expectString("a " + kind + " in double quotes"));
    } while (cursor.acceptSymbol(","));
    if (cursor.peek().kind() == Token.Kind.STRING) {
      throw cursor.expected("a comma between one " + kind + " and the next");
    }
    List<Name> names = new ArrayList<>();
    if (cursor.acceptWord("as")) {
      boolean bracketed = cursor.acceptSymbol("(");
      names.addAll(NameList.parse(cursor, "a field name after \"as\""));
      if (bracketed) {
        cursor.expectSymbol(")", "to close the field names");
      }
      if (names.size() != strings.size()) {
        throw new QueryMistake(
            cursor.since(start.start()),
            "expected as many names as "
                + kind
                + "s, found "
                + count(names.size(), "name")
                + " and "
                + count(strings.size(), kind));
      }
    }
    List<Wanted> wanted = new ArrayList<>();
    for (int i = 0; i < strings.size(); i++) {
      Token string = strings.get(i);
      String text = Quotes.unescape(string.text());
      Name name = names.isEmpty() ? new Name(naming.apply(text), string.span()) : names.get(i);
      wanted.add(new Wanted(text, string.span(), name));
    }
    return wanted;
  }

  static String print(List<Wanted> wanted) {
    return String.join(", ", wanted.stream().map(one -> Quotes.quote(one.text())).toList())
        + " as "
        + NameList.print(fields(wanted));
  }

  static List<String> texts(List<Wanted> wanted) {
    return wanted.stream().map(Wanted::text).toList();
  }

  static List<Name> fields(List<Wanted> wanted) {
    return wanted.stream().map(Wanted::field).toList();
  }

  /** A mistake in the text as one in the query. */
  QueryMistake at(PathMistake mistake) {
    int character = span.start() + 1 + mistake.offset();
    // With escapes in it, places in the text are not those in the query.
    boolean escaped = span.end() - span.start() != text.length() + 2;
    return new QueryMistake(escaped ? span : new Span(character, character + 1), mistake.text());
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
