package dev.tailwater.query.operator;

import dev.tailwater.query.function.ExpressionCompiler;
import dev.tailwater.query.function.Function;
import dev.tailwater.query.function.Function.Alone;
import dev.tailwater.query.function.Functions;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Expression;
import dev.tailwater.query.syntax.Expression.Call;
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
      return new Assign(expression, cursor.expectName("a field name after \"as\""));
    }
    return new Assign(expression, implied(expression).orElseThrow(() -> nameless(cursor)));
  }

  /** Where the value of a function goes that is alone in a stage. */
  private static Optional<Name> implied(Expression expression) {
    if (!(expression instanceof Call call)) {
      return Optional.empty();
    }
    Name function = call.function();
    // Of an unknown function its own mistake is told, not that a name is missing.
    return switch (Functions.find(function.text()).map(Function::alone).orElse(Alone.NAMED)) {
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

  private static QueryMistake nameless(Cursor cursor) {
    return cursor.expected("\"as\" and a name for the value");
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
