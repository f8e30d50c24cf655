package dev.tailwater.query.plan;

import dev.tailwater.engine.Sql;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.term.RequiredTerms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A user's regular expression, ready to be part of SQL. The dialect is Java's, with {@code _}
 * allowed in group names and {@code (?P<name>…)} as well.
 *
 * <p>Two machines can run it. RE2 inside the engine knows no look-around and no back-references;
 * and where an unbounded {@code .*} stands in the middle it takes 5 µs a line where Java takes 2 (1
 * M router lines), while it is the faster one for everything else. So such patterns go to a Java
 * function and the others stay in the engine. Either way text that every match must hold is
 * searched for first, which spares most lines the rest.
 */
public final class Regex {
  /** The SQL function that runs a pattern in Java: run id, pattern, text to packed captures. */
  public static final String FIRST_MATCH = "tailwater_regex";

  /** The same for all matches in a row: the packed captures of each of them, packed. */
  public static final String EVERY_MATCH = "tailwater_regex_all";

  /** The SQL function that replaces matches in Java: run id, pattern, text, replacement to text. */
  public static final String REPLACE = "tailwater_regex_replace";

  /** The session variable that tells which run of a query a connection serves. */
  public static final String RUN_VARIABLE = "tailwater_run";

  /** The same for a pattern whose first two groups are a name and a text: {@link NamedTexts}. */
  public static final String PAIRS = "tailwater_regex_pairs";

  private final RegexDialects dialects;
  private final boolean inEngine;

  private Regex(RegexDialects dialects, boolean inEngine) {
    this.dialects = dialects;
    this.inEngine = inEngine;
  }

  /**
   * Reads a pattern.
   *
   * @throws QueryMistake when it is no regular expression
   */
  public static Regex of(String pattern, Span span) {
    return checked(() -> RegexDialects.translate(pattern), span);
  }

  /**
   * Reads a pattern for {@link #replaceAll}.
   *
   * @throws QueryMistake when it is no regular expression
   */
  public static Regex replacing(String pattern, Span span) {
    return checked(() -> RegexDialects.forReplacing(pattern), span);
  }

  private static Regex checked(Supplier<RegexDialects> translation, Span span) {
    try {
      RegexDialects dialects = translation.get();
      var _ = Pattern.compile(dialects.java());
      return new Regex(dialects, dialects.re2().isPresent() && !dialects.innerWildcard());
    } catch (PatternSyntaxException e) {
      throw new QueryMistake(
          span, "not a regular expression: " + e.getDescription().toLowerCase(Locale.ROOT));
    }
  }

  /**
   * Reads a pattern whose groups need no names; those without one are named by their number.
   *
   * @throws QueryMistake when it is no regular expression
   */
  public static Regex numbered(String pattern, Span span) {
    return checked(() -> RegexDialects.translateNumbered(pattern), span);
  }

  /** The same, run in Java in any case, as {@link #everyMatch} needs it. */
  public Regex inJava() {
    return new Regex(dialects, false);
  }

  /** The names of its groups, in order, each once. */
  public List<String> names() {
    return List.copyOf(indexes().keySet());
  }

  /** Whether the text has a match; null where the text is null. */
  public String matches(String text) {
    Optional<String> re2 = dialects.re2();
    String found =
        re2.isPresent()
            ? "regexp_matches(" + text + ", " + Sql.literal(re2.get()) + ")"
            : "(" + javaCall(FIRST_MATCH, text) + " IS NOT NULL)";
    String holds = mayMatch(text);
    return holds.equals("true") ? found : "(" + holds + " AND " + found + ")";
  }

