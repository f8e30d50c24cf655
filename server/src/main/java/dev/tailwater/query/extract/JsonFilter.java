package dev.tailwater.query.extract;

import dev.tailwater.query.extract.JsonValue.Plain;
import dev.tailwater.query.extract.JsonValue.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a JSON value, as in {@code [?(@.level == 'error' && @.ms > 5)]}. Numbers are
 * compared with numbers and texts with texts; anything else is only equal or not.
 */
sealed interface JsonFilter {
  /** Whether a value meets it. */
  boolean test(JsonValue value);

  /** At least one of them. */
  record Any(List<JsonFilter> filters) implements JsonFilter {
    @Override
    public boolean test(JsonValue value) {
      return filters.stream().anyMatch(filter -> filter.test(value));
    }
  }

  /** Each of them. */
  record Every(List<JsonFilter> filters) implements JsonFilter {
    @Override
    public boolean test(JsonValue value) {
      return filters.stream().allMatch(filter -> filter.test(value));
    }
  }

  /** The opposite. */
  record Not(JsonFilter filter) implements JsonFilter {
    @Override
    public boolean test(JsonValue value) {
      return !filter.test(value);
    }
  }

  /** Whether there is something. */
  record Exists(Operand operand) implements JsonFilter {
    @Override
    public boolean test(JsonValue value) {
      return operand.of(value) != null;
    }
  }

  /** How two operands relate. */
  record Comparison(Operand left, String relation, Operand right) implements JsonFilter {
    @Override
    public boolean test(JsonValue value) {
      JsonValue a = left.of(value);
      JsonValue b = right.of(value);
      if (a == null || b == null) {
        boolean bothMissing = a == null && b == null;
        return bothMissing ? relation.equals("==") : relation.equals("!=");
      }
      Integer order = order(a, b);
      return switch (relation) {
        case "==" -> order == null ? a.equals(b) : order == 0;
        case "!=" -> order == null ? !a.equals(b) : order != 0;
        case "<" -> order != null && order < 0;
        case "<=" -> order != null && order <= 0;
        case ">" -> order != null && order > 0;
        default -> order != null && order >= 0;
      };
    }

    private static @Nullable Integer order(JsonValue a, JsonValue b) {
      if (a instanceof Text one && b instanceof Text other) {
        return one.text().compareTo(other.text());
      }
      return a instanceof Plain one && b instanceof Plain other && isNumber(one) && isNumber(other)
          ? Double.compare(Double.parseDouble(one.text()), Double.parseDouble(other.text()))
          : null;
    }

    private static boolean isNumber(Plain plain) {
      return !Character.isLetter(plain.text().charAt(0));
    }
  }

  /** What is compared. */
  sealed interface Operand {
    /** Written in the filter. */
    record Constant(JsonValue value) implements Operand {}

    /** What a path leads to from the value. */
    record At(JsonPath path) implements Operand {}

    /** Its value; null where the path leads nowhere. */
    default @Nullable JsonValue of(JsonValue value) {
      return switch (this) {
        case Constant constant -> constant.value();
        case At at -> at.path().find(value);
      };
    }
  }

  /** Reads a condition up to what cannot belong to it. */
  static JsonFilter parse(PathReader reader) {
    List<JsonFilter> any = new ArrayList<>();
    do {
      List<JsonFilter> every = new ArrayList<>();
      do {
        every.add(single(reader));
      } while (reader.accept("&&"));
      any.add(every.size() == 1 ? every.getFirst() : new Every(List.copyOf(every)));
    } while (reader.accept("||"));
    return any.size() == 1 ? any.getFirst() : new Any(List.copyOf(any));
  }

  private static JsonFilter single(PathReader reader) {
    reader.enter();
    reader.skipBlanks();
    JsonFilter filter;
    if (reader.accept("(")) {
      filter = parse(reader);
      reader.expect(")", "to close the parenthesis");
    } else if (!reader.sees("!=") && reader.accept("!")) {
      filter = new Not(single(reader));
    } else {
      Operand left = operand(reader);
      reader.skipBlanks();
      String relation = relation(reader);
      filter =
          relation.isEmpty() ? new Exists(left) : new Comparison(left, relation, operand(reader));
    }
    reader.skipBlanks();
    reader.leave();
    return filter;
  }

  private static String relation(PathReader reader) {
    for (String relation : List.of("==", "!=", "<=", ">=", "<", ">")) {
      if (reader.accept(relation)) {
        return relation;
      }
    }
    return "";
  }

  private static Operand operand(PathReader reader) {
    reader.skipBlanks();
    if (reader.accept("@")) {
      return new Operand.At(new JsonPath(JsonPath.steps(reader, true)));
    }
    if (reader.seesQuoted()) {
      return new Operand.Constant(new Text(reader.quoted("a text")));
    }
    if (reader.accept("null")) {
      return new Operand.Constant(new JsonValue.Nothing());
    }
    for (String truth : List.of("true", "false")) {
      if (reader.accept(truth)) {
        return new Operand.Constant(new Plain(truth));
      }
    }
    if (!reader.seesWhole()) {
      throw reader.expected("@ and a path, a number, a text in quotes, true, false or null");
    }
    String sign = reader.accept("-") ? "-" : "";
    String number = sign + reader.run(PathReader::isDigit);
    if (reader.accept(".")) {
      number += "." + reader.run(PathReader::isDigit);
    }
    return new Operand.Constant(new Plain(number));
  }
}
