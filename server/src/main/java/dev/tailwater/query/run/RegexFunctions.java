package dev.tailwater.query.run;

import dev.tailwater.query.plan.NamedTexts;
import dev.tailwater.query.plan.PackedTexts;
import dev.tailwater.query.plan.Regex;
import dev.tailwater.query.plan.TextGrowth;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/**
 * The functions that search and replace with regular expressions in Java. Each text has a budget,
 * and a run that is cancelled stops within a match.
 */
final class RegexFunctions {
  /** In the message of a failed statement: a regular expression used up its budget. */
  static final String BUDGET_MARK = "tailwater:regex-budget";

  /** Runs that were cancelled while an expensive match may be under way. */
  private static final Set<Long> CANCELLED = ConcurrentHashMap.newKeySet();

  private static final int PATTERN_LIMIT = 1_000;
  private static final Map<String, Search> PATTERNS = new ConcurrentHashMap<>();

  private RegexFunctions() {}

  /** Registers them with the engine of a connection. */
  static void register(DuckDBConnection connection) throws SQLException {
    register(connection, Regex.FIRST_MATCH, RegexFunctions::captures);
    register(connection, Regex.EVERY_MATCH, RegexFunctions::allCaptures);
    register(connection, Regex.PAIRS, RegexFunctions::pairs);
    try (var function = DuckDBFunctions.scalarFunction()) {
      function
          .withName(Regex.REPLACE)
          .withParameters(Long.class, String.class, String.class, String.class)
          .withReturnType(String.class)
          .withVectorizedFunction(RegexFunctions::replace)
          .register(connection);
    }
  }

  /** Makes the matches of a run stop soon. */
  static void cancel(long run) {
    CANCELLED.add(run);
  }

  /** Forgets a run that has ended. */
  static void ended(long run) {
    CANCELLED.remove(run);
  }

  /** What a function does with a text; null where nothing matches. */
  private interface Use {
    @Nullable String apply(Search search, String text, long run);
  }

  private static void register(DuckDBConnection connection, String name, Use use)
      throws SQLException {
    try (var function = DuckDBFunctions.scalarFunction()) {
      function
          .withName(name)
          .withParameters(Long.class, String.class, String.class)
          .withReturnType(String.class)
          .withVectorizedFunction((in, out) -> apply(use, in, out))
          .register(connection);
    }
  }

  private static void replace(DuckDBDataChunkReader in, DuckDBWritableVector out) {
    // The replacement is a constant of the query.
    String replacement = in.rowCount() == 0 ? "" : in.vector(3).getString(0);
    apply((search, text, run) -> replaced(search, text, replacement, run), in, out);
  }

  /** Run id, pattern and text to a text, null where the text is null. */
  private static void apply(Use use, DuckDBDataChunkReader in, DuckDBWritableVector out) {
    DuckDBReadableVector texts = in.vector(2);
    long rows = in.rowCount();
    if (rows == 0) {
      return;
    }
    // Run and pattern are constants of the query.
    Long run = in.vector(0).getLong(0);
    Search search = compiled(in.vector(1).getString(0));
    for (long row = 0; row < rows; row++) {
      // Between two looks of the engine lie thousands of rows, each a little under the budget.
      if (CANCELLED.contains(run)) {
        throw new IllegalStateException(BUDGET_MARK);
      }
      String result = texts.isNull(row) ? null : use.apply(search, texts.getString(row), run);
      if (result == null) {
        out.setNull(row);
      } else {
        out.setString(row, result);
      }
    }
  }

  private static Search compiled(String pattern) {
    if (PATTERNS.size() > PATTERN_LIMIT) {
      PATTERNS.clear();
    }
    return PATTERNS.computeIfAbsent(pattern, Search::of);
  }

  /**
   * A pattern, and the literal text that every match begins with or stands behind. Looking for that
   * text first is much faster than trying the pattern at each character: 0.7 instead of 2.5 µs a
   * router line for {@code (?<=service=)[0-9]+}.
   *
   * @param literal empty when there is none, or when it is not plain to see
   * @param behind whether matches stand behind it instead of beginning with it
   */
  private record Search(Pattern pattern, String literal, boolean behind) {
    private static final String LOOK_BEHIND = "(?<=";
    private static final String META = "\\^$.|?*+()[]{}";

