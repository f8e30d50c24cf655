package dev.tailwater.query.opinion;

import static dev.tailwater.query.opinion.Values.textOrEmpty;

import dev.tailwater.query.opinion.Expression.Arithmetic;
import dev.tailwater.query.opinion.Expression.Both;
import dev.tailwater.query.opinion.Expression.Call;
import dev.tailwater.query.opinion.Expression.Choice;
import dev.tailwater.query.opinion.Expression.Comparison;
import dev.tailwater.query.opinion.Expression.Field;
import dev.tailwater.query.opinion.Expression.In;
import dev.tailwater.query.opinion.Expression.IsNull;
import dev.tailwater.query.opinion.Expression.Literal;
import dev.tailwater.query.opinion.Expression.Matches;
import dev.tailwater.query.opinion.Expression.Opposite;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes random expressions about the fields there are. What nothing defines is left out: numbers
 * beyond 2^53, positions behind the end of a text, texts that are numbers in some dialects.
 */
final class ExpressionMaker {
  private static final List<String> TEXTS =
      List.of(
          "", " ", "web.1", "WEB.1", "H12", "7", "-1.5", "10", "9", "GET", "a\"b", "a\\b", "x|y");
  private static final Map<String, Double> NUMBERS =
      Map.of(
          "0", 0.0, "1", 1.0, "7", 7.0, "42", 42.0, "2.5", 2.5, "1k", 1e3, "5M", 5e6, "2Ki", 2048.0,
          "1.5s", 1500.0, "3m", 180_000.0);
  private static final List<String> REGEXES =
      List.of("^web", "\\d+$", "(?i)get|post", "[a-z]\\.[0-9]", "^$", "a/b", "\\bH1");

  private final RandomGenerator random;
  private final Map<String, Kind> fields;
  private final ZoneId zone;
  private final Function<String, @Nullable Object> sample;

  /**
   * A maker.
   *
   * @param fields what there is
   * @param zone of the clock that dates keep to
   * @param sample a value of a field, so that comparisons sometimes hold
   */
  ExpressionMaker(
      RandomGenerator random,
      Map<String, Kind> fields,
      ZoneId zone,
      Function<String, @Nullable Object> sample) {
    this.random = random;
    this.fields = fields;
    this.zone = zone;
    this.sample = sample;
  }

  /** An expression of any kind that can be shown. */
  Expression any(int depth) {
    return switch (random.nextInt(5)) {
      case 0 -> condition(depth);
      case 1, 2 -> text(depth);
      default -> number(depth);
    };
  }

  /** A text. */
  Expression text(int depth) {
    return switch (depth == 0 ? random.nextInt(3) : random.nextInt(13)) {
      case 0 -> Literal.of(one(TEXTS));
      case 1, 2 -> field(Kind.TEXT);
      case 3, 4 ->
          call(
              "concat",
              Kind.TEXT,
              IntStream.range(0, 2 + random.nextInt(2)).mapToObj(i -> shown(depth - 1)).toList(),
              values -> values.stream().map(Values::textOrEmpty).collect(Collectors.joining()));
      case 5 -> new Choice(condition(depth - 1), text(depth - 1), text(depth - 1));
      case 6 -> new Choice(condition(depth - 1), text(depth - 1), number(depth - 1));
      case 7 -> {
        int to = 1 + random.nextInt(6);
        yield call(
            "substring",
            Kind.TEXT,
            List.of(text(depth - 1), Literal.of(0), Literal.of(to)),
            ofText(text -> text.substring(0, Math.min(to, text.length()))));
      }
      case 8 -> {
        String from = one(List.of("e", "web", ".", "1", "/"));
        String to = one(List.of("", "-", "web"));
        yield call(
            "replace",
            Kind.TEXT,
            List.of(text(depth - 1), Literal.of(from), Literal.of(to)),
            ofText(text -> text.replace(from, to)));
      }
      case 9 ->
          call("toLowerCase", Kind.TEXT, text(depth - 1), ofText(t -> t.toLowerCase(Locale.ROOT)));
      case 10 ->
          call("toUpperCase", Kind.TEXT, text(depth - 1), ofText(t -> t.toUpperCase(Locale.ROOT)));
      case 11 -> date();
      default ->
          call("toString", Kind.TEXT, number(depth - 1), values -> Values.text(values.getFirst()));
    };
  }

