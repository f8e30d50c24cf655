package dev.tailwater.query.operator;

import dev.tailwater.query.function.ExpressionCompiler;
import dev.tailwater.query.function.Function;
import dev.tailwater.query.function.Functions;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Expression;
import dev.tailwater.query.syntax.Expression.Call;
import dev.tailwater.query.syntax.Expression.FieldOf;
import dev.tailwater.query.syntax.ExpressionParser;
import dev.tailwater.query.syntax.Name;
import java.util.Locale;

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
    // toLong(x) alone writes back into x; another function alone makes a field _<function>.
    if (expression instanceof Call call) {
      boolean replaces =
          Functions.find(call.function().text()).map(Function::replacesField).orElse(false);
      if (replaces && call.arguments().getFirst() instanceof FieldOf field) {
        return new Assign(expression, field.name());
      }
      if (!Functions.find(call.function().text())
          .map(f -> f.names().contains("concat"))
          .orElse(true)) {
        String made = "_" + call.function().text().toLowerCase(Locale.ROOT);
        return new Assign(expression, new Name(made, call.function().span()));
      }
    }
    throw cursor.expected("\"as\" and a name for the value");
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
    return rows.with(name.text(), new ExpressionCompiler(rows.schema(), context).value(expression));
  }
}