    static Search of(String pattern) {
      // RE2 folds all letters when letter case does not count, so must Java.
      Pattern compiled = Pattern.compile(pattern, Pattern.UNICODE_CASE);
      boolean behind = pattern.startsWith(LOOK_BEHIND);
      int start = behind ? LOOK_BEHIND.length() : 0;
      StringBuilder literal = new StringBuilder();
      int i = start;
      int last = 0;
      while (i < pattern.length()) {
        boolean escaped =
            pattern.charAt(i) == '\\'
                && i + 1 < pattern.length()
                && !Character.isLetterOrDigit(pattern.charAt(i + 1));
        if (!escaped && META.indexOf(pattern.charAt(i)) >= 0) {
          break;
        }
        last = literal.length();
        literal.append(pattern.charAt(escaped ? i + 1 : i));
        i += escaped ? 2 : 1;
      }
      // With alternatives, one of them may do without the text.
      boolean closed = !behind || pattern.startsWith(")", i++);
      if (!closed || pattern.indexOf('|') >= 0) {
        return new Search(compiled, "", false);
      }
      if (i < pattern.length() && "?*+{".indexOf(pattern.charAt(i)) >= 0) {
        // The last character, or the look-behind, may be repeated or absent.
        literal.setLength(behind ? 0 : last);
      }
      return new Search(compiled, literal.toString(), behind);
    }

    Matcher matcher(String text, long run) {
      return pattern.matcher(new RegexBudget(text, () -> CANCELLED.contains(run)));
    }

    /** Finds the first match, as {@link Matcher#find()} does. */
    boolean find(Matcher matcher, String text) {
      if (literal.isEmpty()) {
        return matcher.find();
      }
      matcher.useAnchoringBounds(false).useTransparentBounds(true);
      int at = text.indexOf(literal);
      while (at >= 0) {
        int start = behind ? at + literal.length() : at;
        if (matcher.region(start, text.length()).lookingAt()) {
          return true;
        }
        at = text.indexOf(literal, at + 1);
      }
      return false;
    }
  }

  /** The captures of the first match. */
  private static @Nullable String captures(Search search, String text, long run) {
    Matcher matcher = search.matcher(text, run);
    return within(() -> search.find(matcher, text) ? packed(matcher) : null);
  }

  /** The captures of each match, packed, and these packed. */
  private static @Nullable String allCaptures(Search search, String text, long run) {
    if (!text.contains(search.literal())) {
      return null;
    }
    Matcher matcher = search.matcher(text, run);
    List<String> matches = new ArrayList<>();
    return within(() -> {
      while (matcher.find()) {
        matches.add(packed(matcher));
      }
      return matches.isEmpty() ? null : PackedTexts.pack(matches);
    });
  }

  /** The first group of each match as a name for the second, packed. */
  private static @Nullable String pairs(Search search, String text, long run) {
    Matcher matcher = search.matcher(text, run);
    return within(() -> {
      NamedTexts texts = new NamedTexts();
      while (matcher.find()) {
        if (matcher.start(1) >= 0) {
          texts.put(matcher.group(1), matcher.start(2) < 0 ? "" : matcher.group(2));
        }
      }
      return texts.pack();
    });
  }

  private static @Nullable String within(Supplier<@Nullable String> search) {
    try {
      return search.get();
    } catch (RegexBudget.Exceeded | StackOverflowError e) {
      throw new IllegalStateException(BUDGET_MARK, e);
    }
  }

  /** What the groups captured; empty where a group took no part. */
  private static String packed(Matcher matcher) {
    List<String> captures = new ArrayList<>(matcher.groupCount());
    for (int group = 1; group <= matcher.groupCount(); group++) {
      captures.add(matcher.start(group) < 0 ? "" : matcher.group(group));
    }
    return PackedTexts.pack(captures);
  }

  /** The text with all matches replaced; null when it grows too long. */
  private static @Nullable String replaced(
      Search search, String text, String replacement, long run) {
    Matcher matcher = search.matcher(text, run);
    StringBuilder result = new StringBuilder();
    int most = Math.max(TextGrowth.LIMIT, text.length());
    return within(() -> {
      while (matcher.find()) {
        matcher.appendReplacement(result, replacement);
        if (result.length() > most) {
          return null;
        }
      }
      return matcher.appendTail(result).length() > most ? null : result.toString();
    });
  }
}
