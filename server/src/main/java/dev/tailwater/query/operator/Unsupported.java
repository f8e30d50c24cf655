package dev.tailwater.query.operator;

import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;

/**
 * Operators that work only inside the service where the language comes from: they ask its models,
 * or refer to results that it has stored. They are refused by name, with a way to do without them.
 */
enum Unsupported {
  THREATIP("threatip", Advice.THREATS),
  THREATLOOKUP("threatlookup", Advice.THREATS),
  INFER("infer", "compute what you need with expressions and aggregates"),
  SAMPLE("sample", "narrow the scope or the time range, or use limit"),
  DETAILS("details", "search for words of the signature instead"),
  PARSE_USING("parse using", "write out the pattern with parse or parse regex");

  private final String name;
  private final String advice;

  Unsupported(String name, String advice) {
    this.name = name;
    this.advice = advice;
  }

  private static final class Advice {
    static final String THREATS =
        "keep known threats in a table of the account and use lookup or lookupContains";
  }

  /** The answer to a lookup of threats. */
  static QueryMistake threats(String source, Span span) {
    return new QueryMistake(span, source + " is not supported; " + Advice.THREATS);
  }

  /** Fails where the stage at the cursor is one of them. */
  static void refuse(Cursor cursor) {
    for (Unsupported operator : values()) {
      if (operator.isAt(cursor)) {
        Token first = cursor.next();
        Token last = operator.words().length == 1 ? first : cursor.next();
        throw operator.mistake(first.span().to(last.span()));
      }
    }
  }

  private QueryMistake mistake(Span span) {
    return new QueryMistake(span, "operator " + name + " is not supported; " + advice);
  }

  private String[] words() {
    return name.split(" ", -1);
  }

  /** A field may have one of the names; then an expression goes on after it. */
  private boolean isAt(Cursor cursor) {
    String[] words = words();
    return cursor.peek().isWord(words[0])
        && (words.length == 1
            ? !OperatorSyntax.isInfix(cursor.peekSecond())
            : cursor.peekSecond().isWord(words[1]));
  }
}
