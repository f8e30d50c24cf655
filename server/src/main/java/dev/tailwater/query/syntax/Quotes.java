package dev.tailwater.query.syntax;

/** Reads and writes what stands between double quotes. */
public final class Quotes {
  private Quotes() {}

  /** Ordinary string: {@code \" \\ \n \r \t}; any other escape keeps its backslash. */
  public static String unescape(String body) {
    StringBuilder out = new StringBuilder(body.length());
    int i = 0;
    while (i < body.length()) {
      char c = body.charAt(i++);
      if (c != '\\' || i == body.length()) {
        out.append(c);
        continue;
      }
      char escaped = body.charAt(i++);
      switch (escaped) {
        case '"', '\\' -> out.append(escaped);
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        default -> out.append('\\').append(escaped);
      }
    }
    return out.toString();
  }

  /** The text as an ordinary string literal. */
  public static String quote(String value) {
    StringBuilder out = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(c);
      }
    }
    return out.append('"').toString();
  }

  /** Regular expression string: only {@code \"} is ours, all other pairs belong to the pattern. */
  public static String regexOf(String body) {
    StringBuilder out = new StringBuilder(body.length());
    int i = 0;
    while (i < body.length()) {
      char c = body.charAt(i++);
      if (c == '\\' && i < body.length()) {
        char escaped = body.charAt(i++);
        out.append(escaped == '"' ? "\"" : "\\" + escaped);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** The pattern as a regular expression string. */
  public static String quoteRegex(String pattern) {
    return '"' + escapeOutsidePairs(pattern, '"') + '"';
  }

  /** The pattern as a literal between slashes. */
  public static String slashRegex(String pattern) {
    return '/' + escapeOutsidePairs(pattern, '/') + '/';
  }

  private static String escapeOutsidePairs(String pattern, char delimiter) {
    StringBuilder out = new StringBuilder(pattern.length() + 2);
    int i = 0;
    while (i < pattern.length()) {
      char c = pattern.charAt(i++);
      if (c == '\\' && i < pattern.length()) {
        out.append('\\').append(pattern.charAt(i++));
      } else if (c == delimiter) {
        out.append('\\').append(c);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
