package dev.tailwater.query.operator;

import dev.tailwater.query.function.Functions;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.ScopeCondition;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Scope;
import dev.tailwater.query.syntax.ScopeParser;
import dev.tailwater.query.syntax.Suggestion;
import dev.tailwater.query.syntax.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A query: a scope and the stages that its lines go through. */
public record Pipeline(Scope scope, List<Operator> stages) {
  public Pipeline {
    stages = List.copyOf(stages);
  }

  /**
   * Reads a query.
   *
   * @throws QueryMistake at the first character that fits nothing
   */
  public static Pipeline parse(String text) {
    Cursor cursor = new Cursor(text);
    Scope scope = ScopeParser.parse(cursor);
    List<Operator> stages = new ArrayList<>();
    while (cursor.acceptSymbol("|")) {
      stages.add(stage(cursor));
      if (!cursor.peek().endsStage()) {
        throw cursor.expected("\"|\" or the end of the query");
      }
    }
    return new Pipeline(scope, stages);
  }

  /** The query as text that reads as an equal query. */
  public String print() {
    StringBuilder text = new StringBuilder(scope.print());
    for (Operator stage : stages) {
      text.append("\n| ").append(stage.print());
    }
    return text.toString();
  }

  /**
   * The rows at the end.
   *
   * @param customFields names, in lower case, of fields that lines may carry beside the known
   *     columns
   */
  public Relation plan(PlanContext context, Set<String> customFields) {
    Set<String> custom = new HashSet<>(customFields);
    custom.addAll(ScopeCondition.customFields(scope));
    Relation rows = Relation.scan(ScopeCondition.of(scope), custom);
    for (Operator stage : stages) {
      rows = stage.plan(stage.isParse() ? rows : rows.endParseRun(), context);
    }
    return rows;
  }

  private static Operator stage(Cursor cursor) {
    Token first = cursor.peek();
    if (first.endsStage()) {
      throw cursor.expected("an operator after \"|\"");
    }
    for (OperatorSyntax syntax : Operators.ALL) {
      if (syntax.names().stream().anyMatch(first::isWord) && syntax.starts().test(cursor)) {
        return syntax.parser().apply(cursor);
      }
    }
    if (first.kind() == Token.Kind.WORD && startsNoExpression(cursor.peekSecond())) {
      throw unknown(first);
    }
    return Assign.parse(cursor);
  }

  /** After a name, only a bracket or an infix operator goes on with an expression. */
  private static boolean startsNoExpression(Token second) {
    return !OperatorSyntax.isInfix(second)
        && !second.isSymbol("(")
        && !second.isSymbol("%")
        && !second.isWord("not");
  }

  private static QueryMistake unknown(Token name) {
    List<String> names = new ArrayList<>();
    Operators.ALL.forEach(syntax -> names.addAll(syntax.names()));
    return new QueryMistake(
        name.span(),
        Functions.find(name.text()).isPresent()
            ? "expected \"(\" after the function " + name.text()
            : "unknown operator \"" + name.text() + "\"" + Suggestion.clause(name.text(), names));
  }
}
