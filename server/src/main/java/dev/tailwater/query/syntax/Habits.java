package dev.tailwater.query.syntax;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What people write by habit from other languages, and how it is written here. Only messages use
 * this: a query that makes sense is never changed by it. Each text can follow a semicolon.
 */
public final class Habits {
  private static final String COMPUTE = "write the value first, then its name: | a + b as c";
  private static final String COUNT = "an aggregate is a stage of its own: | count by field";
  private static final String EQUAL_OR_MORE = "it is written >= or <=";
  private static final String FIELDS = "fields are chosen with | fields a, b";
  private static final String IF =
      "write if(condition, then, else) as name, or condition ? then : else as name";
  private static final String JOINED =
      "conditions are joined inside one stage: | where a = 1 and b = 2";
  private static final String LENGTH = "write length(text)";
  private static final String LIMIT = "rows are limited with | limit 10";
  private static final String LOWER = "write toLowerCase(text)";
  private static final String MEAN = "write avg(field)";
  private static final String PERCENTILE = "write pct(field, 95)";
  private static final String PIPE =
      "one | goes to the next stage; conditions are joined with or inside where";
  private static final String QUOTES = "use straight double quotes: \"text\"";
  private static final String REGEX = "write matches /regex/ or matches \"text*\"";
  private static final String TEXT =
      "lines are searched in the scope, before the first |, or with"
          + " | where _raw matches \"*text*\"";
  private static final String UPPER = "write toUpperCase(text)";
  private static final String WITHOUT_NULL = "write if(isNull(a), b, a)";

  private static final Map<String, String> OPERATORS =
      Map.ofEntries(
          Map.entry("aggregate", COUNT),
          Map.entry("and", JOINED),
          Map.entry("by", "the fields to group by follow the aggregate: | count by field"),
          Map.entry("case", IF),
          Map.entry("chart", COUNT),
          Map.entry("distinct", "write | count by field, or | dedup by field"),
          Map.entry("drop", "fields are removed with | fields - a, b"),
          Map.entry("eval", COMPUTE),
          Map.entry("extend", COMPUTE),
          Map.entry("find", TEXT),
          Map.entry("from", FIELDS),
          Map.entry("grep", TEXT),
          Map.entry("group", "the fields to group by follow the aggregate: | count by field"),
          Map.entry("groupby", "the fields to group by follow the aggregate: | count by field"),
          Map.entry("having", "the results of an aggregate are filtered with | where"),
          Map.entry("head", LIMIT),
          Map.entry("if", IF),
          Map.entry("keep", FIELDS),
          Map.entry("let", COMPUTE),
          Map.entry("logfmt", "pairs are read with | kv \"key\", \"other\""),
          Map.entry("not", JOINED),
          Map.entry("or", JOINED),
          Map.entry("orderby", "rows are ordered with | sort by field"),
          Map.entry("project", FIELDS),
          Map.entry(
              "regex", "write | parse regex \"…(?<name>…)…\", or | where field matches /regex/"),
          Map.entry("rename", "write the old name first: | old as new"),
          Map.entry("rex", "write | parse regex \"…(?<name>…)…\""),
          Map.entry("search", TEXT),
          Map.entry(
              "select", FIELDS + ", and an aggregate is a stage of its own: | count by field"),
          Map.entry("set", COMPUTE),
          Map.entry("spath", "JSON is read with | json \"path\""),
          Map.entry("stats", COUNT),
          Map.entry("table", FIELDS),
          Map.entry("tail", "write | sort by _messagetime asc | limit 10"),
          Map.entry("take", LIMIT),
          Map.entry("timechart", "write | timeslice 5m | count by _timeslice"),
          Map.entry("uniq", "write | count by field, or | dedup by field"));

