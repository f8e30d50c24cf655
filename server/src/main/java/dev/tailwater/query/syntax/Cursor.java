package dev.tailwater.query.syntax;

import dev.tailwater.query.syntax.Token.Kind;
import java.math.BigDecimal;
import java.util.function.Consumer;

/**
 * Reads the text of a query from left to right. Tokens are cut on demand, because the same
 * character means different things in different places: {@code %} is the remainder or starts a
 * quoted name, {@code /} divides or starts a regular expression. The parser asks for what can stand
 * where it is.
 */
public final class Cursor {
  private static final int DEPTH_LIMIT = 200;

  private static final String[] LONG_SYMBOLS = {"==", "!=", "<>", "<=", ">=", "&&", "||"};

  private final String text;
  private final Consumer<Cursor> nestedQueries;
  private int offset;
  private int previousEnd;
  private int depth;

  /** A cursor at the start of a text in which no query stands inside another. */
  public Cursor(String text) {
    this(
        text,
        cursor -> {
          throw new QueryMistake(cursor.peek().span(), "a subquery cannot stand here");
        });
  }

  /**
   * A cursor at the start of the text.
   *
   * @param nestedQueries takes the query inside a subquery, up to its last pipe
   */
  public Cursor(String text, Consumer<Cursor> nestedQueries) {
    this.text = text;
    this.nestedQueries = nestedQueries;
  }

  /** Takes the query inside a subquery. */
  void readNestedQuery() {
    nestedQueries.accept(this);
  }

  /**
   * Goes one level deeper into the query. Parsers recurse once a level; a text of nothing but
   * brackets must not exhaust the stack.
   *
   * @param what is read there, for the message
   */
  public void enter(String what) {
    if (++depth > DEPTH_LIMIT) {
      throw new QueryMistake(
          new Span(offset, offset),
          "this " + what + " is nested more than " + DEPTH_LIMIT + " deep");
    }
  }

  /** Comes back from the level that was entered last. */
  public void leave() {
    depth--;
  }

  /** The whole text. */
  public String text() {
    return text;
  }

  /** Where the next token is looked for. */
  public int offset() {
    return offset;
  }

  /** Goes back, or on, to an offset taken before. */
  public void moveTo(int newOffset) {
    offset = newOffset;
  }

  /** From the given start to the end of the last token taken. */
  public Span since(int start) {
    return new Span(start, Math.max(start, previousEnd));
  }

  /** The next token, left in place. */
  public Token peek() {
    skipBlanks();
    return cut(offset);
  }

  /** The token after the next one; nothing is taken. */
  public Token peekSecond() {
    int mark = offset;
    int end = previousEnd;
    next();
    Token second = peek();
    offset = mark;
    previousEnd = end;
    return second;
  }

  /** Takes the next token. */
  public Token next() {
    Token token = peek();
    take(token.span().end());
    return token;
  }

  /** Takes the next token if it is this symbol. */
  public boolean acceptSymbol(String symbol) {
    boolean there = peek().isSymbol(symbol);
    if (there) {
      next();
    }
    return there;
  }

  /** Takes the next token if it is this keyword. */
  public boolean acceptWord(String keyword) {
    boolean there = peek().isWord(keyword);
    if (there) {
      next();
    }
    return there;
  }

  /** Takes this symbol or fails, saying what for. */
  public Token expectSymbol(String symbol, String where) {
    if (!peek().isSymbol(symbol)) {
      throw expected("\"" + symbol + "\" " + where);
    }
    return next();
  }

  /** Takes this keyword or fails, saying what for. */
  public Token expectWord(String keyword, String where) {
    if (!peek().isWord(keyword)) {
      throw expected("\"" + keyword + "\" " + where);
    }
    return next();
  }

  /** A mistake at the next token. */
  public QueryMistake expected(String what) {
    return expected(what, "");
  }

  /**
   * A mistake at the next token.
   *
   * @param advice what to do, beginning with a semicolon, or nothing
   */
  public QueryMistake expected(String what, String advice) {
    Token found = peek();
    return new QueryMistake(found.span(), "expected " + what + ", found " + found.found() + advice);
  }

  /** Takes a double-quoted string; its escapes are untouched. */
  public Token expectString(String what) {
    if (peek().kind() != Kind.STRING) {
      throw expected(what);
    }
    return next();
  }

  /** Takes a character in single quotes: {@code ':'}, {@code '''}; {@code '\t'} is a tab. */
  public char expectCharacter(String what) {
    int start = peek().span().start();
    if (text.startsWith("'\\t'", start)) {
      take(start + 4);
      return '\t';
    }
    boolean quoted =
        start + 2 < text.length() && text.charAt(start) == '\'' && text.charAt(start + 2) == '\'';
    if (!quoted) {
      throw expected(what);
    }
    take(start + 3);
    return text.charAt(start + 1);
  }

  /** Takes a whole number without unit. */
  public long expectWhole(String what) {
    Token token = peek();
    if (token.kind() != Kind.NUMBER) {
      throw expected(what);
    }
    next();
    try {
      return Long.parseLong(token.text());
    } catch (NumberFormatException e) {
      throw new QueryMistake(token.span(), "expected " + what + ", found " + token.found());
    }
  }

  /** Takes a number, which may be negative and have a unit. */
  public BigDecimal expectNumber(String what) {
    Token sign = peek();
    boolean negative = acceptSymbol("-");
    Token token = peek();
    if (token.kind() != Kind.NUMBER) {
      throw negative
          ? new QueryMistake(sign.span(), "expected " + what + ", found " + sign.found())
          : expected(what);
    }
    next();
    BigDecimal value = Numbers.value(token);
    // As it is printed, without exponent.
    value = value.setScale(Math.max(0, value.scale()));
    return negative ? value.negate() : value;
  }

