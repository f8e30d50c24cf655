package dev.tailwater.query.pattern;

import dev.tailwater.query.pattern.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** What lines of one form have in common. Made of the first of them, it loses what others lack. */
final class Signature {
  private final int header;
  private final List<Slot> slots = new ArrayList<>();

  Signature(Line line) {
    header = line.header();
    line.tokens().forEach(token -> slots.add(new Slot(token)));
  }

  /**
   * Which part of the line's tokens agrees, from 0 to 1; -1 where the line cannot belong here. A
   * variable agrees with nothing, so that at least the required part always stays.
   */
  double similarity(Line line) {
    if (line.tokens().size() != slots.size() || line.header() != header) {
      return -1;
    }
    int compared = 0;
    int agreed = 0;
    for (int i = header; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      Token token = line.tokens().get(i);
      if (!slot.first.severity().equals(token.severity())) {
        return -1;
      }
      boolean punctuation =
          slot.first.kind() == Kind.PUNCTUATION && token.kind() == Kind.PUNCTUATION;
      if (punctuation && !slot.variable && slot.first.text().equals(token.text())) {
        continue;
      }
      compared++;
      agreed += slot.agrees(token) ? 1 : 0;
    }
    return compared == 0 ? 1 : (double) agreed / compared;
  }

  void add(Line line) {
    for (int i = 0; i < slots.size(); i++) {
      slots.get(i).add(line.tokens().get(i));
    }
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (Slot slot : slots) {
      if (slot.first.spaced() && !text.isEmpty()) {
        text.append(' ');
      }
      text.append(slot.text());
    }
    return text.toString();
  }

  /** A place of the signature. Where tokens differ, what they begin and end with may stay. */
  private static final class Slot {
    private final Token first;
    private boolean variable;
    private boolean number;
    private String start = "";
    private String end = "";

    Slot(Token first) {
      this.first = first;
      this.number = first.hasDigit();
    }

    boolean agrees(Token token) {
      if (first.kind() != token.kind()) {
        return false;
      }
      return switch (token.kind()) {
        case DATE, URL, REST -> true;
        case WORD, PUNCTUATION ->
            (!variable && first.text().equals(token.text())) || (number && token.hasDigit());
      };
    }

    void add(Token token) {
      boolean anything = token.kind() != Kind.WORD && token.kind() != Kind.PUNCTUATION;
      if (first.kind() == token.kind() && (anything || first.text().equals(token.text()))) {
        return;
      }
      number &= token.hasDigit();
      String text = first.kind() == token.kind() ? token.text() : "";
      boolean fresh = !variable;
      if (fresh) {
        variable = true;
        start = first.text();
        end = first.text();
      }
      start = commonStart(start, text);
      int begun = start.length();
      end = commonEnd(fresh ? end.substring(begun) : end, text.substring(begun));
    }

    String text() {
      return variable ? start + "*" + end : first.shown();
    }

    /** Up to the last sign that is neither letter nor digit, so that no word is cut. */
    private static String commonStart(String a, String b) {
      int length = 0;
      while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
        length++;
      }
      while (length > 0 && Character.isLetterOrDigit(a.charAt(length - 1))) {
        length--;
      }
      return a.substring(0, length);
    }

    /** From such a sign on, or the unit of a number. */
    private static String commonEnd(String a, String b) {
      int most = Math.min(a.length(), b.length());
      int length = 0;
      while (length < most
          && a.charAt(a.length() - 1 - length) == b.charAt(b.length() - 1 - length)) {
        length++;
      }
      while (length > 0 && !(beginsWell(a, length) && beginsWell(b, length))) {
        length--;
      }
      return b.substring(b.length() - length);
    }

    /** Whether the last characters can be shown: a sign first, a unit, or all there is. */
    private static boolean beginsWell(String text, int length) {
      int place = text.length() - length;
      char c = text.charAt(place);
      return !Character.isLetterOrDigit(c)
          || place == 0
          || (Character.isLetter(c) && Token.isDigit(text.charAt(place - 1)));
    }
  }
}
