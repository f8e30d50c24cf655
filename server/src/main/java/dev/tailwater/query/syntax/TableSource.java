package dev.tailwater.query.syntax;

import dev.tailwater.query.syntax.Token.Kind;
import java.util.Locale;

/** Where rows are looked up. {@link #print()} gives text that reads as the same source. */
public sealed interface TableSource {
  /** Where it stands. */
  Span span();

  /** The source as text. */
  String print();

  /** A table of the account: {@code path://"/Library/hosts"} or {@code shared/hosts}. */
  record Stored(TablePath path, Span span) implements TableSource {
    @Override
    public String print() {
      return "path://" + Quotes.quote(path.text());
    }
  }

  /** What the server itself knows: {@code geo://location}. Both parts are in lower case. */
  record Service(String scheme, String name, Span span) implements TableSource {
    @Override
    public String print() {
      return scheme + "://" + name;
    }
  }

  /** Reads a source. */
  static TableSource parse(Cursor cursor) {
    Token first = cursor.peek();
    int start = first.span().start();
    String text = cursor.text();
    int colon = first.kind() == Kind.WORD ? first.span().end() : start;
    if (!text.startsWith("://", colon)) {
      return classic(cursor, start);
    }
    String scheme = first.folded();
    int after = colon + "://".length();
    cursor.take(after);
    if (scheme.equals("path")) {
      Token path = cursor.expectString("the path of a table in double quotes after path://");
      return stored(Quotes.unescape(path.text()), cursor.since(start));
    }
    int end = after;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    if (scheme.equals("http") || scheme.equals("https")) {
      throw new QueryMistake(
          new Span(start, end),
          "expected a table of this server, found a web address: nothing is fetched while a query"
              + " runs; upload the file as a table and name it by path://\"…\"");
    }
    end = after + run(text.substring(after, end));
    cursor.take(end);
    return new Service(
        scheme, text.substring(after, end).toLowerCase(Locale.ROOT), cursor.since(start));
  }

  /**
   * Reads a table of the account.
   *
   * @param operator what it is for, in messages
   */
  static Stored parseStored(Cursor cursor, String operator) {
    TableSource source = parse(cursor);
    if (source instanceof Stored stored) {
      return stored;
    }
    throw new QueryMistake(
        source.span(),
        operator
            + " needs a table of the account such as path://\"/Library/hosts\", found "
            + source.print());
  }

  /** A path without quotes, as the older tables have it. */
  private static Stored classic(Cursor cursor, int start) {
    int length = run(cursor.text().substring(start));
    if (length == 0) {
      throw cursor.expected("a table such as path://\"/Library/hosts\"");
    }
    cursor.take(start + length);
    return stored(cursor.text().substring(start, start + length), cursor.since(start));
  }

  private static Stored stored(String path, Span span) {
    try {
      return new Stored(TablePath.of(path), span);
    } catch (IllegalArgumentException e) {
      throw new QueryMistake(span, String.valueOf(e.getMessage()));
    }
  }

  /** How many characters can stand in a name without quotes; a comment ends it. */
  private static int run(String text) {
    int length = 0;
    while (length < text.length()
        && (Character.isLetterOrDigit(text.charAt(length))
            || "/_-.@".indexOf(text.charAt(length)) >= 0)
        && !text.startsWith("//", length)) {
      length++;
    }
    return length;
  }
}
