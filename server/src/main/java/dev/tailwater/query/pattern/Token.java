package dev.tailwater.query.pattern;

import java.util.Locale;
import java.util.Set;

/**
 * A piece of a line.
 *
 * @param text what stands in the line
 * @param spaced whether white space stands before it
 * @param severity the word, where it is one such as error or INFO; else empty
 */
record Token(String text, boolean spaced, Kind kind, boolean hasDigit, String severity) {
  private static final Set<String> SEVERITIES =
      Set.of(
          "emergency",
          "panic",
          "fatal",
          "critical",
          "crit",
          "error",
          "err",
          "warning",
          "warn",
          "notice",
          "info",
          "information",
          "debug",
          "trace");
  private static final String SEVERITY_INITIALS = "pfcewnidtPFCEWNIDT";
  private static final int LONGEST_SEVERITY = 14;

  /** What a piece can be. */
  enum Kind {
    WORD,
    /** One bracket, quote or comma. */
    PUNCTUATION,
    /** A date, a time of day or both. */
    DATE,
    URL,
    /** All that comes after the last piece that is looked at. */
    REST
  }

  static Token word(String text, boolean spaced) {
    if (isDate(text) || isTimeOfDay(text)) {
      return new Token(text, spaced, Kind.DATE, true, "");
    }
    if (text.startsWith("http://") || text.startsWith("https://")) {
      return new Token(text, spaced, Kind.URL, false, "");
    }
    return new Token(text, spaced, Kind.WORD, hasDigit(text), severity(text));
  }

  static Token punctuation(char sign, boolean spaced) {
    return new Token(String.valueOf(sign), spaced, Kind.PUNCTUATION, false, "");
  }

  static Token rest(boolean spaced) {
    return new Token("", spaced, Kind.REST, false, "");
  }

  private static boolean hasDigit(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isDigit(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** A sign may stand after the word. */
  private static String severity(String text) {
    if (text.length() > LONGEST_SEVERITY || SEVERITY_INITIALS.indexOf(text.charAt(0)) < 0) {
      return "";
    }
    int end = text.length();
    while (end > 0 && !Character.isLetterOrDigit(text.charAt(end - 1))) {
      end--;
    }
    String word = text.substring(0, end).toLowerCase(Locale.ROOT);
    return SEVERITIES.contains(word) ? word : "";
  }

  /** As it is shown where all lines have the same. */
  String shown() {
    return switch (kind) {
      case WORD, PUNCTUATION -> text;
      case DATE -> "$DATE";
      case URL -> "$URL";
      case REST -> "*";
    };
  }

  /** {@code 2024-05-01}, {@code 2024/05/01}, perhaps with a time after a T. */
  private static boolean isDate(String text) {
    if (text.length() < 10 || (text.length() > 10 && text.charAt(10) != 'T')) {
      return false;
    }
    for (int i = 0; i < 10; i++) {
      char c = text.charAt(i);
      boolean separator = i == 4 || i == 7;
      if (separator ? c != '-' && c != '/' : !isDigit(c)) {
        return false;
      }
    }
    return true;
  }

  /** {@code 10:00:05}, perhaps with a fraction or an offset. */
  private static boolean isTimeOfDay(String text) {
    if (text.length() < 8 || text.charAt(2) != ':' || text.charAt(5) != ':') {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isDigit(c) && ".,:+-Z".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
