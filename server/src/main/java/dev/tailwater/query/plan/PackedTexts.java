package dev.tailwater.query.plan;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Several texts in one, because a Java function gives SQL one text and not a list: a separator that
 * none of them holds, then the texts with separators between.
 */
public final class PackedTexts {
  /** Control characters, which texts of logs hardly ever hold. */
  private static final String SEPARATORS = "\u001f\u001e\u001d\u001c\u0001\u0002\u0003\u0004";

  private PackedTexts() {}

  /** The texts in one. */
  public static String pack(List<String> texts) {
    char separator = separator(texts);
    StringBuilder packed = new StringBuilder();
    for (String text : texts) {
      packed.append(separator).append(text);
    }
    return packed.isEmpty() ? String.valueOf(separator) : packed.toString();
  }

  /** The texts again; at least one must have been packed. */
  public static List<String> unpack(String packed) {
    String separator = packed.substring(0, 1);
    return List.of(packed.substring(1).split(Pattern.quote(separator), -1));
  }

  /** SQL of the list of the texts, of which at least one must have been packed. */
  public static String list(String packed) {
    return "string_split(substr(" + packed + ", 2), left(" + packed + ", 1))";
  }

  private static char separator(List<String> texts) {
    for (int i = 0; i < SEPARATORS.length(); i++) {
      if (isFree(SEPARATORS.charAt(i), texts)) {
        return SEPARATORS.charAt(i);
      }
    }
    BitSet used = new BitSet(1 << 16);
    texts.forEach(text -> text.chars().forEach(used::set));
    int free = used.nextClearBit('\ue000');
    // A text with every character there is gets cut in wrong places, which is all it deserves.
    return (char) Math.min(free, '\uffff');
  }

  private static boolean isFree(char separator, List<String> texts) {
    for (String text : texts) {
      if (text.indexOf(separator) >= 0) {
        return false;
      }
    }
    return true;
  }
}
