package dev.tailwater.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The level that a line tells: the most severe value of a level key in JSON text, otherwise the
 * most severe of the words fatal, error, warn or warning, info or information, debug.
 */
enum Level {
  DEBUG("debug"),
  INFO("info", "information"),
  WARN("warn", "warning"),
  ERROR("error"),
  FATAL("fatal");

  private static final List<String> JSON_KEYS =
      List.of(
          "\"level\"",
          "\"loglevel\"",
          "\"log_level\"",
          "\"log-level\"",
          "\"severity\"",
          "\"_loglevel\"");

  private final List<String> words;

  Level(String... words) {
    this.words = List.of(words);
  }

  /** The level of a text, or null when it tells none. */
  static @Nullable Level of(byte[] text, int from, int to) {
    if (from < to && text[from] == '{') {
      Level level = ofJson(text, from, to);
      if (level != null) {
        return level;
      }
    }
    Level worst = null;
    boolean inWord = false;
    for (int i = from; i < to; i++) {
      boolean wordByte = isWordByte(text[i]);
      if (wordByte && !inWord) {
        Level level = at(text, i, to);
        if (level != null && (worst == null || level.compareTo(worst) > 0)) {
          worst = level;
        }
      }
      inWord = wordByte;
    }
    return worst;
  }

  /** The level whose word stands at {@code from}, a word's beginning. */
  private static @Nullable Level at(byte[] text, int from, int to) {
    return switch (text[from] | 0x20) {
      case 'd' -> DEBUG.startsAt(text, from, to);
      case 'i' -> INFO.startsAt(text, from, to);
      case 'w' -> WARN.startsAt(text, from, to);
      case 'e' -> ERROR.startsAt(text, from, to);
      case 'f' -> FATAL.startsAt(text, from, to);
      default -> null;
    };
  }

  private @Nullable Level startsAt(byte[] text, int from, int to) {
    for (String word : words) {
      int end = from + word.length();
      if (matches(text, from, to, word) && (end == to || !isWordByte(text[end]))) {
        return this;
      }
    }
    return null;
  }

  private static @Nullable Level ofJson(byte[] text, int from, int to) {
    Level worst = null;
    for (int i = from; i < to; i++) {
      if (text[i] == '"') {
        for (String key : JSON_KEYS) {
          if (matches(text, i, to, key)) {
            Level level = ofValue(text, i + key.length(), to);
            if (level != null && (worst == null || level.compareTo(worst) > 0)) {
              worst = level;
            }
          }
        }
      }
    }
    return worst;
  }

  /** The level after a key; none where no colon follows, for then the text is a value. */
  private static @Nullable Level ofValue(byte[] text, int afterKey, int to) {
    int value = afterKey;
    boolean colon = false;
    while (value < to && (text[value] == ' ' || text[value] == ':' || text[value] == '"')) {
      colon |= text[value] == ':';
      value++;
    }
    return colon && value < to ? at(text, value, to) : null;
  }

  /** Compares without regard to case; {@code word} is in lower case. */
  private static boolean matches(byte[] text, int from, int to, String word) {
    if (to - from < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      byte b = text[from + i];
      byte lower = b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
      if (lower != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWordByte(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_';
  }
}