  /**
   * The text with something else in place of each match.
   *
   * @param replacement may name groups, as {@code $1} or {@code ${name}}
   * @param span where the replacement stands
   * @throws QueryMistake when it names a group that is not there
   */
  public String replaceAll(String text, String replacement, Span span) {
    Replacement with = Replacement.of(replacement, dialects.groups(), span);
    Optional<String> re2 = dialects.re2();
    Optional<String> re2Replacement = with.re2();
    String java =
        REPLACE
            + "("
            + run()
            + ", "
            + Sql.literal(dialects.java())
            + ", v.text, "
            + Sql.literal(with.java())
            + ")";
    String engine =
        re2.isPresent() && re2Replacement.isPresent()
            ? "regexp_replace(v.text, "
                + Sql.literal(re2.get())
                + ", "
                + Sql.literal(re2Replacement.get())
                + ", 'g')"
            : java;
    // Between any two characters there may be a match.
    String longest =
        "(strlen(v.text) + 1) * %d + strlen(v.text) * %d"
            .formatted(with.textBytes(), Math.max(1, with.groups()));
    String isShort =
        re2.isPresent() && re2Replacement.isPresent()
            ? longest + " <= greatest(" + TextGrowth.LIMIT + ", strlen(v.text))"
            : "false";
    return TextGrowth.replaced(Map.of("text", text), isShort, engine, java);
  }

  /** A cheap condition that every text with a match meets. */
  public String mayMatch(String text) {
    String literal = dialects.literal();
    if (literal.isEmpty()) {
      return "true";
    }
    return dialects.ignoresCase()
        ? SqlText.holdsInAnyCase(text, literal)
        : "contains(" + text + ", " + Sql.literal(literal) + ")";
  }

  /** What a text with a match holds. */
  public RequiredTerms requires() {
    String literal = dialects.literal();
    return literal.isEmpty()
        ? RequiredTerms.any()
        : RequiredTerms.part(literal, dialects.ignoresCase());
  }

  /** The captures of the first match, for {@link #matched} and {@link #group}. */
  public String captures(String text) {
    if (!inEngine) {
      return javaCall(FIRST_MATCH, text);
    }
    List<String> columns = new ArrayList<>(List.of("w"));
    for (int i = 1; i <= dialects.groups().size(); i++) {
      columns.add("g" + i);
    }
    String re2 = dialects.re2().orElseThrow();
    String extract =
        "regexp_extract("
            + text
            + ", "
            + Sql.literal("(" + re2 + ")")
            + ", "
            + SqlText.list(columns)
            + ")";
    // An extraction gives empty texts both for no match and for an empty match.
    return dialects.canBeEmpty()
        ? "CASE WHEN regexp_matches("
            + text
            + ", "
            + Sql.literal(re2)
            + ") THEN "
            + extract
            + " END"
        : extract;
  }

  /**
   * The captures of all matches in their order, packed; null where there is none. Each of them is
   * for the other methods of {@link #inJava}.
   */
  public String everyMatch(String text) {
    return javaCall(EVERY_MATCH, text);
  }

  /** What the first group names and the second holds in all matches: packed {@link NamedTexts}. */
  public String pairs(String text) {
    return javaCall(PAIRS, text);
  }

  /** Whether there was a match, from the column of captures; never null. */
  public String matched(String captures) {
    return inEngine && !dialects.canBeEmpty()
        ? "(coalesce(" + captures + ".w, '') <> '')"
        : "(" + captures + " IS NOT NULL)";
  }

  /** The text of a named group where there was a match; empty when it took no part in it. */
  public String group(String captures, String name) {
    List<String> parts = new ArrayList<>();
    for (int index : indexes().getOrDefault(name, List.of())) {
      parts.add(
          inEngine ? captures + ".g" + index : PackedTexts.list(captures) + "[" + index + "]");
    }
    // Of several groups with one name the first that captured something counts.
    String value = parts.getLast();
    for (String part : parts.reversed().subList(1, parts.size())) {
      value = "CASE WHEN " + part + " <> '' THEN " + part + " ELSE " + value + " END";
    }
    return value;
  }

  private String javaCall(String function, String text) {
    return function + "(" + run() + ", " + Sql.literal(dialects.java()) + ", " + text + ")";
  }

  /** SQL of the id of the run; 0 where there is none. */
  static String run() {
    return "coalesce(CAST(getvariable('" + RUN_VARIABLE + "') AS BIGINT), 0)";
  }

  /** Where each name's groups are, counting captures from 1. */
  private Map<String, List<Integer>> indexes() {
    Map<String, List<Integer>> indexes = new LinkedHashMap<>();
    for (int i = 0; i < dialects.groups().size(); i++) {
      String name = dialects.groups().get(i);
      if (!name.isEmpty()) {
        indexes.computeIfAbsent(name, any -> new ArrayList<>()).add(i + 1);
      }
    }
    return indexes;
  }
}
