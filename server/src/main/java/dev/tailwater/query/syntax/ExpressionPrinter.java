package dev.tailwater.query.syntax;

import dev.tailwater.query.syntax.Expression.And;
import dev.tailwater.query.syntax.Expression.Arithmetic;
import dev.tailwater.query.syntax.Expression.Call;
import dev.tailwater.query.syntax.Expression.Comparison;
import dev.tailwater.query.syntax.Expression.Conditional;
import dev.tailwater.query.syntax.Expression.Contains;
import dev.tailwater.query.syntax.Expression.Decimal;
import dev.tailwater.query.syntax.Expression.FieldOf;
import dev.tailwater.query.syntax.Expression.Found;
import dev.tailwater.query.syntax.Expression.In;
import dev.tailwater.query.syntax.Expression.InTable;
import dev.tailwater.query.syntax.Expression.MatchesGlob;
import dev.tailwater.query.syntax.Expression.MatchesRegex;
import dev.tailwater.query.syntax.Expression.Negative;
import dev.tailwater.query.syntax.Expression.Not;
import dev.tailwater.query.syntax.Expression.Nothing;
import dev.tailwater.query.syntax.Expression.Or;
import dev.tailwater.query.syntax.Expression.RegexLiteral;
import dev.tailwater.query.syntax.Expression.Text;
import dev.tailwater.query.syntax.Expression.Truth;
import dev.tailwater.query.syntax.Expression.Whole;
import java.math.BigDecimal;
import java.util.List;

/** Writes an expression with no more parentheses than it needs. */
final class ExpressionPrinter {
  // How tightly each form holds together; an operand that holds less than its place asks gets
  // parentheses.
  private static final int ANYTHING = 0;
  private static final int OR = 1;
  private static final int AND = 2;
  private static final int COMPARISON = 3;
  private static final int SUM = 4;
  private static final int PRODUCT = 5;
  private static final int UNARY = 6;
  private static final int ATOM = 7;

  private ExpressionPrinter() {}

  static String print(Expression expression) {
    return switch (expression) {
      case Text text -> Quotes.quote(text.value());
      case Whole whole -> Long.toString(whole.value());
      case Decimal decimal -> decimal(decimal.value());
      case RegexLiteral regex -> Quotes.slashRegex(regex.pattern());
      case Truth truth -> Boolean.toString(truth.value());
      case Nothing nothing -> "null";
      case FieldOf field -> field.name().print();
      case Negative negative -> "-" + at(ATOM, negative.operand());
      case Not not -> "!" + at(ATOM, not.operand());
      case Arithmetic sum -> {
        int own = strength(sum);
        yield at(own, sum.left()) + " " + sum.operation().symbol() + " " + at(own + 1, sum.right());
      }
      case Comparison comparison ->
          at(SUM, comparison.left())
              + " "
              + comparison.relation().symbol()
              + " "
              + at(SUM, comparison.right());
      case MatchesGlob matches ->
          at(SUM, matches.operand()) + " matches " + at(SUM, matches.pattern());
      case MatchesRegex matches ->
          at(SUM, matches.operand()) + " matches " + Quotes.slashRegex(matches.pattern());
      case Contains contains ->
          at(SUM, contains.operand()) + " contains " + at(SUM, contains.part());
      case In in -> at(SUM, in.operand()) + " in (" + list(in.values()) + ")";
      case Found found -> found.subquery().print();
      case InTable in ->
          "lookupContains(" + in.table().print() + ", " + KeyPair.print(in.pairs()) + ")";
      case And and -> join(and.operands(), " and ", COMPARISON);
      case Or or -> join(or.operands(), " or ", AND);
      case Conditional choice ->
          "if(" + list(List.of(choice.condition(), choice.yes(), choice.no())) + ")";
      case Call call -> call.function().text() + "(" + list(call.arguments()) + ")";
    };
  }

  private static int strength(Expression expression) {
    return switch (expression) {
      case Or or -> OR;
      case And and -> AND;
      case Comparison c -> COMPARISON;
      case MatchesGlob m -> COMPARISON;
      case MatchesRegex m -> COMPARISON;
      case Contains c -> COMPARISON;
      case In in -> COMPARISON;
      case Found found -> ATOM;
      case InTable in -> ATOM;
      case Arithmetic sum -> sum.operation().multiplies() ? PRODUCT : SUM;
      case Negative n -> UNARY;
      // Before a comparison it would take the comparison in.
      case Not n -> COMPARISON;
      case Text t -> ATOM;
      case Whole w -> ATOM;
      case Decimal d -> ATOM;
      case RegexLiteral r -> ATOM;
      case Truth t -> ATOM;
      case Nothing n -> ATOM;
      case FieldOf f -> ATOM;
      case Conditional c -> ATOM;
      case Call c -> ATOM;
    };
  }

  private static String at(int place, Expression operand) {
    return strength(operand) < place ? "(" + print(operand) + ")" : print(operand);
  }

  private static String join(List<Expression> operands, String between, int place) {
    return String.join(between, operands.stream().map(operand -> at(place, operand)).toList());
  }

  private static String list(List<Expression> items) {
    return join(items, ", ", ANYTHING);
  }

  private static String decimal(double value) {
    String plain = new BigDecimal(Double.toString(value)).toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }
}
