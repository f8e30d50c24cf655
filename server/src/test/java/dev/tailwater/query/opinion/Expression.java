package dev.tailwater.query.opinion;

import static dev.tailwater.query.opinion.Values.compare;
import static dev.tailwater.query.opinion.Values.number;
import static dev.tailwater.query.opinion.Values.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An expression: how it is written, what kind of value it has, and which one for a row. */
sealed interface Expression {
  Kind kind();

  @Nullable Object value(Row row);

  String print(Spelling spelling);

  /** How tightly it holds together: 7 for what needs no parentheses anywhere, 1 for a choice. */
  default int binding() {
    return 7;
  }

  /** What it is made of. */
  default List<Expression> parts() {
    return List.of();
  }

  /** The same with other parts. */
  default Expression of(List<Expression> parts) {
    return this;
  }

  /** Expressions of the same kind that say a little less. */
  default Stream<Expression> smaller() {
    List<Expression> parts = parts();
    List<Expression> found =
        new ArrayList<>(parts.stream().filter(part -> part.kind() == kind()).toList());
    for (int i = 0; i < parts.size(); i++) {
      int place = i;
      parts
          .get(i)
          .smaller()
          .forEach(part -> {
            List<Expression> changed = new ArrayList<>(parts);
            changed.set(place, part);
            found.add(of(changed));
          });
    }
    return found.stream();
  }

  private static boolean holds(Expression condition, Row row) {
    return Boolean.TRUE.equals(condition.value(row));
  }

  /** Something written as it is. */
  record Literal(Kind kind, @Nullable Object value, String written) implements Expression {
    static Literal of(String text) {
      String escaped =
          text.replace("\\", "\\\\")
              .replace("\"", "\\\"")
              .replace("\n", "\\n")
              .replace("\t", "\\t");
      return new Literal(Kind.TEXT, text, '"' + escaped + '"');
    }

    static Literal of(boolean truth) {
      return new Literal(Kind.BOOLEAN, truth, String.valueOf(truth));
    }

    static Literal of(double number) {
      return new Literal(Kind.NUMBER, number, Objects.requireNonNull(text(number)));
    }

    @Override
    public @Nullable Object value(Row row) {
      return value;
    }

    @Override
    public String print(Spelling spelling) {
      return written;
    }

    @Override
    public int binding() {
      // -3 is a minus before a 3.
      return written.startsWith("-") ? 6 : 7;
    }
  }

  /** A field. */
  record Field(String name, Kind kind) implements Expression {
    @Override
    public @Nullable Object value(Row row) {
      return row.get(name);
    }

    @Override
    public String print(Spelling spelling) {
      return spelling.field(name);
    }
  }

  /** The opposite of a number or of a condition. */
  record Opposite(Expression of) implements Expression {
    @Override
    public Kind kind() {
      return of.kind() == Kind.BOOLEAN ? Kind.BOOLEAN : Kind.NUMBER;
    }

    @Override
    public @Nullable Object value(Row row) {
      if (kind() == Kind.BOOLEAN) {
        return !holds(of, row);
      }
      Double number = number(of.value(row));
      return number == null ? null : (Object) (0.0 - number);
    }

    @Override
    public String print(Spelling spelling) {
      String sign = kind() == Kind.BOOLEAN ? spelling.any("!", "not ", "! ") : "-";
      // Two minus signs in a row would do, but not before a number in parentheses.
      return sign + spelling.inParentheses(of);
    }

    @Override
    public int binding() {
      return 6;
    }

    @Override
    public List<Expression> parts() {
      return List.of(of);
    }

    @Override
    public Expression of(List<Expression> parts) {
      return new Opposite(parts.getFirst());
    }
  }

  /** {@code + - * / %}. */
  record Arithmetic(char sign, Expression left, Expression right) implements Expression {
    /** What is halved again and again can be added in any order. */
    private boolean halves() {
      return right instanceof Literal literal
          && literal.value() instanceof Double by
          && Double.compare(by, Math.scalb(1.0, Math.getExponent(by))) == 0;
    }

