package dev.tailwater.query.operator;

import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.ExpressionParser;
import dev.tailwater.query.syntax.Token;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How an operator is recognised, read and documented.
 *
 * @param names the name it is documented under, then others; matched in any letter case
 * @param usage its form, for documentation
 * @param summary one line of documentation
 * @param starts whether the stage at the cursor, which begins with one of the names, is this
 *     operator and not an expression over a field of that name
 * @param parser reads the stage from its name on
 */
public record OperatorSyntax(
    List<String> names,
    String usage,
    String summary,
    Predicate<Cursor> starts,
    Function<Cursor, Operator> parser) {
  public OperatorSyntax {
    names = List.copyOf(names);
  }

  /** An operator whose name is followed by neither {@code as} nor an infix operator. */
  static OperatorSyntax of(
      List<String> names, String usage, String summary, Function<Cursor, Operator> parser) {
    return new OperatorSyntax(
        names, usage, summary, cursor -> !isInfix(cursor.peekSecond()), parser);
  }

  /** Whether a token after a name makes the name the start of an expression. */
  static boolean isInfix(Token token) {
    if (token.kind() != Token.Kind.SYMBOL) {
      return token.isWord("as") || ExpressionParser.isInfixWord(token);
    }
    return switch (token.text()) {
      case "+", "-", "*", "/", "=", "==", "!=", "<>", "<", "<=", ">", ">=", "?", "&&", "||" -> true;
      default -> false;
    };
  }
}