  private Expression date() {
    if (!fields.containsKey("_messagetime")) {
      return field(Kind.TEXT);
    }
    String pattern = one(List.of("yyyy-MM-dd HH:mm:ss", "HH:mm", "EEE d MMM yyyy", "yyyy/MM"));
    DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern, Locale.US).withZone(zone);
    return call(
        "formatDate",
        Kind.TEXT,
        List.of(new Field("_messagetime", Kind.NUMBER), Literal.of(pattern)),
        values ->
            values.getFirst() instanceof Double millis
                ? format.format(Instant.ofEpochMilli(millis.longValue()))
                : null);
  }

  /** A number. */
  Expression number(int depth) {
    return switch (depth == 0 ? random.nextInt(3) : random.nextInt(14)) {
      case 0 -> {
        String written = one(NUMBERS.keySet().stream().sorted().toList());
        yield new Literal(Kind.NUMBER, NUMBERS.get(written), written);
      }
      case 1, 2 -> field(Kind.NUMBER);
      case 3 -> new Opposite(number(depth - 1));
      case 4, 5 -> new Arithmetic(random.nextBoolean() ? '+' : '-', operand(depth), operand(depth));
      case 6 -> new Arithmetic('*', operand(depth), Literal.of(random.nextInt(9)));
      case 7 -> new Arithmetic('/', operand(depth), Literal.of(1 << random.nextInt(4)));
      case 8 -> new Arithmetic('%', operand(depth), Literal.of(2 + random.nextInt(9)));
      case 9 -> {
        String name = one(List.of("abs", "floor", "ceil", "round", "toLong", "num"));
        yield call(name, Kind.NUMBER, number(depth - 1), ofNumber(number -> whole(name, number)));
      }
      case 10 ->
          call(
              "round",
              Kind.NUMBER,
              List.of(number(depth - 1), Literal.of(1)),
              ofNumber(number -> rounded(number, 1)));
      case 11 -> {
        boolean min = random.nextBoolean();
        yield call(
            min ? "min" : "max",
            Kind.NUMBER,
            List.of(number(depth - 1), number(depth - 1)),
            values -> extreme(min, Values.number(values.get(0)), Values.number(values.get(1))));
      }
      case 12 ->
          call(
              "length",
              Kind.NUMBER,
              text(depth - 1),
              values -> (double) textOrEmpty(values.getFirst()).length());
      default ->
          random.nextBoolean()
              ? new Choice(condition(depth - 1), number(depth - 1), number(depth - 1))
              : call(
                  one(List.of("num", "number", "double", "toDouble")),
                  Kind.NUMBER,
                  text(depth - 1),
                  values -> Values.number(values.getFirst()));
    };
  }

  /** A condition. */
  Expression condition(int depth) {
    return switch (depth == 0 ? random.nextInt(6) : random.nextInt(12)) {
      case 0 -> {
        // Half of the time with a value that a row has.
        Expression field = field(Kind.TEXT);
        Object value = field instanceof Field of ? sample.apply(of.name()) : null;
        yield new Comparison(
            sign(), field, Literal.of(random.nextBoolean() ? textOrEmpty(value) : one(TEXTS)));
      }
      case 1 -> new Comparison(sign(), leaf(), number(0));
      case 2 -> new IsNull(field(one(List.of(Kind.TEXT, Kind.NUMBER))), random.nextBoolean());
      case 3 -> glob();
      case 4 -> in();
      case 5 -> emptiness(leaf());
      case 6 -> new Opposite(condition(depth - 1));
      case 7, 8 -> new Both(random.nextBoolean(), condition(depth - 1), condition(depth - 1));
      case 9 -> new Comparison(sign(), text(depth - 1), text(depth - 1));
      case 10 -> new Comparison(sign(), number(depth - 1), number(depth - 1));
      default -> {
        Expression whole = text(depth - 1);
        Expression part = text(0);
        yield random.nextBoolean()
            ? call("contains", Kind.BOOLEAN, List.of(whole, part), ExpressionMaker::contains)
            : new Matches(whole, null, one(REGEXES));
      }
    };
  }

  private Expression glob() {
    Expression of = leaf();
    String text = of instanceof Field field ? textOrEmpty(sample.apply(field.name())) : "";
    String stem = text.isEmpty() ? "web" : text.substring(0, 1 + random.nextInt(text.length()));
    String pattern =
        one(List.of("*", "", stem, stem + "*", "*" + stem, "*" + stem + "*", "*.*", "?*"));
    if (random.nextInt(4) == 0) {
      Expression inner = field(Kind.TEXT);
      return new Matches(
          of,
          call(
              "concat",
              Kind.TEXT,
              List.of(Literal.of("*"), inner, Literal.of("*")),
              values -> "*" + textOrEmpty(values.get(1)) + "*"),
          "");
    }
    return new Matches(of, Literal.of(pattern), "");
  }

  private Expression in() {
    boolean texts = random.nextBoolean();
    Expression of = leaf();
    Stream<Literal> list =
        texts
            ? Stream.of(Literal.of(one(TEXTS)), Literal.of(one(TEXTS)))
            : Stream.of(Literal.of(random.nextInt(9)), Literal.of(random.nextInt(600)));
    Object value = of instanceof Field field ? sample.apply(field.name()) : null;
    Stream<Literal> held =
        switch (value) {
          case String text -> Stream.of(Literal.of(text));
          case Double number when number >= 0 -> Stream.of(Literal.of(number));
          case null, default -> Stream.of();
        };
    // A list has one type.
    List<Literal> all =
        Stream.concat(list, held)
            .filter(literal -> (literal.kind() == Kind.TEXT) == texts)
            .toList();
    return new In(of, all, random.nextBoolean());
  }

  private Expression emptiness(Expression of) {
    return switch (random.nextInt(4)) {
      case 0 -> call("isNull", Kind.BOOLEAN, of, values -> values.getFirst() == null);
      case 1 -> call("isEmpty", Kind.BOOLEAN, of, v -> textOrEmpty(v.getFirst()).isEmpty());
      case 2 -> call("isBlank", Kind.BOOLEAN, of, v -> textOrEmpty(v.getFirst()).isBlank());
      default -> call("isNumeric", Kind.BOOLEAN, of, v -> Values.number(v.getFirst()) != null);
    };
  }

  private static Object contains(List<@Nullable Object> values) {
    String whole = textOrEmpty(values.get(0));
    String part = textOrEmpty(values.get(1));
    if (whole.isEmpty() || part.isEmpty()) {
      return whole.equals(part);
    }
    return whole.contains(part);
  }

  private static @Nullable Object extreme(
      boolean min, @Nullable Double left, @Nullable Double right) {
    if (left == null || right == null) {
      return null;
    }
    return min ? Math.min(left, right) : Math.max(left, right);
  }

  private static double whole(String name, double number) {
    return switch (name) {
      case "abs" -> Math.abs(number);
      case "floor" -> Math.floor(number);
      case "ceil" -> Math.ceil(number);
      case "round" -> rounded(number, 0);
      case "toLong" -> number < 0 ? Math.ceil(number) : Math.floor(number);
      default -> number;
    };
  }

  /** Halves away from zero. */
  private static double rounded(double number, int digits) {
    return BigDecimal.valueOf(number).setScale(digits, RoundingMode.HALF_UP).doubleValue();
  }

  /** What can be part of a text. */
  private Expression shown(int depth) {
    return random.nextInt(3) == 0 ? number(depth) : text(depth);
  }

  /** A number, or a text that may be one. */
  private Expression operand(int depth) {
    return random.nextInt(4) == 0 ? field(Kind.TEXT) : number(depth - 1);
  }

  private Expression leaf() {
    return random.nextInt(3) == 0 ? field(Kind.NUMBER) : field(Kind.TEXT);
  }

  private Expression field(Kind kind) {
    List<String> names = fields(kind);
    return names.isEmpty()
        ? kind == Kind.TEXT ? Literal.of(one(TEXTS)) : Literal.of(random.nextInt(100))
        : new Field(one(names), kind);
  }

  private List<String> fields(Kind kind) {
    return fields.entrySet().stream()
        .filter(field -> field.getValue() == kind)
        .map(Map.Entry::getKey)
        .toList();
  }

  private String sign() {
    return one(List.of("=", "!=", "<", "<=", ">", ">="));
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static Function<List<@Nullable Object>, @Nullable Object> ofText(
      UnaryOperator<String> body) {
    return values -> {
      String text = Values.text(values.getFirst());
      return text == null ? null : body.apply(text);
    };
  }

  private static Function<List<@Nullable Object>, @Nullable Object> ofNumber(
      UnaryOperator<Double> body) {
    return values -> {
      Double number = Values.number(values.getFirst());
      return number == null ? null : body.apply(number);
    };
  }

  private static Expression call(
      String name,
      Kind kind,
      Expression argument,
      Function<List<@Nullable Object>, @Nullable Object> body) {
    return call(name, kind, List.of(argument), body);
  }

  private static Expression call(
      String name,
      Kind kind,
      List<Expression> arguments,
      Function<List<@Nullable Object>, @Nullable Object> body) {
    return new Call(Objects.requireNonNull(name), kind, arguments, body);
  }
}
