package dev.tailwater.query;

import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.ScopeParser;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Suggestion;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the values of template variables into the text of a query, before it is read.
 *
 * <p>{@code {{name}}} is inserted so that the value stays one value: between double quotes its
 * quotes and backslashes are escaped; in the scope a value that is more than a word gets quotes,
 * unless it holds {@code *} or has quotes already. {@code {{{name}}}} is inserted as it is.
 */
public final class Variables {
  private static final Pattern REFERENCE =
      Pattern.compile("\\{\\{\\{\\s*([A-Za-z0-9_.]+)\\s*}}}|\\{\\{\\s*([A-Za-z0-9_.]+)\\s*}}");

  private Variables() {}

  /**
   * The text with all variables replaced.
   *
   * @throws QueryException when a variable has no value
   */
  public static String substitute(String text, Map<String, String> values) {
    Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(values);
    Matcher reference = REFERENCE.matcher(text);
    StringBuilder out = new StringBuilder();
    Place place = new Place();
    int copied = 0;
    while (reference.find()) {
      place.read(text, copied, reference.start());
      out.append(text, copied, reference.start());
      copied = reference.end();
      boolean raw = reference.group(1) != null;
      String name = raw ? reference.group(1) : reference.group(2);
      String value = byName.get(name);
      if (value == null) {
        throw unknown(text, new Span(reference.start(), reference.end()), name, byName);
      }
      out.append(raw ? value : place.escape(value));
    }
    return out.append(text, copied, text.length()).toString();
  }

  private static QueryException unknown(
      String text, Span span, String name, Map<String, String> byName) {
    return QueryException.in(
        text,
        new QueryMistake(
            span,
            "no value for the variable "
                + name.toLowerCase(Locale.ROOT)
                + Suggestion.clause(name, byName.keySet())));
  }

  /** Where in the query the text read so far ends. */
  private static final class Place {
    private boolean quoted;
    private boolean scope = true;

    void read(String text, int from, int to) {
      int i = from;
      while (i < to) {
        char c = text.charAt(i++);
        if (c == '\\' && quoted) {
          i++;
        } else if (c == '\'' && !quoted && text.startsWith("\"'", i)) {
          // The quote of a csv stage, as a character.
          i += 2;
        } else if (c == '"') {
          quoted = !quoted;
        } else if (c == '|' && !quoted) {
          scope = false;
        }
      }
    }

    String escape(String value) {
      if (quoted) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
      }
      boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
      boolean stays = !scope || isQuoted || value.contains("*") || ScopeParser.isWord(value);
      return stays ? value : '"' + value.replace("\"", "\\\"") + '"';
    }
  }
}
