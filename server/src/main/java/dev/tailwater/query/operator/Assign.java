package dev.tailwater.query.operator;

import dev.tailwater.query.function.ExpressionCompiler;
import dev.tailwater.query.function.Functions;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Expression;
import dev.tailwater.query.syntax.Expression.Call;
import dev.tailwater.query.syntax.Expression.Comparison;
import dev.tailwater.query.syntax.Expression.FieldOf;
import dev.tailwater.query.syntax.ExpressionParser;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import java.util.List;
import java.util.Optional;

/**
 * Computes a field: {@code expression as name}. It has no name of its own, so it is not in the
 * list.
 */
record Assign(Expression expression, Name name) implements Operator {
  static Operator parse(Cursor cursor) {
    Expression expression = ExpressionParser.parse(cursor);
    if (cursor.acceptWord("as")) {
      Name name = cursor.expectName("a field name after \"as\"");
      if (cursor.peek().isSymbol(",")) {
        throw cursor.expected(
            "\"|\" or the end of the query",
            "; each value is a stage of its own: | a as b | c as d");
      }
      return new Assign(expression, name);
    }
    return new Assign(
        expression, implied(expression).orElseThrow(() -> nameless(cursor, expression)));
  }

  /** Where the value of a function goes that is alone in a stage. */
  private static Optional<Name> implied(Expression expression) {
    if (!(expression instanceof Call call)) {
      return Optional.empty();
    }
    Name function = call.function();
    return switch (Functions.require(function).alone()) {
      case REPLACES_FIELD ->
          Optional.of(
              call.arguments().size() == 1 && call.arguments().getFirst() instanceof FieldOf field
                  ? field.name()
                  : named(function));
      case NAMED -> Optional.of(named(function));
      case NEEDS_NAME -> Optional.empty();
    };
  }

  private static Name named(Name function) {
    return new Name("_" + function.folded(), function.span());
  }

  private static QueryMistake nameless(Cursor cursor, Expression expression) {
    String advice = Stages.adviceAfter(cursor.peek());
    if (cursor.peek().endsStage() && expression instanceof Comparison test) {
      boolean assigns =
          test.relation() == Comparison.Relation.EQUAL && test.left() instanceof FieldOf;
      advice =
          assigns
              ? "; = compares; write the value first, then its name: | a + b as c"
              : "; or write | where before a condition";
    }
    return cursor.expected("\"as\" and a name for the value", advice);
  }

  @Override
  public String print() {
    return expression.print() + " as " + name.print();
  }

  @Override
  public boolean isRowWise() {
    return true;
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    ExpressionCompiler compiler = new ExpressionCompiler(rows.schema(), context);
    Value value = compiler.value(expression);
    List<String> required = compiler.required();
    Relation kept = required.isEmpty() ? rows : rows.where(String.join(" AND ", required));
    return kept.with(name.text(), value);
  }
}