    @Override
    public Kind kind() {
      boolean exact =
          left.kind() != Kind.INEXACT && right.kind() != Kind.INEXACT && (sign != '/' || halves());
      return exact ? Kind.NUMBER : Kind.INEXACT;
    }

    @Override
    public @Nullable Object value(Row row) {
      Double a = number(left.value(row));
      Double b = number(right.value(row));
      if (a == null || b == null) {
        return null;
      }
      return Values.clean(
          switch (sign) {
            case '+' -> a + b;
            case '-' -> a - b;
            case '*' -> a * b;
            case '/' -> a / b;
            default -> a % b;
          });
    }

    @Override
    public String print(Spelling spelling) {
      return spelling.operand(left, binding())
          + " "
          + sign
          + " "
          + spelling.operand(right, binding() + 1);
    }

    @Override
    public int binding() {
      return sign == '+' || sign == '-' ? 4 : 5;
    }

    @Override
    public List<Expression> parts() {
      return List.of(left, right);
    }

    @Override
    public Expression of(List<Expression> parts) {
      return new Arithmetic(sign, parts.get(0), parts.get(1));
    }
  }

  /** {@code = != < <= > >=}: as numbers when one side is a number, otherwise as texts. */
  record Comparison(String sign, Expression left, Expression right) implements Expression {
    @Override
    public Kind kind() {
      return Kind.BOOLEAN;
    }

    @Override
    public Object value(Row row) {
      boolean numbers = left.kind() == Kind.NUMBER || right.kind() == Kind.NUMBER;
      Object a = numbers ? number(left.value(row)) : left.value(row);
      Object b = numbers ? number(right.value(row)) : right.value(row);
      if (a == null || b == null) {
        return sign.equals("!=") && (a != null || b != null);
      }
      int order = compare(a, b);
      return switch (sign) {
        case "=" -> order == 0;
        case "!=" -> order != 0;
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        default -> order >= 0;
      };
    }

    @Override
    public String print(Spelling spelling) {
      String written =
          switch (sign) {
            case "=" -> spelling.any("=", "==");
            case "!=" -> spelling.any("!=", "<>");
            default -> sign;
          };
      String blank = spelling.any("", " ");
      return spelling.operand(left, 4) + blank + written + blank + spelling.operand(right, 4);
    }

    @Override
    public int binding() {
      return 3;
    }

    @Override
    public List<Expression> parts() {
      return List.of(left, right);
    }

    @Override
    public Expression of(List<Expression> parts) {
      return new Comparison(sign, parts.get(0), parts.get(1));
    }
  }

  /** {@code x = null} and {@code x != null}, which ask whether there is a value. */
  record IsNull(Expression of, boolean negated) implements Expression {
    @Override
    public Kind kind() {
      return Kind.BOOLEAN;
    }

    @Override
    public Object value(Row row) {
      return (of.value(row) == null) != negated;
    }

    @Override
    public String print(Spelling spelling) {
      return spelling.operand(of, 4) + (negated ? " != " : " = ") + spelling.word("null");
    }

    @Override
    public int binding() {
      return 3;
    }
  }

  /** Whether a value is like a pattern with stars, which may be computed, or holds a regex. */
  record Matches(Expression of, @Nullable Expression glob, String regex) implements Expression {
    @Override
    public Kind kind() {
      return Kind.BOOLEAN;
    }

    @Override
    public Object value(Row row) {
      String text = text(of.value(row));
      if (text == null) {
        return false;
      }
      if (glob == null) {
        return Pattern.compile(regex).matcher(text).find();
      }
      String pattern = text(glob.value(row));
      return pattern != null && Values.like(text, pattern);
    }

    @Override
    public String print(Spelling spelling) {
      String pattern =
          glob == null ? "/" + regex.replace("/", "\\/") + "/" : spelling.operand(glob, 4);
      return spelling.operand(of, 4) + " " + spelling.word("matches") + " " + pattern;
    }

