package dev.tailwater.query;

import dev.tailwater.query.Template.Kind;
import dev.tailwater.query.Template.Part;
import dev.tailwater.query.Template.Reference;
import dev.tailwater.query.Template.Text;
import dev.tailwater.query.Template.Token;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Quotes;
import dev.tailwater.query.syntax.ScopeParser;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Puts the values of template variables into the text of a query, before it is read.
 *
 * <p>{@code {{name}}} is inserted so that the value stays one value: in a string its quotes and
 * backslashes are escaped, in a regular expression its slashes; a word of a scope that is no word
 * any more gets quotes, unless it holds {@code *} or has quotes already. Anywhere else, and as
 * {@code {{{name}}}}, it is inserted as it is. In comments nothing is inserted.
 *
 * <p>Several values of one variable become {@code (field=a or field=b)} in a scope, a test for any
 * of them in {@code matches "…"}, and a list with commas on the left of a comparison, so that
 * {@code if ("{{v}}" = "*", true, f matches "{{v}}")} does what it should. Anywhere else they are a
 * mistake. With {@code *} among them the others do not count.
 */
final class Variables {
  private static final int MAX_COMBINATIONS = 1_000;

  private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Set<String> used = new TreeSet<>();

  /** Characters so far, of what depends on variables. */
  private int length;

  private Variables(Map<String, List<String>> values) {
    this.values.putAll(values);
  }

  /**
   * The text with all variables replaced.
   *
   * @param values by name, in any letter case
   * @throws QueryException when a variable has no value, or several where there can be one, or when
   *     the text gets too long
   */
  static FilledQuery fill(String text, Map<String, List<String>> values) {
    Variables variables = new Variables(values);
    try {
      return new FilledQuery(variables.fill(Template.cut(text)), List.copyOf(variables.used));
    } catch (QueryMistake mistake) {
      throw QueryException.in(text, mistake);
    }
  }

