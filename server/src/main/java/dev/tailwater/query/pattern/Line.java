package dev.tailwater.query.pattern;

import dev.tailwater.query.pattern.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * A line cut into tokens: at white space, around brackets, quotes and commas, and behind the key of
 * {@code key=value} and {@code "key":value}. A date and a time after it are one token.
 *
 * @param header how many tokens are a syslog header
 */
record Line(List<Token> tokens, int header) {
  private static final int MOST_TOKENS = 256;

  /** Priority with version, time, host, program, process, message id. */
  private static final int HEADER_WORDS = 6;

  private static final int PROGRAM = 3;
  private static final int PROCESS = 4;
  private static final String ANY = "*";

  static Line of(String text) {
    return new Cutter(text).cut();
  }

  /** What leads it through the tree: length, program, type of process, first word. */
  List<String> path() {
    String program = header > PROGRAM ? tokens.get(PROGRAM).text() : "";
    String process = header > PROCESS ? tokens.get(PROCESS).text() : "";
    int dot = process.indexOf('.');
    return List.of(
        Integer.toString(tokens.size()),
        program,
        dot < 0 ? process : process.substring(0, dot),
        firstWord());
  }

  private String firstWord() {
    for (Token token : tokens.subList(header, tokens.size())) {
      if (token.kind() == Kind.WORD) {
        return token.hasDigit() ? ANY : token.text();
      }
    }
    return "";
  }

  /** One pass over a text. */
  private static final class Cutter {
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    Cutter(String text) {
      this.text = text;
    }

    Line cut() {
      int header = 0;
      if (hasHeader()) {
        while (header < HEADER_WORDS && at < text.length()) {
          add(Token.word(blankDelimited(), header > 0));
          header = tokens.size();
          skipBlanks();
        }
      }
      skipBlanks();
      while (at < text.length()) {
        boolean spaced = at > 0 && Character.isWhitespace(text.charAt(at - 1));
        if (tokens.size() == MOST_TOKENS) {
          tokens.add(Token.rest(spaced));
          break;
        }
        add(next(spaced));
        skipBlanks();
      }
      return new Line(tokens, header);
    }

    private void add(Token token) {
      boolean continues =
          token.kind() == Kind.DATE && !tokens.isEmpty() && tokens.getLast().kind() == Kind.DATE;
      if (!continues) {
        tokens.add(token);
      }
    }

    /** {@code <158>1 }. */
    private boolean hasHeader() {
      int close = text.startsWith("<") ? text.indexOf('>') : -1;
      return close > 1
          && close <= 4
          && close + 2 < text.length()
          && Token.isDigit(text.charAt(1))
          && Token.isDigit(text.charAt(close + 1))
          && text.charAt(close + 2) == ' ';
    }

    private void skipBlanks() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    private String blankDelimited() {
      int start = at;
      while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }

    private Token next(boolean spaced) {
      int start = at;
      boolean afterKey = start > 0 && text.charAt(start - 1) == '=';
      if (isPunctuation(start) || text.charAt(start) == ':') {
        return Token.punctuation(text.charAt(at++), spaced);
      }
      boolean key = !afterKey;
      while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && !isPunctuation(at)) {
        char c = text.charAt(at++);
        if (c == '=' && key && at - start > 1) {
          break;
        }
        key &= Character.isLetterOrDigit(c) || "_.#@-".indexOf(c) >= 0;
      }
      return Token.word(text.substring(start, at), spaced);
    }

    /** A bracket, a quote, or a comma that something other than a letter or digit follows. */
    private boolean isPunctuation(int place) {
      char c = text.charAt(place);
      return switch (c) {
        case '(', ')', '[', ']', '{', '}', '"' -> true;
        case ',', ';' ->
            place + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(place + 1));
        default -> false;
      };
    }
  }
}
