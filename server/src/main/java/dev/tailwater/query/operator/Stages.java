package dev.tailwater.query.operator;

import dev.tailwater.query.function.Functions;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Suggestion;
import dev.tailwater.query.syntax.Token;
import dev.tailwater.query.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Stages one after the other: reading, printing, planning. */
final class Stages {
  private Stages() {}

  /** Stages in brackets, separated by pipes, at least one. */
  static List<Operator> parse(Cursor cursor) {
    List<Operator> stages = new ArrayList<>();
    stages.add(stage(cursor));
    stages.addAll(parseRest(cursor));
    for (Operator stage : stages) {
      if (stage instanceof Save save) {
        throw new QueryMistake(save.span(), "save ends a query and cannot stand in brackets");
      }
    }
    return stages;
  }

  /** Stages with a pipe before each. */
  static List<Operator> parseRest(Cursor cursor) {
    List<Operator> stages = new ArrayList<>();
    // The last pipe of a subquery belongs to the subquery.
    while (cursor.peek().isSymbol("|") && !cursor.peekSecond().isWord("compose")) {
      cursor.next();
      stages.add(stage(cursor));
    }
    return stages;
  }

  /** The stages as text that reads as equal stages. */
  static String print(List<Operator> stages) {
    return String.join("\n| ", stages.stream().map(Operator::print).toList());
  }

  /** The rows after all of them; those behind a save do nothing. */
  static Relation plan(List<Operator> stages, Relation input, PlanContext context) {
    Relation rows = input;
    PlanContext sliced = context;
    for (int i = 0; i < stages.size(); i++) {
      Operator stage = stages.get(i);
      List<Operator> before = stages.subList(0, i);
      PlanContext here =
          sliced.after((label, shift) ->
              plan(before, context.before().earlier(label, shift), context.earlier(shift)));
      rows = stage.plan(stage.isParse() ? rows : rows.endParseRun(), here);
      sliced = stage.slices(here).map(sliced::sliced).orElse(sliced);
      if (stage.endsQuery()) {
        return rows;
      }
    }
    return rows;
  }

  /** One stage. */
  static Operator stage(Cursor cursor) {
    Token first = cursor.peek();
    if (first.endsStage()) {
      throw cursor.expected("an operator after \"|\"");
    }
    Unsupported.refuse(cursor);
    for (OperatorSyntax syntax : Operators.ALL) {
      if (syntax.recognises(cursor)) {
        return syntax.parser().parse(cursor, Stages::parse);
      }
    }
    if (first.kind() == Kind.WORD && startsNoExpression(cursor.peekSecond())) {
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
    Operators.ALL.forEach(syntax -> names.addAll(syntax.entry().names()));
    return new QueryMistake(
        name.span(),
        Functions.find(name.text()).isPresent()
            ? "expected \"(\" after the function " + name.text()
            : "unknown operator \"" + name.text() + "\"" + Suggestion.clause(name.text(), names));
  }
}
