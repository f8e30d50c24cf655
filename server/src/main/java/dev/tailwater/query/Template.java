package dev.tailwater.query;

import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.ScopeParser;
import dev.tailwater.query.syntax.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts the text of a query that may refer to variables. It knows as much of the grammar as decides
 * what a value means where it stands: scope or stage, string, regular expression, comment. What
 * looks like a reference in a comment is none.
 */
final class Template {
  private static final Pattern REFERENCE =
      Pattern.compile("\\{\\{\\{\\s*([A-Za-z0-9_.]+)\\s*}}}|\\{\\{\\s*([A-Za-z0-9_.]+)\\s*}}");

  /** A piece of a token. */
  sealed interface Part {}

  /** Text that stays as it is. */
  record Text(String text) implements Part {}

  /**
   * A reference to a variable.
   *
   * @param raw whether it has three braces
   */
  record Reference(String name, boolean raw, Span span) implements Part {}

  /** What kinds of tokens there are. */
  enum Kind {
    /** White space or a comment. */
    BLANK,
    /** What can stand in a word of a scope, or in a name or number of a stage. */
    WORD,
    /** Text between double quotes, with them; the quoted name of a field in a scope, with its %. */
    STRING,
    /** The same without the quote at its end: the rest of the text. */
    OPEN_STRING,
    /** Text between slashes, with them. */
    REGEX,
    /** Anything else. */
    SYMBOL
  }

  /**
   * A token.
   *
   * @param inScope whether it stands in a scope
   */
  record Token(Kind kind, boolean inScope, List<Part> parts) {
    Token {
      parts = List.copyOf(parts);
    }

    boolean is(Kind wanted, String text) {
      return kind == wanted
          && parts.size() == 1
          && parts.getFirst() instanceof Text(String found)
          && found.equalsIgnoreCase(text);
    }

    boolean isValue() {
      return kind == Kind.WORD || kind == Kind.STRING;
    }
  }

  private final String text;
  private final Matcher reference;
  private final List<Token> tokens = new ArrayList<>();

  /** For each open bracket of a subquery whether it stands in a scope. */
  private final Deque<Boolean> brackets = new ArrayDeque<>();

  private boolean inScope = true;

  /** Whether the options of a subquery end, and its scope starts, at the next colon. */
  private boolean beforeColon;

  private Token previous = new Token(Kind.BLANK, true, List.of());
  private int at;

  // The token under way: its parts, and where the text behind them starts.
  private final List<Part> parts = new ArrayList<>();
  private int start;

  private Template(String text) {
    this.text = text;
    this.reference = REFERENCE.matcher(text);
  }

  /** The tokens of a text, which together are the text. */
  static List<Token> cut(String text) {
    Template template = new Template(text);
    while (template.at < text.length()) {
      template.next();
    }
    return template.tokens;
  }

  private void next() {
    start = at;
    char c = text.charAt(at);
    if (skipBlank()) {
      end(Kind.BLANK);
    } else if (c == '"' || (inScope && text.startsWith("%\"", at))) {
      at = text.indexOf('"', at) + 1;
      end(takeTo('"') ? Kind.STRING : Kind.OPEN_STRING);
    } else if (atWord()) {
      while (at < text.length() && (takeReference() || takeWordCharacter())) {
        // Both take what they find.
      }
      end(Kind.WORD);
    } else if (c == '/' && startsRegex()) {
      at++;
      takeTo('/');
      end(Kind.REGEX);
    } else {
      takeSymbol(c);
      end(Kind.SYMBOL);
    }
  }

  private void takeSymbol(char c) {
    at++;
    switch (c) {
      case '|' -> inScope = false;
      case '[' -> {
        brackets.push(inScope);
        inScope = false;
        beforeColon = true;
      }
      case ':' -> {
        inScope |= beforeColon;
        beforeColon = false;
      }
      case ']' -> {
        inScope = brackets.isEmpty() ? inScope : brackets.pop();
        beforeColon = false;
      }
      case '\'' -> {
        // In a stage single quotes hold one character, which may be a double quote.
        boolean closes = !inScope && at + 1 < text.length() && text.charAt(at + 1) == '\'';
        at += closes ? 2 : 0;
      }
      default -> {}
    }
  }

  private boolean skipBlank() {
    boolean afterColon = at > 0 && text.charAt(at - 1) == ':';
    if (text.startsWith("//", at) && !afterColon) {
      at = endOf("\n");
    } else if (text.startsWith("/*", at)) {
      at = endOf("*/");
    } else {
      while (at < text.length() && Cursor.isBlank(text.charAt(at))) {
        at++;
      }
    }
    return at > start;
  }

  private int endOf(String mark) {
    int found = text.indexOf(mark, at + 2);
    return found < 0 ? text.length() : found + mark.length();
  }

  /** Only in a few places a slash does not divide, and a regular expression ends in its line. */
  private boolean startsRegex() {
    if (inScope
        || !(previous.is(Kind.WORD, "matches")
            || previous.is(Kind.SYMBOL, "(")
            || previous.is(Kind.SYMBOL, ","))) {
      return false;
    }
    int i = at + 1;
    while (i < text.length() && text.charAt(i) != '/' && text.charAt(i) != '\n') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i < text.length() && text.charAt(i) == '/';
  }

  /** Whether the delimiter was there. */
  private boolean takeTo(char delimiter) {
    while (at < text.length()) {
      if (takeReference()) {
        continue;
      }
      char c = text.charAt(at++);
      if (c == delimiter) {
        return true;
      }
      if (c == '\\' && at < text.length() && !atReference()) {
        at++;
      }
    }
    return false;
  }

  private boolean atWord() {
    return atReference() || isWordCharacter(text.codePointAt(at));
  }

  private boolean takeWordCharacter() {
    int c = text.codePointAt(at);
    boolean takes = isWordCharacter(c);
    at += takes ? Character.charCount(c) : 0;
    return takes;
  }

  private boolean isWordCharacter(int c) {
    return inScope
        ? ScopeParser.isWordCharacter(c)
        : c == '_' || c == '.' || Character.isLetterOrDigit(c);
  }

  private boolean atReference() {
    return reference.region(at, text.length()).lookingAt();
  }

  private boolean takeReference() {
    if (!atReference()) {
      return false;
    }
    boolean raw = reference.group(1) != null;
    Span span = new Span(reference.start(), reference.end());
    takeText();
    parts.add(new Reference(raw ? reference.group(1) : reference.group(2), raw, span));
    at = span.end();
    start = at;
    return true;
  }

  private void takeText() {
    if (at > start) {
      parts.add(new Text(text.substring(start, at)));
      start = at;
    }
  }

  private void end(Kind kind) {
    takeText();
    // The bracket that opens or closes a scope changed it already; for a symbol that is no matter.
    Token token = new Token(kind, inScope, parts);
    parts.clear();
    tokens.add(token);
    previous = kind == Kind.BLANK ? previous : token;
  }
}
