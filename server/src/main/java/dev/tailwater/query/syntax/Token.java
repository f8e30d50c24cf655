package dev.tailwater.query.syntax;

import java.util.Locale;

/**
 * A piece of a stage.
 *
 * @param text what stands in the query; of a string the part between its quotes, escapes untouched
 */
public record Token(Kind kind, String text, Span span) {
  /** What kinds of pieces there are. */
  public enum Kind {
    /** A name, a keyword, a function: letters, digits, {@code _} and single inner dots. */
    WORD,
    /** Double-quoted text. */
    STRING,
    /** Digits, fraction, exponent and unit. */
    NUMBER,
    /** One operator or bracket. */
    SYMBOL,
    /** The end of the query. */
    END
  }

  /** Whether it is this keyword, in any letter case. */
  public boolean isWord(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  /** Whether it is this symbol. */
  public boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  /** Whether a stage ends before it. */
  public boolean endsStage() {
    return kind == Kind.END || isSymbol("|");
  }

  /** The text in lower case. */
  public String folded() {
    return text.toLowerCase(Locale.ROOT);
  }

  /** For messages: what was found. */
  public String found() {
    return switch (kind) {
      case END -> "the end of the query";
      case STRING -> "the string \"" + text + "\"";
      case NUMBER -> "the number " + text;
      case WORD, SYMBOL -> "\"" + text + "\"";
    };
  }
}
