package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.ExpressionParser;
import dev.tailwater.query.syntax.Token;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How an operator is recognised, read and documented.
 *
 * @param entry its names and documentation
 * @param starts whether the stage at the cursor, which begins with one of the names, is this
 *     operator and not an expression over a field of that name
 * @param parser reads the stage from its name on
 * @param engineFunctions what its SQL calls
 */
public record OperatorSyntax(
    Entry entry, Predicate<Cursor> starts, Parser parser, List<EngineFunction> engineFunctions) {
  public OperatorSyntax {
    engineFunctions = List.copyOf(engineFunctions);
  }

  /** Reads a stage. */
  interface Parser {
    /**
     * The stage that begins at the cursor with one of the names.
     *
     * @param stages reads stages that stand in brackets inside this one
     */
    Operator parse(Cursor cursor, StageParser stages);
  }

  /** An operator whose name is followed by neither {@code as} nor an infix operator. */
  static OperatorSyntax of(Entry entry, Function<Cursor, Operator> parser) {
    return of(entry, cursor -> !isInfix(cursor.peekSecond()), parser);
  }

  /** An operator that is recognised in a way of its own. */
  static OperatorSyntax of(
      Entry entry, Predicate<Cursor> starts, Function<Cursor, Operator> parser) {
    return new OperatorSyntax(entry, starts, (cursor, stages) -> parser.apply(cursor), List.of());
  }

  /** An operator with stages in brackets. */
  static OperatorSyntax nesting(Entry entry, Parser parser) {
    return new OperatorSyntax(entry, cursor -> !isInfix(cursor.peekSecond()), parser, List.of());
  }

  /** The same operator, its SQL calling these. */
  OperatorSyntax calling(EngineFunction... functions) {
    return new OperatorSyntax(entry, starts, parser, List.of(functions));
  }

  /** Whether the stage at the cursor is this operator. */
  boolean recognises(Cursor cursor) {
    return entry.names().stream().anyMatch(name -> begins(cursor, name)) && starts.test(cursor);
  }

  /** A name has one or two words. */
  private static boolean begins(Cursor cursor, String name) {
    int blank = name.indexOf(' ');
    return blank < 0
        ? cursor.peek().isWord(name)
        : cursor.peek().isWord(name.substring(0, blank))
            && cursor.peekSecond().isWord(name.substring(blank + 1));
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
