package dev.tailwater.query.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.FuzzInput;
import dev.tailwater.query.syntax.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A pattern and a text: the regular expression finds what a search piece by piece finds. */
public final class ParseAnchorFuzz {
  private ParseAnchorFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    List<String> texts = FuzzInput.texts(bytes, 2);
    String pattern = texts.get(0);
    String text = texts.get(1);
    // Others are refused.
    if (pattern.contains("*") && !pattern.contains("**")) {
      String regex = new ParseAnchor.Pattern(pattern, List.of(), new Span(0, 0)).regex();
      assertThat(byRegex(regex, text)).as(regex).isEqualTo(byPieces(pattern, text));
    }
  }

  private static Optional<List<String>> byRegex(String regex, String text) {
    Matcher matcher = Pattern.compile(regex).matcher(text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    for (int group = 1; group <= matcher.groupCount(); group++) {
      values.add(matcher.group(group));
    }
    return Optional.of(values);
  }

  /** Takes the nearest place of each piece, which leaves most for the pieces behind it. */
  private static Optional<List<String>> byPieces(String pattern, String text) {
    List<String> pieces = List.of(pattern.split("\\*", -1));
    List<String> values = new ArrayList<>();
    int at = indexOf(text, pieces.getFirst(), 0);
    if (at < 0) {
      return Optional.empty();
    }
    at += pieces.getFirst().length();
    for (int i = 1; i < pieces.size(); i++) {
      boolean rest = i == pieces.size() - 1 && pieces.get(i).isEmpty();
      int end = rest ? text.length() : indexOf(text, pieces.get(i), at);
      if (end < 0) {
        return Optional.empty();
      }
      values.add(text.substring(at, end));
      at = end + pieces.get(i).length();
    }
    return Optional.of(values);
  }

  private static int indexOf(String text, String piece, int from) {
    for (int at = from; at + piece.length() <= text.length(); at++) {
      int i = 0;
      while (i < piece.length() && small(text.charAt(at + i)) == small(piece.charAt(i))) {
        i++;
      }
      if (i == piece.length()) {
        return at;
      }
    }
    return -1;
  }

  private static char small(char c) {
    return c < 0x80 ? Character.toLowerCase(c) : c;
  }
}
