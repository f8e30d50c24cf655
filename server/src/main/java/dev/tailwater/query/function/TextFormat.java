package dev.tailwater.query.function;

import static java.util.stream.Collectors.joining;

import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.plan.Warning;
import dev.tailwater.query.syntax.QueryMistake;
import java.util.ArrayList;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A format specification of {@link String#format}. Values arrive as text and each becomes what its
 * place asks for, so that texts of numbers do where numbers are needed.
 *
 * @param java the specification, its places taking their values in order
 * @param places the places that take a value
 */
record TextFormat(String java, List<Place> places) {
  private static final Warning OF_NULL =
      new Warning(
          "format met values that are null and gave null for them; to show something else write"
              + " if(isNull(x), \"none\", format(…, x))");

  private static final int MOST_VALUES = 16;
  private static final int MOST_PIECES = 64;
  private static final int WIDEST = 1_000;
  private static final int LONGEST_RESULT = 100_000;
  private static final int KEPT = 1_000;
  private static final Map<String, TextFormat> FORMATS = new ConcurrentHashMap<>();

  private static final Pattern PLACE =
      Pattern.compile(
          "%(?:(?<index>[0-9]+)\\$|(?<same><))?(?<flags>[-#+ 0,(]*)(?<width>[0-9]+)?(?:\\.(?<precision>[0-9]+))?(?<kind>[a-zA-Z%])?");

  /** One for each number of values: specification and values to text, null where any is null. */
  static final EngineFunction[] FUNCTIONS =
      IntStream.rangeClosed(0, MOST_VALUES)
          .mapToObj(
              n -> EngineFunction.ofTexts("tailwater_format" + n, n + 1, TextFormat::formatted))
          .toArray(EngineFunction[]::new);

  TextFormat {
    places = List.copyOf(places);
  }

  /**
   * Where a value goes.
   *
   * @param value which one, counting from 0
   * @param kind the letter of the conversion
   */
  record Place(int value, char kind) {}

  /** A specification that makes no sense. */
  private static final class Mistake extends Exception {
    private static final long serialVersionUID = 1L;

    Mistake(String message) {
      super(message);
    }
  }

  /** The value of a call of {@code format}. */
  static Value value(Arguments a) {
    String spec = a.text(0, "a format such as \"%.1f s\"");
    List<Value> values = new ArrayList<>(List.of(Value.text(spec)));
    values.addAll(a.from(1));
    try {
      check(spec, values.size() - 1);
    } catch (Mistake mistake) {
      throw new QueryMistake(a.span(0), String.valueOf(mistake.getMessage()));
    }
    Value text = FUNCTIONS[values.size() - 1].call(values.toArray(Value[]::new));
    String known =
        a.from(1).stream().map(value -> value.sql() + " IS NOT NULL").collect(joining(" AND "));
    return known.isEmpty()
        ? text
        : new Value(
            text.type(), "CASE WHEN " + OF_NULL.unless(known) + " THEN " + text.sql() + " END");
  }

  private static void check(String spec, int values) throws Mistake {
    TextFormat format = of(spec);
    @Nullable Object[] samples = new Object[format.places().size()];
    for (int i = 0; i < samples.length; i++) {
      Place place = format.places().get(i);
      if (place.value() >= values) {
        throw new Mistake(
            "expected values for all places of the format, which are "
                + (place.value() + 1)
                + " or more, found "
                + values);
      }
      samples[i] = converted("1", place.kind());
    }
    try {
      var _ = String.format(Locale.US, format.java(), samples);
    } catch (IllegalFormatException e) {
      throw new Mistake("expected a format of Java's String.format, found: " + e.getMessage());
    }
  }

  private static TextFormat of(String spec) throws Mistake {
    StringBuilder java = new StringBuilder();
    List<Place> places = new ArrayList<>();
    Matcher matcher = PLACE.matcher(spec);
    int end = 0;
    int pieces = 0;
    int next = 0;
    int last = -1;
    while (matcher.find()) {
      java.append(spec, end, matcher.start());
      end = matcher.end();
      String kind = matcher.group("kind");
      if (kind == null) {
        throw new Mistake("expected a letter such as d, f or s after %; %% is a percent sign");
      }
      if (number(matcher, "width") > WIDEST || number(matcher, "precision") > WIDEST) {
        throw new Mistake(
            "expected a width and a precision up to " + WIDEST + ", found " + matcher.group());
      }
      if (++pieces > MOST_PIECES) {
        throw new Mistake("expected at most " + MOST_PIECES + " percent signs, found more");
      }
      java.append(matcher.group().replaceFirst("^%(?:[0-9]+\\$|<)", "%"));
      if (kind.equals("%") || kind.equals("n")) {
        continue;
      }
      if (kind.equalsIgnoreCase("t")) {
        throw new Mistake("expected a format without times, found %t; use formatDate for them");
      }
      int value = last;
      if (matcher.group("index") != null) {
        value = number(matcher, "index") - 1;
      } else if (matcher.group("same") == null) {
        value = next++;
      }
      if (value < 0) {
        throw new Mistake("expected a value, counting from 1, found " + matcher.group());
      }
      last = value;
      places.add(new Place(value, kind.charAt(0)));
    }
    return new TextFormat(java.append(spec.substring(end)).toString(), places);
  }

  /** The number of a group; 0 where it is absent, one that is too large where it is endless. */
  private static int number(Matcher matcher, String group) {
    String digits = matcher.group(group);
    if (digits == null) {
      return 0;
    }
    return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }

  private static @Nullable String formatted(String[] arguments) {
    TextFormat format = known(arguments[0]);
    @Nullable Object[] values = new Object[format.places().size()];
    long length = 0;
    for (int i = 0; i < values.length; i++) {
      Place place = format.places().get(i);
      String text = arguments[place.value() + 1];
      length += text.length();
      values[i] = converted(text, place.kind());
      if (values[i] == null || length > LONGEST_RESULT) {
        return null;
      }
    }
    try {
      return String.format(Locale.US, format.java(), values);
    } catch (IllegalFormatException e) {
      return null;
    }
  }

  private static TextFormat known(String spec) {
    if (FORMATS.size() > KEPT) {
      FORMATS.clear();
    }
    return FORMATS.computeIfAbsent(
        spec,
        any -> {
          try {
            return of(spec);
          } catch (Mistake mistake) {
            throw new IllegalStateException("a format that was not checked", mistake);
          }
        });
  }

  /** The value that a conversion needs; null where the text is none. */
  private static @Nullable Object converted(String text, char kind) {
    return switch (kind) {
      case 'd', 'o', 'x', 'X' -> whole(text);
      case 'c', 'C' -> character(text);
      case 'e', 'E', 'f', 'g', 'G', 'a', 'A' -> decimal(text);
      case 'b', 'B' -> !text.equals("false");
      default -> text;
    };
  }

  private static @Nullable Long whole(String text) {
    try {
      return Long.valueOf(text.strip());
    } catch (NumberFormatException e) {
      Double number = decimal(text);
      if (number == null || !(Math.abs(number) < Long.MAX_VALUE)) {
        return null;
      }
      return number.longValue();
    }
  }

  /** The character of a number. */
  private static @Nullable Integer character(String text) {
    Long point = whole(text);
    if (point == null || point < 0 || point > Character.MAX_CODE_POINT) {
      return null;
    }
    return point.intValue();
  }

  private static @Nullable Double decimal(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
