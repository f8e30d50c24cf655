package dev.tailwater.query.operator;

import dev.tailwater.query.function.Functions;
import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.NumberText;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.ScopeCondition;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Scope;
import dev.tailwater.query.syntax.ScopeParser;
import dev.tailwater.query.syntax.Token;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
    List<Operator> stages = cursor.acceptSymbol("|") ? Stages.parse(cursor) : List.of();
    if (cursor.peek().kind() != Token.Kind.END) {
      throw cursor.expected("\"|\" or the end of the query");
    }
    return new Pipeline(scope, stages);
  }

  /** The functions that SQL of compiled queries may call. */
  public static List<EngineFunction> engineFunctions() {
    Stream<EngineFunction> ofOperators =
        Operators.ALL.stream().flatMap(syntax -> syntax.engineFunctions().stream());
    return Stream.of(
            Stream.of(NumberText.FUNCTION), Functions.engineFunctions().stream(), ofOperators)
        .flatMap(functions -> functions)
        .distinct()
        .toList();
  }

  /** The query as text that reads as an equal query. */
  public String print() {
    return scope.print() + (stages.isEmpty() ? "" : "\n| " + Stages.print(stages));
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
    String condition = ScopeCondition.of(scope);
    PlanContext first =
        context.before((label, shift) ->
            Relation.scan(label, context.range().earlier(shift), condition, custom));
    return Stages.plan(stages, Relation.scan("", context.range(), condition, custom), first);
  }
}
