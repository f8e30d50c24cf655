package dev.tailwater.query.operator;

import dev.tailwater.query.function.Functions;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Habits;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Suggestion;
import dev.tailwater.query.syntax.Token;
import dev.tailwater.query.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stages one after the other: reading, printing, planning. */
final class Stages {
  /**
   * The engine plans a step for each, which takes longer than the steps are many, and cannot be
   * stopped while it plans.
   */
  private static final int MOST = 200;

  private Stages() {}

  /** Stages in brackets, separated by pipes, at least one. */
  static List<Operator> parse(Cursor cursor) {
    cursor.enter("stage");
    List<Operator> stages = new ArrayList<>();
    stages.add(stage(cursor));
    stages.addAll(parseRest(cursor));
    cursor.leave();
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
      if (stages.size() == MOST) {
        throw new QueryMistake(
            cursor.peek().span(),
            "the query has more than " + MOST + " stages; put some of them into one");
      }
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
      sliced = stage.after(sliced);
      if (stage.endsQuery()) {
        return rows;
      }
    }
    return rows;
  }

  /** One stage. */
  static Operator stage(Cursor cursor) {
    Token first = cursor.peek();
    Token second = cursor.peekSecond();
    if (first.endsStage()) {
      throw cursor.expected("an operator after \"|\"");
    }
    if (isLineFilter(first)) {
      throw cursor.expected(
          "an operator after \"|\"",
          "; lines are searched in the scope, before the first |, or with | where _raw matches"
              + " \"*text*\"");
    }
    Unsupported.refuse(cursor);
    for (OperatorSyntax syntax : Operators.ALL) {
      if (syntax.recognises(cursor)) {
        return syntax.parser().parse(cursor, Stages::parse);
      }
    }
    if (first.kind() == Kind.WORD && startsNoExpression(second)) {
      throw unknown(first);
    }
    try {
      return Assign.parse(cursor);
    } catch (QueryMistake mistake) {
      boolean function = second.isSymbol("(");
      throw names().contains(first.folded()) && !function
          ? asField(first, second, mistake)
          : mistake;
    }
  }

  /**
   * A stage that begins with the name of an operator and makes no sense as an expression either.
   */
  private static QueryMistake asField(Token name, Token second, QueryMistake mistake) {
    return new QueryMistake(
        mistake.code(),
        mistake.span(),
        mistake.text()
            + "; with "
            + second.found()
            + " behind it "
            + name.found()
            + " is read as a field and not as the operator");
  }

  /** {@code |= "text"}, as other languages filter lines. */
  private static boolean isLineFilter(Token first) {
    return first.isSymbol("=") || first.isSymbol("!=") || first.isSymbol("~");
  }

  /** After a name, only a symbol or an infix word goes on with an expression. */
  private static boolean startsNoExpression(Token second) {
    return second.kind() == Kind.SYMBOL
        ? second.isSymbol("|") || second.isSymbol(",") || second.isSymbol(")")
        : !OperatorSyntax.isInfix(second) && !second.isWord("not");
  }

  private static QueryMistake unknown(Token name) {
    if (Functions.find(name.text()).isPresent()) {
      return new QueryMistake(name.span(), "expected \"(\" after the function " + name.text());
    }
    String advice =
        Habits.operator(name.text())
            .map(habit -> "; " + habit)
            .or(() ->
                Optional.of(Suggestion.clause(name.text(), names())).filter(c -> !c.isEmpty()))
            .orElse("; expected an operator such as where, or a value and its name: | a + b as c");
    return new QueryMistake(name.span(), "unknown operator \"" + name.text() + "\"" + advice);
  }

  /** What a forgotten pipe or a habit may have to do with a token where no stage can go on. */
  static String adviceAfter(Token found) {
    boolean operator =
        found.kind() == Kind.WORD
            && names().stream().anyMatch(name -> found.isWord(name.split(" ", 2)[0]));
    return operator ? "; a stage begins with |: | " + found.folded() : Habits.afterValue(found);
  }

  private static List<String> names() {
    return Operators.ALL.stream().flatMap(syntax -> syntax.entry().names().stream()).toList();
  }
}
