package dev.tailwater.query.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** One pass over a pattern, writing the forms of {@link RegexDialects}. For one pattern. */
final class RegexTranslation {
  private static final String LINE_ENDS = "\\n\\r\\x{85}\\x{2028}\\x{2029}";
  private static final String BLANKS = "\\t-\\r ";
  private static final int RE2_REPEAT_LIMIT = 1000;

  /** Groups are read by recursion; a pattern of nothing but brackets must not exhaust the stack. */
  private static final int DEPTH_LIMIT = 200;

  /** Escapes of more than one character; what stands in them is no text of a match. */
  private static final Pattern WHOLE_ESCAPE =
      Pattern.compile(
          "\\\\(?:x\\{[^}]*}|x\\p{XDigit}{2}|u\\p{XDigit}{4}|0[0-7]{1,3}|[1-9][0-9]*|c.|[pPN]\\{[^}]*}"
              + "|[pP].|k<[^>]*>)",
          Pattern.DOTALL);

  /** What becomes of groups without a name. */
  enum Unnamed {
    IGNORED,
    COUNTED,
    CAPTURED
  }

  /** What is known about a part of the pattern. */
  private record Part(boolean canBeEmpty, String literal) {
    static final Part NOTHING = new Part(true, "");
    static final Part SOMETHING = new Part(false, "");
  }

  private final String pattern;
  private final Unnamed unnamed;
  private final boolean refersBack;
  private final StringBuilder java = new StringBuilder();
  private final StringBuilder re2 = new StringBuilder();
  private final List<String> groups = new ArrayList<>();
  private int at;
  private int depth;
  private boolean forRe2 = true;
  private boolean comments;
  private boolean hadComments;
  private boolean dotAll;
  private boolean multiline;
  private boolean ignoresCase;
  private int firstWildcardEnd = -1;
  private int repeats = 1;

  RegexTranslation(String pattern, Unnamed unnamed) {
    this.pattern = pattern;
    this.unnamed = unnamed;
    this.refersBack = pattern.matches("(?s).*\\\\(?:[1-9]|k<).*");
  }

  RegexDialects run() {
    Part whole = alternatives();
    while (at < pattern.length()) {
      // A closing bracket too many: Java's compiler will say so.
      copy(1);
      whole = Part.NOTHING;
    }
    boolean re2Runs = forRe2 && !hadComments && !refersBack;
    return new RegexDialects(
        java.toString(),
        re2Runs ? Optional.of(re2.toString()) : Optional.empty(),
        List.copyOf(groups),
        hadComments ? "" : whole.literal(),
        ignoresCase,
        hadComments || whole.canBeEmpty(),
        firstWildcardEnd >= 0 && firstWildcardEnd < pattern.replaceAll("\\)*$", "").length());
  }

  private Part alternatives() {
    Part first = sequence();
    if (at >= pattern.length() || pattern.charAt(at) != '|') {
      return first;
    }
    boolean canBeEmpty = first.canBeEmpty();
    while (at < pattern.length() && pattern.charAt(at) == '|') {
      copy(1);
      canBeEmpty |= sequence().canBeEmpty();
    }
    return new Part(canBeEmpty, "");
  }

