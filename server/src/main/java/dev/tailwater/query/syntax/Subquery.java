package dev.tailwater.query.syntax;

import java.util.List;

/**
 * A query whose rows become a condition: {@code [subquery from=(-1h) : query | compose field]}.
 *
 * @param query its text, without {@code compose}
 * @param from start of its time range as written, empty for that of the query around it
 * @param to end of its time range as written, empty for that of the query around it
 * @param fields whose values are the condition, at least one
 * @param most how many rows of values it gives at most
 * @param keywords whether the values alone are searched for
 */
public record Subquery(
    String query,
    String from,
    String to,
    List<Name> fields,
    int most,
    boolean keywords,
    Span span) {
  private static final int MOST_BY_DEFAULT = 2_500;
  private static final int MOST_AT_ALL = 10_000;

  public Subquery {
    fields = List.copyOf(fields);
  }

  /** Reads one; the next token is its opening bracket. */
  static Subquery parse(Cursor cursor) {
    int start = cursor.next().span().start();
    cursor.expectWord("subquery", "after \"[\"");
    String from = "";
    String to = "";
    while (!cursor.acceptSymbol(":")) {
      if (cursor.acceptWord("from")) {
        from = time(cursor, "from");
      } else if (cursor.acceptWord("to")) {
        to = time(cursor, "to");
      } else {
        throw cursor.expected("\":\", from=(…) or to=(…) after \"subquery\"");
      }
    }
    int queryStart = cursor.offset();
    cursor.readNestedQuery();
    String query = cursor.text().substring(queryStart, cursor.offset()).strip();
    cursor.expectSymbol("|", "and \"compose\" at the end of the subquery");
    cursor.expectWord("compose", "and the fields that are the condition");
    List<Name> fields = Name.list(cursor, "a field after \"compose\"");
    int most = MOST_BY_DEFAULT;
    boolean keywords = false;
    while (!cursor.acceptSymbol("]")) {
      if (cursor.acceptWord("maxresults")) {
        cursor.expectSymbol("=", "after \"maxresults\"");
        Token number = cursor.peek();
        long given = cursor.expectWhole("a number of rows");
        if (given < 1 || given > MOST_AT_ALL) {
          throw new QueryMistake(
              number.span(), "expected maxresults from 1 to " + MOST_AT_ALL + ", found " + given);
        }
        most = Math.toIntExact(given);
      } else if (cursor.acceptWord("keywords")) {
        keywords = true;
      } else {
        throw cursor.expected("\"]\", maxresults=n or keywords after the fields of compose");
      }
    }
    return new Subquery(query, from, to, fields, most, keywords, cursor.since(start));
  }

  /** The text between the brackets of {@code from=(…)}. */
  private static String time(Cursor cursor, String option) {
    cursor.expectSymbol("=", "after \"" + option + "\"");
    Token bracket = cursor.expectSymbol("(", "and a time such as -15m");
    int end = cursor.text().indexOf(')', bracket.span().end());
    if (end < 0) {
      throw new QueryMistake(bracket.span(), "expected a closing ) after the time");
    }
    String time = cursor.text().substring(bracket.span().end(), end).strip();
    cursor.take(end + 1);
    return time;
  }

  /** The subquery as text that reads as an equal one. */
  public String print() {
    return "[subquery"
        + (from.isEmpty() ? "" : " from=(" + from + ")")
        + (to.isEmpty() ? "" : " to=(" + to + ")")
        + " : "
        + query
        + " | compose "
        + String.join(", ", fields.stream().map(Name::print).toList())
        + (most == MOST_BY_DEFAULT ? "" : " maxresults=" + most)
        + (keywords ? " keywords" : "")
        + "]";
  }
}