  private static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("average", MEAN),
          Map.entry("cast", "write num(text), toLong(text) or toString(value)"),
          Map.entry("coalesce", WITHOUT_NULL),
          Map.entry("dc", "write count_distinct(field)"),
          Map.entry("endswith", "write text matches \"*end\""),
          Map.entry("ifnull", WITHOUT_NULL),
          Map.entry("len", LENGTH),
          Map.entry("lower", LOWER),
          Map.entry("mean", MEAN),
          Map.entry("median", "write pct(field, 50)"),
          Map.entry("nvl", WITHOUT_NULL),
          Map.entry("p50", "write pct(field, 50)"),
          Map.entry("p90", "write pct(field, 90)"),
          Map.entry("p95", PERCENTILE),
          Map.entry("p99", "write pct(field, 99)"),
          Map.entry("percentile", PERCENTILE),
          Map.entry("quantile", PERCENTILE),
          Map.entry("regex_extract", "write a stage | parse regex \"…(?<name>…)…\""),
          Map.entry("size", LENGTH),
          Map.entry("startswith", "write text matches \"start*\""),
          Map.entry("strftime", "write formatDate(milliseconds, \"yyyy-MM-dd\")"),
          Map.entry("strlen", LENGTH),
          Map.entry("tolower", LOWER),
          Map.entry("tonumber", "write num(text)"),
          Map.entry("toupper", UPPER),
          Map.entry("uniq", "write count_distinct(field)"),
          Map.entry("upper", UPPER));

  /** What stands where a stage should go on or end. */
  private static final Map<String, String> AFTER_VALUE =
      Map.ofEntries(
          Map.entry("&", JOINED),
          Map.entry("-", "a name with other signs is written %\"any-name\""),
          Map.entry(".", "texts are joined with concat(a, b)"),
          Map.entry(":", "write = to compare, or condition ? then : else"),
          Map.entry("^", "powers are written pow(a, b)"),
          Map.entry("ascending", "write asc"),
          Map.entry("between", "write x >= 1 and x <= 5"),
          Map.entry("descending", "write desc"),
          Map.entry("endswith", "write matches \"*end\""),
          Map.entry("equals", "write ="),
          Map.entry("having", "put | where in its place"),
          Map.entry("ilike", REGEX),
          Map.entry("is", "write isNull(x), or x = null"),
          Map.entry("like", REGEX),
          Map.entry(
              "nodrop", "only stages such as parse drop rows and have nodrop, once, at their end"),
          Map.entry("not", "write != or not in (…), or a ! in front: !(x matches \"a*\")"),
          Map.entry("startswith", "write matches \"start*\""),
          Map.entry("~", REGEX),
          Map.entry("||", PIPE));

  /** What stands where a value should. */
  private static final Map<String, String> FOR_VALUE =
      Map.ofEntries(
          Map.entry("'", "strings stand in double quotes"),
          Map.entry("*", "patterns stand in double quotes: \"*text*\""),
          Map.entry(".", "a number begins with a digit: 0.5"),
          Map.entry("<", EQUAL_OR_MORE),
          Map.entry(">", EQUAL_OR_MORE),
          Map.entry("=", "equality is written = or =="),
          Map.entry("~", REGEX),
          Map.entry("‘", QUOTES),
          Map.entry("’", QUOTES),
          Map.entry("“", QUOTES),
          Map.entry("”", QUOTES),
          Map.entry("„", QUOTES),
          Map.entry("«", QUOTES),
          Map.entry("`", "names with other signs are written %\"any name\""));

  private Habits() {}

  /** How to do what the name of no operator asks for. */
  public static Optional<String> operator(String name) {
    return look(OPERATORS, name);
  }

  /** How to do what the name of no function asks for. */
  public static Optional<String> function(String name) {
    return look(FUNCTIONS, name);
  }

  /** {@code "; what to write"} for what was found after a value, or nothing. */
  public static String afterValue(Token found) {
    return clause(AFTER_VALUE, found);
  }

  /** {@code "; what to write"} for what was found in the place of a value, or nothing. */
  public static String forValue(Token found) {
    return clause(FOR_VALUE, found);
  }

  /** Whether a character is a quote that only word processors write. */
  static boolean isTypographicQuote(char c) {
    return "‘’“”„«»".indexOf(c) >= 0;
  }

  private static String clause(Map<String, String> habits, Token found) {
    boolean text = found.kind() == Token.Kind.WORD || found.kind() == Token.Kind.SYMBOL;
    return text ? look(habits, found.text()).map(advice -> "; " + advice).orElse("") : "";
  }

  private static Optional<String> look(Map<String, String> habits, String written) {
    return Optional.ofNullable(habits.get(written.toLowerCase(Locale.ROOT)));
  }
}
