package dev.tailwater.query.plan;

import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What comes in place of a match: text and groups of the match. */
record Replacement(List<Part> parts) {
  private static final Pattern PIECE =
      Pattern.compile(
          "\\\\(?<escaped>.)|\\$(?<number>[0-9]{1,3})|\\$\\{(?<name>[^}]*)}|(?<wrong>[\\\\$])|(?<text>[^\\\\$]+)",
          Pattern.DOTALL);

  /** The last group that RE2 can name. */
  private static final int RE2_GROUPS = 9;

  Replacement {
    parts = List.copyOf(parts);
  }

  sealed interface Part {
    record Text(String text) implements Part {}

    record Group(int number) implements Part {}
  }

  /**
   * Reads a replacement: {@code $1}, {@code ${name}}, and a backslash before what stands for
   * itself.
   *
   * @param groups the names of the groups in order, empty for one without name
   * @throws QueryMistake when it names a group that is not there
   */
  static Replacement of(String text, List<String> groups, Span span) {
    List<Part> parts = new ArrayList<>();
    Matcher piece = PIECE.matcher(text);
    while (piece.find()) {
      if (piece.group("number") != null) {
        String digits = piece.group("number");
        // As many digits as make the number of a group; the rest is text.
        int length = digits.length();
        while (length > 1 && Integer.parseInt(digits.substring(0, length)) > groups.size()) {
          length--;
        }
        int number = Integer.parseInt(digits.substring(0, length));
        if (number > groups.size()) {
          throw mistake(span, "a group up to $" + groups.size(), piece.group());
        }
        parts.add(new Part.Group(number));
        parts.add(new Part.Text(digits.substring(length)));
      } else if (piece.group("name") != null) {
        int index = piece.group("name").isEmpty() ? -1 : groups.indexOf(piece.group("name"));
        if (index < 0) {
          throw mistake(span, "the name of a group of the pattern", piece.group());
        }
        parts.add(new Part.Group(index + 1));
      } else if (piece.group("wrong") != null) {
        throw mistake(
            span,
            "$1, ${name}, or \\\\$ for a dollar sign and \\\\\\\\ for a backslash",
            piece.group());
      } else {
        String escaped = piece.group("escaped");
        parts.add(new Part.Text(escaped == null ? piece.group() : escaped));
      }
    }
    return new Replacement(parts);
  }

  /** How long the texts between the groups are together, in the engine's bytes. */
  int textBytes() {
    int bytes = 0;
    for (Part part : parts) {
      if (part instanceof Part.Text(String text)) {
        bytes += text.getBytes(StandardCharsets.UTF_8).length;
      }
    }
    return bytes;
  }

  /** How many groups it holds. */
  int groups() {
    return (int) parts.stream().filter(Part.Group.class::isInstance).count();
  }

  /** For {@link Matcher#appendReplacement}. */
  String java() {
    StringBuilder java = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        // A digit behind the number of a group would belong to it.
        case Part.Text plain -> plain.text().codePoints().forEach(c -> escape(java, c));
        case Part.Group group -> java.append('$').append(group.number());
      }
    }
    return java.toString();
  }

  /** For the engine; absent when it cannot say it. */
  Optional<String> re2() {
    StringBuilder re2 = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Text plain -> re2.append(plain.text().replace("\\", "\\\\"));
        case Part.Group group -> {
          if (group.number() > RE2_GROUPS) {
            return Optional.empty();
          }
          re2.append('\\').append(group.number());
        }
      }
    }
    return Optional.of(re2.toString());
  }

  private static void escape(StringBuilder java, int c) {
    if (c == '\\' || c == '$' || (c >= '0' && c <= '9')) {
      java.append('\\');
    }
    java.appendCodePoint(c);
  }

  private static QueryMistake mistake(Span span, String expected, String found) {
    return new QueryMistake(span, "expected " + expected + " in the replacement, found " + found);
  }
}