  private String fill(List<Token> tokens) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < tokens.size()) {
      Token token = tokens.get(i);
      boolean term = token.inScope() && token.isValue();
      int end = term ? endOfTerm(tokens, i) : i + 1;
      List<String> alternatives = alternatives(tokens.subList(i, end));
      if (alternatives.size() == 1 || token.kind() == Kind.OPEN_STRING) {
        // That a string is never closed is told by whoever reads the text.
        out.append(alternatives.getFirst());
      } else if (term) {
        out.append('(').append(String.join(" or ", alternatives)).append(')');
      } else if (token.kind() == Kind.STRING && neighbour(tokens, i, -1).is(Kind.WORD, "matches")) {
        out.append(anyOf(alternatives));
      } else if (token.kind() == Kind.STRING && startsComparison(neighbour(tokens, i, 1))) {
        List<String> bodies = alternatives.stream().map(Variables::body).toList();
        out.append('"').append(String.join(", ", bodies)).append('"');
      } else {
        throw severalValues(token);
      }
      i = end;
    }
    return out.toString();
  }

  /** Behind {@code field = value}, or behind the one token. */
  private static int endOfTerm(List<Token> tokens, int start) {
    int sign = skipBlanks(tokens, start + 1, 1);
    if (sign < tokens.size() && tokens.get(sign).is(Kind.SYMBOL, "=")) {
      int value = skipBlanks(tokens, sign + 1, 1);
      if (value < tokens.size() && tokens.get(value).isValue()) {
        return value + 1;
      }
    }
    return start + 1;
  }

  /** The nearest token that is not blank; a blank when there is none. */
  private static Token neighbour(List<Token> tokens, int from, int step) {
    int i = skipBlanks(tokens, from + step, step);
    return i >= 0 && i < tokens.size() ? tokens.get(i) : new Token(Kind.BLANK, false, List.of());
  }

  private static int skipBlanks(List<Token> tokens, int from, int step) {
    int i = from;
    while (i >= 0 && i < tokens.size() && tokens.get(i).kind() == Kind.BLANK) {
      i += step;
    }
    return i;
  }

  private static boolean startsComparison(Token token) {
    return token.is(Kind.SYMBOL, "=") || token.is(Kind.SYMBOL, "!") || token.is(Kind.SYMBOL, "<");
  }

  /** The tokens with each combination of values of their variables. */
  private List<String> alternatives(List<Token> tokens) {
    List<Map<String, String>> choices = List.of(Map.of());
    for (Token token : tokens) {
      for (Part part : token.parts()) {
        if (part instanceof Reference reference) {
          choices = choices(choices, reference);
        }
      }
    }
    return choices.stream().map(choice -> filled(tokens, choice)).toList();
  }

  private List<Map<String, String>> choices(List<Map<String, String>> before, Reference reference) {
    String name = folded(reference);
    if (before.getFirst().containsKey(name)) {
      return before;
    }
    List<String> possible = valuesOf(reference);
    if (before.size() * (long) possible.size() > MAX_COMBINATIONS) {
      throw new QueryMistake(
          reference.span(),
          "the variables here make more than " + MAX_COMBINATIONS + " combinations");
    }
    List<Map<String, String>> choices = new ArrayList<>();
    for (Map<String, String> choice : before) {
      for (String value : possible) {
        Map<String, String> longer = new TreeMap<>(choice);
        longer.put(name, value);
        choices.add(longer);
      }
    }
    return choices;
  }

  private List<String> valuesOf(Reference reference) {
    List<String> given = values.getOrDefault(reference.name(), List.of());
    if (given.isEmpty()) {
      throw new QueryMistake(
          reference.span(),
          "no value for the variable "
              + folded(reference)
              + Suggestion.clause(reference.name(), values.keySet()));
    }
    used.add(folded(reference));
    return given.contains("*") ? List.of("*") : given.stream().distinct().toList();
  }

  private String filled(List<Token> tokens, Map<String, String> choice) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean isName = i == 0 && tokens.size() > 1;
      out.append(
          switch (token.kind()) {
            case STRING, OPEN_STRING -> filled(token, choice, Variables::escape);
            case REGEX -> filled(token, choice, Variables::escapeSlashes);
            case WORD ->
                token.inScope() && !isName
                    ? word(token, choice)
                    : filled(token, choice, UnaryOperator.identity());
            case BLANK, SYMBOL -> filled(token, choice, UnaryOperator.identity());
          });
    }
    return out.toString();
  }

  private String filled(Token token, Map<String, String> choice, UnaryOperator<String> escape) {
    StringBuilder out = new StringBuilder();
    for (Part part : token.parts()) {
      String piece =
          switch (part) {
            case Text same -> same.text();
            case Reference reference -> {
              String value = choice.getOrDefault(folded(reference), "");
              yield reference.raw() ? value : escape.apply(value);
            }
          };
      out.append(piece);
      // Long values, often or in many combinations, must not fill the memory first.
      length += choice.isEmpty() ? 0 : piece.length();
      if (length > QueryCompiler.LENGTH_LIMIT) {
        throw new QueryMistake(
            new Span(0, 0),
            "the query has more than "
                + QueryCompiler.LENGTH_LIMIT
                + " characters with its variables filled in");
      }
    }
    return out.toString();
  }

  /** A word of a scope; in quotes when its variables made it more than a word. */
  private String word(Token token, Map<String, String> choice) {
    String word = filled(token, choice, UnaryOperator.identity());
    boolean asItIs =
        token.parts().stream().allMatch(Text.class::isInstance)
            || token.parts().stream()
                .anyMatch(p -> p instanceof Reference(_, boolean raw, _) && raw);
    boolean quoted = word.length() > 1 && word.startsWith("\"") && word.endsWith("\"");
    return asItIs || quoted || word.contains("*") || ScopeParser.isWord(word)
        ? word
        : '"' + escape(word) + '"';
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String escapeSlashes(String value) {
    return body(Quotes.slashRegex(value));
  }

  private static String body(String delimited) {
    return delimited.substring(1, delimited.length() - 1);
  }

  /** A regular expression that a text matches when it matches one of the globs. */
  private static String anyOf(List<String> globs) {
    List<String> choices = new ArrayList<>();
    for (String glob : globs) {
      StringBuilder choice = new StringBuilder();
      Quotes.unescape(body(glob))
          .codePoints()
          .forEach(c -> {
            switch (c) {
              case '*' -> choice.append(".*");
              case '\n' -> choice.append("\\n");
              default -> {
                boolean plain = c <= ' ' || c >= 0x7f || c == '_' || Character.isLetterOrDigit(c);
                choice.append(plain ? "" : "\\").appendCodePoint(c);
              }
            }
          });
      choices.add(choice.toString());
    }
    return "/(?s)\\A(?:" + String.join("|", choices) + ")\\z/";
  }

  private static String folded(Reference reference) {
    return reference.name().toLowerCase(Locale.ROOT);
  }

  private QueryMistake severalValues(Token token) {
    for (Part part : token.parts()) {
      if (part instanceof Reference reference && valuesOf(reference).size() > 1) {
        return new QueryMistake(
            reference.span(),
            "expected one value of the variable "
                + folded(reference)
                + " here, found "
                + valuesOf(reference).size()
                + "; several can stand in the scope and in matches \"…\"");
      }
    }
    throw new IllegalStateException("only variables have several values");
  }
}
