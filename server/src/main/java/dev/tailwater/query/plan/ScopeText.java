package dev.tailwater.query.plan;

import dev.tailwater.engine.Sql;
import dev.tailwater.term.RequiredTerms;
import dev.tailwater.term.Terms;
import java.util.ArrayList;
import java.util.List;

/**
 * A keyword or phrase of a scope as a search in text: by whole terms, in any letter case, all white
 * space alike.
 *
 * <p>The exact test is a regular expression that costs 0.40 µs a line. So two cheaper searches
 * stand around it: one for a part that every match holds in some letter case, and one for the words
 * as they were typed, with blanks around them, that only matches pass. Lines of Heroku mostly have
 * that, and the expression is left with the rest.
 *
 * <p>Several words to choose from stay several tests. One expression with all of them, each between
 * its bounds, was tried: RE2 gave no answer over 1 M lines in nine minutes.
 *
 * @param regex the exact test, null when nothing can match
 * @param necessary text that every match holds, in any letter case; empty when there is none
 * @param sufficient text, in the case it was typed in, that only matches hold; empty when there is
 *     none
 * @param exact whether {@code necessary} is already the whole test
 * @param terms what every match holds
 */
record ScopeText(
    String regex, String necessary, String sufficient, boolean exact, RequiredTerms terms) {
  private static final String TERM_CHARACTER = "[\\pL\\pN_]";
  private static final String BEFORE = "(?:^|[^\\pL\\pN_])";
  private static final String AFTER = "(?:$|[^\\pL\\pN_])";

  /** What {@code Character.isWhitespace} accepts, as far as RE2 has names for it. */
  private static final String BLANKS =
      "[\\t-\\r\\x{1c}-\\x{1f} \\x{1680}\\x{2000}-\\x{2006}\\x{2008}-\\x{200a}\\x{2028}\\x{2029}\\x{205f}\\x{3000}]+";

  private static final ScopeText NOTHING = new ScopeText("", "", "", false, RequiredTerms.any());

  /** Text in quotes. */
  static ScopeText phrase(String phrase) {
    return literal(phrase.strip());
  }

  /** A bare word. */
  static ScopeText word(String word) {
    if (word.indexOf('*') < 0 && word.indexOf('?') < 0) {
      return literal(word);
    }
    List<String> runs = runs(word);
    StringBuilder regex = new StringBuilder();
    String longest = "";
    List<RequiredTerms> terms = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      String run = runs.get(i);
      boolean first = i == 0;
      boolean last = i == runs.size() - 1;
      if (!Terms.isPart(run.codePointAt(0)) && !isWildcard(run.charAt(0))) {
        regex.append(quote(run));
        longest = longer(longest, run);
        continue;
      }
      if (run.equals("*") && runs.size() > 1) {
        // Alone between punctuation it is exactly one term.
        regex.append(TERM_CHARACTER).append('+');
        continue;
      }
      boolean openStart = first && run.startsWith("*");
      boolean openEnd = last && run.endsWith("*");
      String inner = run.substring(openStart ? 1 : 0, run.length() - (openEnd ? 1 : 0));
      if (runs.size() > 1 && (inner.indexOf('*') >= 0 || inner.indexOf('?') >= 0)) {
        return NOTHING;
      }
      if (inner.equals(run) && inner.indexOf('*') < 0 && inner.indexOf('?') < 0) {
        terms.add(RequiredTerms.of(run));
      }
      regex.append(first && !openStart ? BEFORE : "");
      for (String piece : inner.splitWithDelimiters("[*?]", 0)) {
        switch (piece) {
          case "*" -> regex.append(TERM_CHARACTER).append('*');
          case "?" -> regex.append(TERM_CHARACTER);
          default -> {
            regex.append(quote(piece));
            longest = longer(longest, piece);
          }
        }
      }
      regex.append(last && !openEnd ? AFTER : "");
    }
    boolean oneOpenTerm = runs.size() == 1 && word.matches("\\*+[^*?]*\\*+");
    if (!longest.isEmpty()) {
      terms.add(RequiredTerms.part(longest, true));
    }
    return new ScopeText(
        regex.toString(),
        longest,
        oneOpenTerm ? longest : "",
        oneOpenTerm,
        RequiredTerms.all(terms));
  }

  private static ScopeText literal(String text) {
    if (text.isEmpty()) {
      return new ScopeText("", "", "", true, RequiredTerms.any());
    }
    boolean termFirst = Terms.isPart(text.codePointAt(0));
    boolean termLast = Terms.isPart(text.codePointBefore(text.length()));
    StringBuilder regex = new StringBuilder(termFirst ? BEFORE : "");
    StringBuilder normal = new StringBuilder();
    String longest = "";
    boolean blanks = false;
    for (String piece : pieces(text)) {
      if (!normal.isEmpty()) {
        regex.append(BLANKS);
        normal.append(' ');
        blanks = true;
      }
      regex.append(quote(piece));
      normal.append(piece);
      longest = longer(longest, piece);
    }
    regex.append(termLast ? AFTER : "");
    String sufficient = (termFirst ? " " : "") + normal + (termLast ? " " : "");
    return new ScopeText(
        regex.toString(),
        longest,
        sufficient,
        !blanks && !termFirst && !termLast,
        RequiredTerms.all(List.of(RequiredTerms.of(text), RequiredTerms.part(longest, true))));
  }

  /** Whether no text can match. */
  boolean matchesNothing() {
    return !exact && regex.isEmpty();
  }

  /** The condition over a text that is never null. */
  String condition(String text) {
    if (matchesNothing()) {
      return "false";
    }
    if (exact && necessary.isEmpty()) {
      return "true";
    }
    String holds = necessary.isEmpty() ? "" : SqlText.holdsInAnyCase(text, necessary);
    if (exact) {
      return holds;
    }
    String test = "regexp_matches(" + text + ", " + Sql.literal("(?i)" + regex) + ")";
    if (!sufficient.isEmpty()) {
      test = "(contains(" + text + ", " + Sql.literal(sufficient) + ") OR " + test + ")";
    }
    // First what most lines fail: a rare word then costs one search, and the scan can do it.
    return holds.isEmpty() ? test : "(" + holds + " AND " + test + ")";
  }

  /** Maximal runs of term characters and wildcards, and of everything else. */
  private static List<String> runs(String word) {
    List<String> runs = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < word.length(); i += Character.charCount(word.codePointAt(i))) {
      int c = word.codePointAt(i);
      int previous = i == 0 ? c : word.codePointBefore(i);
      if (i > 0 && belongs(c) != belongs(previous)) {
        runs.add(word.substring(start, i));
        start = i;
      }
    }
    runs.add(word.substring(start));
    return runs;
  }

  private static boolean belongs(int c) {
    return Terms.isPart(c) || c == '*' || c == '?';
  }

  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (!Character.isWhitespace(c)) {
            piece.appendCodePoint(c);
          } else if (!piece.isEmpty()) {
            pieces.add(piece.toString());
            piece.setLength(0);
          }
        });
    if (!piece.isEmpty()) {
      pieces.add(piece.toString());
    }
    return pieces;
  }

  private static boolean isWildcard(char c) {
    return c == '*' || c == '?';
  }

  private static String longer(String a, String b) {
    return b.length() > a.length() ? b : a;
  }

  /** The text as RE2 reads it literally. */
  static String quote(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (c < 0x80 && c > 0x20 && !Character.isLetterOrDigit(c) && c != '_') {
            out.append('\\');
          }
          out.appendCodePoint(c);
        });
    return out.toString();
  }
}