    @Override
    public int binding() {
      return 3;
    }
  }

  /** Whether a value is one of a list, which has texts or numbers. */
  record In(Expression of, List<Literal> list, boolean negated) implements Expression {
    @Override
    public Kind kind() {
      return Kind.BOOLEAN;
    }

    @Override
    public Object value(Row row) {
      Object value = of.value(row);
      boolean found = value != null && list.stream().anyMatch(one -> value.equals(one.value()));
      return found != negated;
    }

    @Override
    public String print(Spelling spelling) {
      return spelling.operand(of, 4)
          + (negated ? " " + spelling.word("not") : "")
          + " "
          + spelling.word("in")
          + spelling.any("", " ")
          + "("
          + String.join(
              spelling.any(",", ", "), list.stream().map(one -> one.print(spelling)).toList())
          + ")";
    }

    @Override
    public int binding() {
      return 3;
    }
  }

  /** {@code and} and {@code or}. */
  record Both(boolean and, Expression left, Expression right) implements Expression {
    @Override
    public Kind kind() {
      return Kind.BOOLEAN;
    }

    @Override
    public Object value(Row row) {
      return and ? holds(left, row) && holds(right, row) : holds(left, row) || holds(right, row);
    }

    @Override
    public String print(Spelling spelling) {
      String word = spelling.any(spelling.word(and ? "and" : "or"), and ? "&&" : "||");
      return spelling.operand(left, binding())
          + " "
          + word
          + spelling.any(" ", " /* then */\n ")
          + spelling.operand(right, binding() + 1);
    }

    @Override
    public int binding() {
      return and ? 2 : 1;
    }

    @Override
    public List<Expression> parts() {
      return List.of(left, right);
    }

    @Override
    public Expression of(List<Expression> parts) {
      return new Both(and, parts.get(0), parts.get(1));
    }
  }

  /** {@code if(c, a, b)} and {@code c ? a : b}. Branches of different kinds become texts. */
  record Choice(Expression condition, Expression yes, Expression no) implements Expression {
    @Override
    public Kind kind() {
      return yes.kind() == no.kind() ? yes.kind() : Kind.TEXT;
    }

    @Override
    public @Nullable Object value(Row row) {
      Object chosen = holds(condition, row) ? yes.value(row) : no.value(row);
      return yes.kind() == no.kind() ? chosen : text(chosen);
    }

    @Override
    public String print(Spelling spelling) {
      if (spelling.coin()) {
        return spelling.word("if")
            + spelling.any("(", " (")
            + String.join(", ", parts().stream().map(part -> part.print(spelling)).toList())
            + ")";
      }
      return "("
          + spelling.operand(condition, 1)
          + " ? "
          + spelling.operand(yes, 1)
          + " : "
          + spelling.operand(no, 1)
          + ")";
    }

    @Override
    public List<Expression> parts() {
      return List.of(condition, yes, no);
    }

    @Override
    public Expression of(List<Expression> parts) {
      return new Choice(parts.get(0), parts.get(1), parts.get(2));
    }
  }

  /** A function and what it answers for the values of its arguments. */
  record Call(
      String name,
      Kind kind,
      List<Expression> parts,
      Function<List<@Nullable Object>, @Nullable Object> body)
      implements Expression {
    @Override
    public @Nullable Object value(Row row) {
      List<@Nullable Object> values = new ArrayList<>();
      parts.forEach(part -> values.add(part.value(row)));
      return Values.clean(body.apply(values));
    }

    @Override
    public String print(Spelling spelling) {
      return spelling.word(name)
          + "("
          + String.join(
              spelling.any(",", ", "), parts.stream().map(part -> part.print(spelling)).toList())
          + ")";
    }

    @Override
    public Expression of(List<Expression> changed) {
      return new Call(name, kind, changed, body);
    }
  }
}
