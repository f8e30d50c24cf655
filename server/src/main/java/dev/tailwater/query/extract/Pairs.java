package dev.tailwater.query.extract;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds values behind keys in a text, as in {@code at=info}, {@code user: "Ann"} and {@code a ->
 * b}. A value is a text in double quotes, or what stands before white space or one of {@code , ; )
 * ] }}. Immutable.
 */
public final class Pairs {
  /** Takes {@code =}, {@code :}, {@code ->} and {@code =>}. */
  public static final Pairs INFERRED = new Pairs(List.of("=>", "->", "=", ":"));

  private static final String VALUE_ENDS = ",;)]}";

  private final List<String> delimiters;

  /** The characters with which they begin, which most characters of a text are not. */
  private final String beginnings;

  private Pairs(List<String> delimiters) {
    this.delimiters = delimiters;
    this.beginnings =
        delimiters.stream()
            .map(delimiter -> delimiter.substring(0, 1))
            .collect(Collectors.joining());
  }

  /** Takes one delimiter and no other; it must not be empty. */
  public static Pairs delimitedBy(String delimiter) {
    return new Pairs(List.of(delimiter));
  }

  /** A value and the offset behind it. */
  private record Value(String text, int end) {}

  /** The value behind the first place where the key, in any letter case, has one; else null. */
  public @Nullable String find(String key, String text) {
    char lower = Character.toLowerCase(key.charAt(0));
    char upper = Character.toUpperCase(key.charAt(0));
    for (int at = 0; at + key.length() < text.length(); at++) {
      char first = text.charAt(at);
      if ((first == lower || first == upper)
          && text.regionMatches(true, at, key, 0, key.length())
          && (at == 0 || !isWordCharacter(text.charAt(at - 1)))) {
        int start = valueStart(text, at + key.length());
        if (start >= 0) {
          return value(text, start).text();
        }
      }
    }
    return null;
  }

  /** Gives the keys and values of a text from left to right, at most so many. */
  public void forEach(String text, int most, BiConsumer<String, String> out) {
    int at = 0;
    int pairs = 0;
    while (at < text.length() && pairs < most) {
      int end = keyEnd(text, at);
      int start = end > at && !isDigit(text.charAt(at)) ? valueStart(text, end) : -1;
      if (start >= 0) {
        Value value = value(text, start);
        out.accept(text.substring(at, end), value.text());
        pairs++;
        at = value.end();
      } else {
        at = Math.max(end, at + 1);
      }
    }
  }

  private int keyEnd(String text, int start) {
    int end = start;
    while (end < text.length()
        && (isWordCharacter(text.charAt(end))
            || (end > start && ".-#@".indexOf(text.charAt(end)) >= 0))
        && (end == start || delimiterEnd(text, end) < 0)) {
      end++;
    }
    return end;
  }

  /** Where the value of a key begins that ends here; -1 where it has none. */
  private int valueStart(String text, int keyEnd) {
    int end = delimiterEnd(text, keyEnd);
    if (end >= 0) {
      // In a= b=1 the value of a is empty.
      return text.charAt(end - 1) == '=' ? end : skipBlanks(text, end);
    }
    end = delimiterEnd(text, skipBlanks(text, keyEnd));
    return end < 0 ? -1 : skipBlanks(text, end);
  }

  private int delimiterEnd(String text, int at) {
    if (at == text.length() || beginnings.indexOf(text.charAt(at)) < 0) {
      return -1;
    }
    for (String delimiter : delimiters) {
      // https://… is no key.
      boolean scheme = delimiter.equals(":") && text.startsWith("://", at);
      if (text.startsWith(delimiter, at) && !scheme) {
        return at + delimiter.length();
      }
    }
    return -1;
  }

  private static Value value(String text, int start) {
    if (start < text.length() && text.charAt(start) == '"') {
      StringBuilder quoted = new StringBuilder();
      for (int at = start + 1; at < text.length(); at++) {
        if (text.startsWith("\\\"", at)) {
          at++;
        } else if (text.charAt(at) == '"') {
          return new Value(quoted.toString(), at + 1);
        }
        quoted.append(text.charAt(at));
      }
    }
    int end = start;
    while (end < text.length()
        && !Character.isWhitespace(text.charAt(end))
        && VALUE_ENDS.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return new Value(text.substring(start, end), end);
  }

  private static int skipBlanks(String text, int start) {
    int at = start;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  /** Letters, digits and {@code _}. */
  public static boolean isWordCharacter(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