  private Part sequence() {
    boolean canBeEmpty = true;
    String longest = "";
    StringBuilder run = new StringBuilder();
    while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      if (comments && pattern.charAt(at) == '#') {
        copy(commentEnd() - at);
        continue;
      }
      int start = at;
      boolean letter = isLiteral();
      Part part = atom();
      String text = letter ? part.literal() : "";
      boolean optional = false;
      boolean repeated = false;
      if (at < pattern.length() && "*+?{".indexOf(pattern.charAt(at)) >= 0) {
        boolean wildcard = pattern.charAt(start) == '.';
        boolean unbounded = pattern.charAt(at) != '?';
        optional = quantifier();
        repeated = true;
        while (at < pattern.length() && pattern.charAt(at) == '{') {
          // To Java one behind another repeats nothing, and it is no text either.
          forRe2 = false;
          quantifier();
        }
        if (wildcard && unbounded) {
          firstWildcardEnd = firstWildcardEnd < 0 ? at : firstWildcardEnd;
        }
      }
      canBeEmpty &= optional || part.canBeEmpty();
      if (letter && !optional) {
        run.append(text);
      }
      if (!letter || repeated) {
        longest = longer(longest, run.toString());
        run.setLength(0);
      }
      if (letter && repeated && !optional) {
        run.append(text);
      }
      if (!letter && !optional) {
        longest = longer(longest, part.literal());
      }
    }
    return new Part(canBeEmpty, longer(longest, run.toString()));
  }

  /** Where the line of a comment ends, and with it what may look like brackets and is not. */
  private int commentEnd() {
    int end = at;
    while (end < pattern.length() && "\n\r\u0085\u2028\u2029".indexOf(pattern.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /** Whether the next atom is one character that stands for itself. */
  private boolean isLiteral() {
    char c = pattern.charAt(at);
    if (c == '\\' && at + 1 < pattern.length()) {
      char escaped = pattern.charAt(at + 1);
      return !Character.isLetterOrDigit(escaped);
    }
    return "\\[(.^$*+?{".indexOf(c) < 0;
  }

  private Part atom() {
    char c = pattern.charAt(at);
    return switch (c) {
      case '(' -> group();
      case '\\' -> escape();
      case '[' -> {
        characterClass();
        yield Part.SOMETHING;
      }
      case '.' -> {
        both(".", dotAll ? "." : "[^" + LINE_ENDS + "]");
        at++;
        yield Part.SOMETHING;
      }
      case '*', '+', '?', '{' -> {
        // With nothing before it, braces repeat nothing to Java; the others are its mistakes.
        forRe2 = false;
        quantifier();
        yield Part.NOTHING;
      }
      case '^' -> {
        forRe2 &= !multiline;
        copy(1);
        yield Part.NOTHING;
      }
      case '$' -> {
        end("$");
        at++;
        yield Part.NOTHING;
      }
      default -> {
        int length = Character.charCount(pattern.codePointAt(at));
        String text = pattern.substring(at, at + length);
        copy(length);
        yield new Part(false, text);
      }
    };
  }

  /**
   * An end of text: in RE2 only where nothing can follow, because there it takes the line end in.
   */
  private void end(String inJava) {
    boolean last = depth == 0 && at + inJava.length() == pattern.length();
    forRe2 &= last && !multiline && unnamed != Unnamed.COUNTED;
    both(inJava, "(?:\\r\\n|[" + LINE_ENDS + "])?\\z");
  }

  private Part group() {
    boolean dotAllBefore = dotAll;
    boolean multilineBefore = multiline;
    boolean commentsBefore = comments;
    boolean asserts = false;
    boolean denies = false;
    if (at("(?<=") || at("(?<!") || at("(?=") || at("(?!")) {
      denies = pattern.charAt(at("(?<") ? at + 3 : at + 2) == '!';
      asserts = true;
      forRe2 = false;
      copy(at("(?<") ? 4 : 3);
    } else if (at("(?>")) {
      forRe2 = false;
      copy(3);
    } else if (at("(?<") || at("(?P<")) {
      int open = pattern.indexOf('<', at);
      int close = pattern.indexOf('>', at);
      if (close < 0) {
        copy(pattern.length() - at);
        return Part.NOTHING;
      }
      groups.add(pattern.substring(open + 1, close));
      both("(", "(");
      at = close + 1;
    } else if (at("(?")) {
      if (flags()) {
        return Part.NOTHING;
      }
    } else if (refersBack || unnamed != Unnamed.IGNORED) {
      // Whoever counts groups counts those without a name.
      groups.add(unnamed == Unnamed.CAPTURED ? Integer.toString(groups.size() + 1) : "");
      copy(1);
    } else {
      both("(?:", "(?:");
      at++;
    }
    if (++depth > DEPTH_LIMIT) {
      throw new PatternSyntaxException(
          "groups are nested more than " + DEPTH_LIMIT + " deep", pattern, at);
    }
    Part inner = alternatives();
    depth--;
    if (at < pattern.length()) {
      copy(1);
    }
    dotAll = dotAllBefore;
    multiline = multilineBefore;
    comments = commentsBefore;
    if (denies) {
      return Part.NOTHING;
    }
    return asserts ? new Part(true, inner.literal()) : inner;
  }

  /** Flags: alone, which ends the group and is true, or before a colon. */
  private boolean flags() {
    int end = at + 2;
    boolean on = true;
    while (end < pattern.length() && "):".indexOf(pattern.charAt(end)) < 0) {
      switch (pattern.charAt(end)) {
        case '-' -> on = false;
        case 'i' -> ignoresCase |= on;
        case 's' -> dotAll = on;
        case 'm' -> multiline = on;
        case 'x' -> {
          comments = on;
          hadComments |= on;
        }
        default -> forRe2 = false;
      }
      end++;
    }
    boolean alone = end < pattern.length() && pattern.charAt(end) == ')';
    copy(Math.min(end + 1, pattern.length()) - at);
    return alone;
  }

  private boolean quantifier() {
    char c = pattern.charAt(at);
    boolean optional = c == '*' || c == '?';
    int end = at + 1;
    if (c == '{') {
      int close = pattern.indexOf('}', at);
      end = close < 0 ? pattern.length() : close + 1;
      String bounds = pattern.substring(at + 1, Math.max(at + 1, end - 1));
      optional = bounds.startsWith("0");
      for (String bound : bounds.split(",", -1)) {
        if (bound.length() > 4 || !bound.matches("[0-9]*")) {
          forRe2 = false;
        } else if (!bound.isEmpty()) {
          repeats *= Math.max(1, Integer.parseInt(bound));
        }
        repeats = Math.min(repeats, RE2_REPEAT_LIMIT + 1);
      }
      forRe2 &= repeats <= RE2_REPEAT_LIMIT;
    }
    if (end < pattern.length() && pattern.charAt(end) == '?') {
      end++;
    } else if (end < pattern.length() && pattern.charAt(end) == '+') {
      forRe2 = false;
      end++;
    }
    copy(end - at);
    return optional;
  }

  private Part escape() {
    if (at + 1 >= pattern.length()) {
      copy(1);
      return Part.NOTHING;
    }
    char c = pattern.charAt(at + 1);
    if (!Character.isLetterOrDigit(c)) {
      int length = Character.charCount(pattern.codePointAt(at + 1));
      String text = pattern.substring(at + 1, at + 1 + length);
      both("\\" + text, ScopeText.quote(text));
      at += 1 + length;
      return new Part(false, text);
    }
    switch (c) {
      case 's' -> both("\\s", "[" + BLANKS + "]");
      case 'S' -> both("\\S", "[^" + BLANKS + "]");
      case 'd', 'D', 'w', 'W', 't', 'n', 'r', 'f', 'a' -> both("\\" + c, "\\" + c);
      case 'b', 'B', 'A', 'z' -> {
        copy(2);
        return Part.NOTHING;
      }
      case 'Z' -> {
        end("\\Z");
        at += 2;
        return Part.NOTHING;
      }
      case 'Q' -> {
        int end = pattern.indexOf("\\E", at);
        String quoted = pattern.substring(at + 2, end < 0 ? pattern.length() : end);
        int next = end < 0 ? pattern.length() : end + 2;
        both(pattern.substring(at, next), ScopeText.quote(quoted));
        at = next;
        // A quantifier after it would repeat only the last character.
        return new Part(true, "");
      }
      default -> {
        forRe2 = false;
        Matcher whole = WHOLE_ESCAPE.matcher(pattern).region(at, pattern.length());
        int end = whole.lookingAt() ? whole.end() : at + 2;
        int group =
            c == 'k' && end - at > 4 ? groups.indexOf(pattern.substring(at + 3, end - 1)) + 1 : 0;
        if (group > 0) {
          // Names are taken out, and a digit may follow.
          both("(?:\\" + group + ")", "");
          at = end;
        } else {
          copy(end - at);
        }
        return Part.NOTHING;
      }
    }
    at += 2;
    return Part.SOMETHING;
  }

  private void characterClass() {
    int end = classEnd();
    int i = at + 1;
    java.append(pattern, at, end);
    re2.append('[');
    while (i < end) {
      char c = pattern.charAt(i);
      // Java reads brackets inside as union and && as intersection.
      forRe2 &= c != '[' && !pattern.startsWith("&&", i);
      if (c == '\\' && i + 1 < end) {
        classEscape(pattern.charAt(i + 1));
        i += 2;
      } else {
        re2.append(c);
        i++;
      }
    }
    at = end;
  }

  private void classEscape(char escaped) {
    if (escaped == 's') {
      re2.append(BLANKS);
    } else if (Character.isLetterOrDigit(escaped)) {
      forRe2 &= "dDwWtnrfa".indexOf(escaped) >= 0;
      re2.append('\\').append(escaped);
    } else {
      re2.append(escaped < 0x80 && escaped != '_' ? "\\" : "").append(escaped);
    }
  }

  /** Behind the bracket that closes the class here. One that comes first in a class is a sign. */
  private int classEnd() {
    int open = 0;
    boolean empty = true;
    int i = at;
    while (i < pattern.length()) {
      char c = pattern.charAt(i);
      if (c == '[') {
        open++;
        empty = true;
        i += pattern.startsWith("^", i + 1) ? 2 : 1;
        continue;
      }
      if (c == ']' && !empty && --open == 0) {
        return i + 1;
      }
      if (pattern.startsWith("\\Q", i)) {
        int quoteEnd = pattern.indexOf("\\E", i);
        empty &= quoteEnd == i + 2;
        i = quoteEnd < 0 ? pattern.length() : quoteEnd + 2;
      } else {
        empty = false;
        i += c == '\\' ? 2 : 1;
      }
    }
    return pattern.length();
  }

  private boolean at(String start) {
    return pattern.startsWith(start, at);
  }

  private void copy(int length) {
    both(pattern.substring(at, at + length), pattern.substring(at, at + length));
    at += length;
  }

  private void both(String inJava, String inRe2) {
    java.append(inJava);
    re2.append(inRe2);
  }

  private static String longer(String a, String b) {
    return b.length() > a.length() ? b : a;
  }
}
