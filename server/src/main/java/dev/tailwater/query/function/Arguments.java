package dev.tailwater.query.function;

import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Expression;
import dev.tailwater.query.syntax.Expression.Call;
import dev.tailwater.query.syntax.Expression.Negative;
import dev.tailwater.query.syntax.Expression.RegexLiteral;
import dev.tailwater.query.syntax.Expression.Text;
import dev.tailwater.query.syntax.Expression.Whole;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** The arguments of one call: their values, and what they are where a function needs constants. */
public final class Arguments {
  private final Call call;
  private final ExpressionCompiler compiler;
  private final Map<Integer, Value> values = new HashMap<>();

  Arguments(Call call, ExpressionCompiler compiler) {
    this.call = call;
    this.compiler = compiler;
  }

  /** How many there are. */
  int count() {
    return call.arguments().size();
  }

  /** The value of one, counting from 0. */
  Value get(int i) {
    // Twice the work at each level of nested calls would be without end.
    return values.computeIfAbsent(i, n -> compiler.value(expression(n)));
  }

  /** The values of all from the given one on. */
  List<Value> from(int first) {
    return IntStream.range(first, count()).mapToObj(this::get).toList();
  }

  /** Where one stands. */
  Span span(int i) {
    return expression(i).span();
  }

  /** The text of one that is a constant. */
  Optional<String> constantText(int i) {
    return expression(i) instanceof Text text ? Optional.of(text.value()) : Optional.empty();
  }

  /** The text of one that must be a constant. */
  String text(int i, String what) {
    if (expression(i) instanceof Text text) {
      return text.value();
    }
    throw expected(i, what + " in double quotes");
  }

  /** The number that one is, if it is a constant; a text of digits is one too. */
  OptionalLong constant(int i) {
    Expression expression = expression(i);
    if (expression instanceof Whole whole) {
      return OptionalLong.of(whole.value());
    }
    if (expression instanceof Negative minus && minus.operand() instanceof Whole whole) {
      return OptionalLong.of(-whole.value());
    }
    return expression instanceof Text text && text.value().matches("-?[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(text.value()))
        : OptionalLong.empty();
  }

  /** The regular expression that one is, if it is one. */
  Optional<RegexLiteral> regex(int i) {
    return expression(i) instanceof RegexLiteral regex ? Optional.of(regex) : Optional.empty();
  }

  /** What is known about the run. */
  PlanContext context() {
    return compiler.context();
  }

  /** Drops rows that do not meet a condition, unless the call is made for some rows only. */
  void require(String condition) {
    compiler.require(condition);
  }

  /** A mistake at an argument. */
  QueryMistake expected(int i, String what) {
    return new QueryMistake(span(i), "expected " + what + ", found " + expression(i).print());
  }

  private Expression expression(int i) {
    return call.arguments().get(i);
  }
}
