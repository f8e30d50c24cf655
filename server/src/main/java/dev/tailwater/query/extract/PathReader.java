package dev.tailwater.query.extract;

import java.util.function.IntPredicate;

/** Reads a path from left to right. */
final class PathReader {
  /**
   * Conditions are read by recursion; a path of nothing but brackets must not exhaust the stack.
   */
  private static final int DEPTH_LIMIT = 50;

  private final String path;
  private int at;
  private int depth;

  PathReader(String path) {
    this.path = path;
  }

  boolean atEnd() {
    return at == path.length();
  }

  /** Whether this is next. */
  boolean sees(String text) {
    return path.startsWith(text, at);
  }

  /** Takes this if it is next. */
  boolean accept(String text) {
    boolean there = sees(text);
    if (there) {
      at += text.length();
    }
    return there;
  }

  void expect(String text, String where) {
    if (!accept(text)) {
      throw expected("\"" + text + "\" " + where);
    }
  }

  void skipBlanks() {
    run(c -> c == ' ');
  }

  /** Takes the longest run of such characters, perhaps none. */
  String run(IntPredicate characters) {
    int start = at;
    while (at < path.length() && characters.test(path.charAt(at))) {
      at++;
    }
    return path.substring(start, at);
  }

  /** Whether a whole number is next. */
  boolean seesWhole() {
    int digit = sees("-") ? at + 1 : at;
    return digit < path.length() && isDigit(path.charAt(digit));
  }

  /** Takes a whole number, perhaps negative. */
  int whole(String what) {
    int start = at;
    String sign = accept("-") ? "-" : "";
    String digits = run(PathReader::isDigit);
    if (digits.isEmpty() || digits.length() > 9) {
      at = start;
      throw expected(what);
    }
    return Integer.parseInt(sign + digits);
  }

  /** Whether a quoted text is next. */
  boolean seesQuoted() {
    return sees("'") || sees("\"");
  }

  /**
   * Takes a text in single or double quotes; a backslash makes the next character an ordinary one.
   */
  String quoted(String what) {
    if (!seesQuoted()) {
      throw expected(what);
    }
    int start = at;
    char quote = path.charAt(at++);
    StringBuilder text = new StringBuilder();
    while (at < path.length() && path.charAt(at) != quote) {
      if (path.charAt(at) == '\\' && at + 1 < path.length()) {
        at++;
      }
      text.append(path.charAt(at++));
    }
    if (atEnd()) {
      throw new PathMistake(start, "expected a closing " + quote + " in the path");
    }
    at++;
    return text.toString();
  }

  /** Begins a part that may hold parts like itself. */
  void enter() {
    if (++depth > DEPTH_LIMIT) {
      throw new PathMistake(at, "this path is nested more than " + DEPTH_LIMIT + " deep");
    }
  }

  /** Ends such a part. */
  void leave() {
    depth--;
  }

  PathMistake expected(String what) {
    String found = atEnd() ? "its end" : "\"" + Character.toString(path.codePointAt(at)) + "\"";
    return new PathMistake(at, "expected " + what + " in the path, found " + found);
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
