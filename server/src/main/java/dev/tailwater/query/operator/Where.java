package dev.tailwater.query.operator;

import dev.tailwater.query.function.ExpressionCompiler;
import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Regex;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Expression;
import dev.tailwater.query.syntax.Expression.And;
import dev.tailwater.query.syntax.Expression.Contains;
import dev.tailwater.query.syntax.Expression.FieldOf;
import dev.tailwater.query.syntax.Expression.MatchesGlob;
import dev.tailwater.query.syntax.Expression.MatchesRegex;
import dev.tailwater.query.syntax.Expression.Or;
import dev.tailwater.query.syntax.Expression.Text;
import dev.tailwater.query.syntax.ExpressionParser;
import dev.tailwater.query.syntax.Token;
import dev.tailwater.term.RequiredTerms;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps rows that meet a condition. */
record Where(Expression condition) implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("where"),
                  "where condition",
                  "keeps the rows for which the condition is true")
              .details(
                  """
                  Null counts as false. Text stands in double quotes, a bare word is a field; letter \
                  case counts, other than in the scope.\
                  """)
              .examples(
                  "router | where status >= 300 and !(path matches \"/pay*\")",
                  "router | count by status | where _count > 1"),
          Where::starts,
          Where::parse);

  /** A condition may begin with {@code contains(a, b)} or with a minus. */
  private static boolean starts(Cursor cursor) {
    Token second = cursor.peekSecond();
    return !OperatorSyntax.isInfix(second) || second.isWord("contains") || second.isSymbol("-");
  }

  private static Operator parse(Cursor cursor) {
    cursor.next();
    Expression condition = ExpressionParser.parse(cursor);
    Token after = cursor.peek();
    if (after.kind() == Token.Kind.STRING || after.kind() == Token.Kind.NUMBER) {
      throw cursor.expected("an operator such as = or matches, or the end of the condition");
    }
    if (after.isSymbol(",")) {
      throw cursor.expected(
          "\"|\" or the end of the query", "; conditions are joined with and, or");
    }
    return new Where(condition);
  }

  @Override
  public String print() {
    return "where " + condition.print();
  }

  @Override
  public boolean isRowWise() {
    return true;
  }

  @Override
  public Optional<RequiredTerms> requires() {
    return Optional.of(requires(condition));
  }

  private static RequiredTerms requires(Expression condition) {
    return switch (condition) {
      case MatchesRegex matches when isLine(matches.operand()) ->
          Regex.of(matches.pattern(), matches.span()).requires();
      case MatchesGlob matches
          when isLine(matches.operand()) && matches.pattern() instanceof Text glob ->
          RequiredTerms.all(
              Stream.of(glob.value().split("[*?]"))
                  .filter(part -> !part.isEmpty())
                  .map(part -> RequiredTerms.part(part, false))
                  .toList());
      case Contains contains
          when isLine(contains.operand())
              && contains.part() instanceof Text part
              && !part.value().isEmpty() ->
          RequiredTerms.part(part.value(), false);
      case And and -> RequiredTerms.all(and.operands().stream().map(Where::requires).toList());
      case Or or -> RequiredTerms.oneOf(or.operands().stream().map(Where::requires).toList());
      default -> RequiredTerms.any();
    };
  }

  private static boolean isLine(Expression value) {
    return value instanceof FieldOf field && Source.isLine(field.name());
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    return rows.where(new ExpressionCompiler(rows.schema(), context).filter(condition));
  }
}