  /**
   * A field name: {@code name}, {@code a.b}, {@code %"any text"}, {@code %path[0].leaf}.
   *
   * @param what what it is for, in the message when there is none
   */
  public Name expectName(String what) {
    Token token = peek();
    if (token.isWord("true") || token.isWord("false")) {
      throw expected(what, "; it is a value, the name is written %\"" + token.text() + "\"");
    }
    if (token.kind() == Kind.WORD) {
      next();
      return new Name(token.text(), token.span());
    }
    if (token.kind() == Kind.NUMBER) {
      throw expected(
          what, "; a name that begins with a digit is written %\"" + token.text() + "\"");
    }
    if (token.kind() == Kind.STRING) {
      throw expected(what, "; names stand without quotes, or as %\"any name\"");
    }
    if (!token.isSymbol("%")) {
      throw expected(what);
    }
    int start = token.span().start();
    int after = token.span().end();
    int end = after;
    while (end < text.length() && isPathCharacter(text.charAt(end))) {
      end++;
    }
    if (end > after) {
      take(end);
      return new Name(text.substring(after, end), since(start));
    }
    take(after);
    Token quoted = expectString("a quoted name after %");
    return new Name(Quotes.unescape(quoted.text()), since(start));
  }

  /** Whether a field name can start here. */
  public boolean atName() {
    return peek().kind() == Kind.WORD || peek().isSymbol("%");
  }

  /**
   * The pattern between slashes, {@code \/} read as a slash; call it when the next symbol is one.
   */
  public Token regexLiteral() {
    int start = peek().span().start();
    StringBuilder pattern = new StringBuilder();
    int i = start + 1;
    while (i < text.length() && text.charAt(i) != '\n') {
      char c = text.charAt(i++);
      if (c == '/') {
        take(i);
        return new Token(Kind.STRING, pattern.toString(), since(start));
      }
      if (c == '\\' && i < text.length()) {
        char escaped = text.charAt(i++);
        pattern.append(escaped == '/' ? "/" : "\\" + escaped);
      } else {
        pattern.append(c);
      }
    }
    throw new QueryMistake(
        new Span(start, start + 1), "expected a closing / of the regular expression");
  }

  /** Skips white space and comments; {@code //} after a colon is no comment. */
  void skipBlanks() {
    while (offset < text.length()) {
      if (isBlank(text.charAt(offset))) {
        offset++;
      } else if (text.startsWith("//", offset) && (offset == 0 || text.charAt(offset - 1) != ':')) {
        int end = text.indexOf('\n', offset);
        offset = end < 0 ? text.length() : end + 1;
      } else if (text.startsWith("/*", offset)) {
        int end = text.indexOf("*/", offset + 2);
        if (end < 0) {
          throw new QueryMistake(
              new Span(offset, offset + 2), "expected a closing */ of the comment");
        }
        offset = end + 2;
      } else {
        return;
      }
    }
  }

  /** Whether a character is white space between tokens; the no-break space is. */
  public static boolean isBlank(char c) {
    return Character.isWhitespace(c) || c == '\u00a0';
  }

  /** Marks everything before the offset as taken. */
  void take(int end) {
    offset = end;
    previousEnd = end;
  }

  private Token cut(int start) {
    if (start >= text.length()) {
      return new Token(Kind.END, "", new Span(start, start));
    }
    char c = text.charAt(start);
    if (c == '"') {
      return string(start);
    }
    if (isDigit(c)) {
      return number(start);
    }
    if (isNameStart(c)) {
      int end = start + 1;
      while (end < text.length()
          && (isNamePart(text.charAt(end))
              || (text.charAt(end) == '.'
                  && end + 1 < text.length()
                  && isNamePart(text.charAt(end + 1))))) {
        end++;
      }
      return token(Kind.WORD, start, end);
    }
    for (String symbol : LONG_SYMBOLS) {
      if (text.startsWith(symbol, start)) {
        return token(Kind.SYMBOL, start, start + symbol.length());
      }
    }
    return token(Kind.SYMBOL, start, start + Character.charCount(text.codePointAt(start)));
  }

  private Token string(int start) {
    int i = start + 1;
    while (i < text.length() && text.charAt(i) != '"') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    if (i >= text.length()) {
      throw new QueryMistake(
          new Span(start, start + 1), "expected a closing double quote of the string");
    }
    return new Token(Kind.STRING, text.substring(start + 1, i), new Span(start, i + 1));
  }

  private Token number(int start) {
    int end = digits(start);
    if (end + 1 < text.length() && text.charAt(end) == '.' && isDigit(text.charAt(end + 1))) {
      end = digits(end + 1);
    }
    // An exponent needs a sign or a digit, else the e starts a word.
    if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
      int power = end + 1;
      if (power < text.length() && (text.charAt(power) == '+' || text.charAt(power) == '-')) {
        power++;
      }
      if (power < text.length() && isDigit(text.charAt(power))) {
        end = digits(power);
      }
    }
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    return token(Kind.NUMBER, start, end);
  }

  private int digits(int start) {
    int end = start;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private Token token(Kind kind, int start, int end) {
    return new Token(kind, text.substring(start, end), new Span(start, end));
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c);
  }

  private static boolean isPathCharacter(char c) {
    return isNamePart(c) || c == '.' || c == '[' || c == ']';
  }
}
