package dev.tailwater.query.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailwater.query.function.Function.Alone;
import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.Regex;
import dev.tailwater.query.plan.TextGrowth;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Expression.RegexLiteral;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Functions on text; null for null unless they say otherwise. */
final class TextFunctions {
  /** The engine knows no places in a text beyond this one. */
  private static final String FARTHEST = "1000000000";

  private static final EngineFunction LUHN =
      new EngineFunction("tailwater_luhn", List.of(Type.STRING), Type.BOOLEAN, a -> luhn(a[0]));

  static final List<Function> ALL =
      List.of(
          Function.of(
                  "concat(a, b, …)",
                  2,
                  16,
                  "the texts one after the other; null counts as empty",
                  "concat(\"web\", \".\", 1)",
                  a ->
                      string(
                          TextGrowth.joined(
                              a.from(0).stream()
                                  .map(part -> "coalesce(" + part.asString().sql() + ", '')")
                                  .toList())))
              .alone(Alone.NEEDS_NAME),
          Function.of(
                  "contains(s, part)",
                  2,
                  2,
                  "true if s holds part, letter case counts",
                  "contains(\"web.1\", \"web\")",
                  a -> ExpressionCompiler.contains(a.get(0), a.get(1)))
              .details(
                  "Null counts as empty. Two empty texts hold each other; an empty and a full one do not."),
          Function.of(
                  "format(\"spec\", a, …)",
                  1,
                  17,
                  "text with values in it, as Java's `String.format` makes it",
                  "format(\"%.1f s of %,d\", 1.26, 30000)",
                  TextFormat::value)
              .details(
                  "Texts of numbers do for `%d` and `%f`; for `%d` a fraction is cut off. Null where a"
                      + " value is null, with a warning, or of the wrong kind. Times are written with formatDate.")
              .alone(Alone.NEEDS_NAME)
              .calling(TextFormat.FUNCTIONS),
          Function.of(
              "length(s)",
              1,
              1,
              "number of characters; 0 for null",
              "length(\"four\")",
              a -> new Value(Type.LONG, "coalesce(length(" + text(a, 0) + "), 0)")),
          Function.of(
                  "luhn(s)",
                  1,
                  1,
                  "true if the digits of s are a card number by their check digit",
                  "luhn(\"4111-1111-1111-1111\")",
                  a -> LUHN.call(a.get(0)))
              .calling(LUHN),
          Function.of(
                  "replace(s, \"text\" or /regex/, \"new\")",
                  3,
                  3,
                  "s with new in all places of the text, or of what the pattern finds",
                  "replace(\"/cart?id=7\", /id=(\\d+)/, \"n=$1\")",
                  TextFunctions::replace)
              .details(
                  "With a pattern, `$1` or `${name}` in the new text is a group of the match and `$0`"
                      + " all of it; a dollar sign is written `\\\\$`, a backslash `\\\\\\\\`.")
              .alone(Alone.NEEDS_NAME)
              .calling(TextGrowth.REPLACE),
          Function.of(
                  "substring(s, from[, to])",
                  2,
                  3,
                  "the characters of s from one place, counted from 0, to before another",
                  "substring(\"dyno=web.1\", 5)",
                  TextFunctions::substring)
              .details("Empty where s is shorter than from; null where to lies before from."),
          simple("toLowerCase(s)", "s in lower case", "toLowerCase(\"GET\")", "lower("),
          simple("toUpperCase(s)", "s in upper case", "toUpperCase(\"get\")", "upper("),
          Function.of(
                  "tourl(url, label[, prefix, suffix])",
                  2,
                  4,
                  "a link: the label, between prefix and suffix, that leads to the url",
                  "tourl(\"https://example.com/7\", \"order 7\")",
                  TextFunctions::link)
              .details(
                  "The value is the Markdown of the link, `[label](url)`. Only addresses that begin"
                      + " with `http://` or `https://` become links; of others the label is left.")
              .calling(Link.FUNCTION),
          simple(
              "trim(s)",
              "s without white space at its ends",
              "trim(\"  up \")",
              "regexp_replace(",
              ", '^"
                  + EmptinessFunctions.BLANK
                  + "+|"
                  + EmptinessFunctions.BLANK
                  + "+$', '', 'g')"));

  private TextFunctions() {}

  static Value string(String sql) {
    return new Value(Type.STRING, sql);
  }

  static String text(Arguments a, int i) {
    return a.get(i).asString().sql();
  }

  private static Function simple(String usage, String summary, String example, String before) {
    return simple(usage, summary, example, before, ")");
  }

  private static Function simple(
      String usage, String summary, String example, String before, String after) {
    return Function.of(usage, 1, 1, summary, example, a -> string(before + text(a, 0) + after))
        .alone(Alone.REPLACES_FIELD);
  }

  private static Value replace(Arguments a) {
    Optional<RegexLiteral> regex = a.regex(1);
    if (regex.isEmpty() && neverGrows(a.constantText(1), a.constantText(2))) {
      return string("replace(" + text(a, 0) + ", " + text(a, 1) + ", " + text(a, 2) + ")");
    }
    if (regex.isEmpty()) {
      return string(TextGrowth.replaceAll(text(a, 0), text(a, 1), text(a, 2)));
    }
    return string(
        Regex.replacing(regex.get().pattern(), regex.get().span())
            .replaceAll(text(a, 0), a.text(2, "the replacement of a pattern"), a.span(2)));
  }

  /** Then the engine replaces in each of the different texts of a column once. */
  private static boolean neverGrows(Optional<String> part, Optional<String> other) {
    return part.isPresent()
        && other.isPresent()
        && other.get().getBytes(UTF_8).length <= part.get().getBytes(UTF_8).length;
  }

  private static Value substring(Arguments a) {
    String s = text(a, 0);
    String from = place(a, 1);
    if (a.count() == 2) {
      return string("CASE WHEN " + from + " >= 0 THEN substring(" + s + ", " + from + " + 1) END");
    }
    String to = place(a, 2);
    OptionalLong first = a.constant(1);
    OptionalLong end = a.constant(2);
    if (first.isPresent() && end.isPresent() && end.getAsLong() < first.getAsLong()) {
      throw a.expected(2, "a place that is not before " + first.getAsLong());
    }
    return string(
        "CASE WHEN %1$s >= 0 AND %2$s >= %1$s THEN substring(%3$s, %1$s + 1, %2$s - %1$s) END"
            .formatted(from, to, s));
  }

  private static String place(Arguments a, int i) {
    a.constant(i)
        .ifPresent(place -> {
          if (place < 0) {
            throw a.expected(i, "a place counted from 0");
          }
        });
    return "least(" + a.get(i).asLong().sql() + ", " + FARTHEST + ")";
  }

  private static Value link(Arguments a) {
    if (a.count() == 3) {
      throw a.expected(2, "prefix and suffix together");
    }
    Value label =
        a.count() == 2
            ? a.get(1).asString()
            : string(
                TextGrowth.joined(
                    List.of(
                        "coalesce(" + text(a, 2) + ", '')",
                        text(a, 1),
                        "coalesce(" + text(a, 3) + ", '')")));
    return string(
        TextGrowth.checked(text(a, 0), url -> Link.FUNCTION.call(string(url), label).sql()));
  }

  private static @Nullable Boolean luhn(@Nullable Object value) {
    if (!(value instanceof String text)) {
      return null;
    }
    int sum = 0;
    int digits = 0;
    for (int i = text.length() - 1; i >= 0; i--) {
      int digit = text.charAt(i) - '0';
      if (digit >= 0 && digit <= 9) {
        int weighed = digits++ % 2 == 0 ? digit : 2 * digit;
        sum += weighed > 9 ? weighed - 9 : weighed;
      }
    }
    return digits > 0 && sum % 10 == 0;
  }
}
