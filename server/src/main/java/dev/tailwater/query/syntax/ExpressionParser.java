package dev.tailwater.query.syntax;

import dev.tailwater.query.syntax.Expression.Arithmetic;
import dev.tailwater.query.syntax.Expression.Arithmetic.Operation;
import dev.tailwater.query.syntax.Expression.Comparison;
import dev.tailwater.query.syntax.Expression.Comparison.Relation;
import dev.tailwater.query.syntax.Expression.FieldOf;
import dev.tailwater.query.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads expressions: one method a level of precedence, weakest first. */
public final class ExpressionParser {
  private final Cursor cursor;

  private ExpressionParser(Cursor cursor) {
    this.cursor = cursor;
  }

  /** Reads the longest expression that starts at the cursor. */
  public static Expression parse(Cursor cursor) {
    return new ExpressionParser(cursor).conditional();
  }

  /** Whether this word, after a value, goes on with the expression. */
  public static boolean isInfixWord(Token token) {
    return token.isWord("matches")
        || token.isWord("contains")
        || token.isWord("in")
        || token.isWord("and")
        || token.isWord("or");
  }

  private Expression conditional() {
    cursor.enter("expression");
    Expression condition = or();
    if (cursor.acceptSymbol("?")) {
      Expression yes = conditional();
      cursor.expectSymbol(":", "between the two results of ?");
      Expression no = conditional();
      condition = new Expression.Conditional(condition, yes, no, condition.span().to(no.span()));
    }
    cursor.leave();
    return condition;
  }

  private Expression or() {
    List<Expression> operands = new ArrayList<>(List.of(and()));
    while (cursor.acceptWord("or") || cursor.acceptSymbol("||")) {
      operands.add(and());
    }
    return operands.size() == 1 ? operands.getFirst() : new Expression.Or(operands);
  }

  private Expression and() {
    List<Expression> operands = new ArrayList<>(List.of(comparison()));
    while (cursor.acceptWord("and") || cursor.acceptSymbol("&&")) {
      operands.add(comparison());
    }
    return operands.size() == 1 ? operands.getFirst() : new Expression.And(operands);
  }

  private Expression comparison() {
    Expression left = sum();
    Expression whole = comparisonOf(left);
    if (startsComparison()) {
      throw new QueryMistake(
          cursor.peek().span(),
          "expected \"and\", \"or\" or the end of the comparison, found "
              + cursor.peek().found()
              + "; comparisons cannot be chained");
    }
    return whole;
  }

  private boolean startsComparison() {
    Token token = cursor.peek();
    return relation(token) != null
        || token.isWord("matches")
        || token.isWord("contains")
        || token.isWord("in");
  }

  private Expression comparisonOf(Expression left) {
    Token token = cursor.peek();
    Relation relation = relation(token);
    if (relation != null) {
      cursor.next();
      return new Comparison(relation, left, sum());
    }
    if (cursor.acceptWord("matches")) {
      if (cursor.peek().isSymbol("/")) {
        Token regex = cursor.regexLiteral();
        Token flags = cursor.peek();
        if (flags.kind() == Kind.WORD && flags.span().start() == regex.span().end()) {
          throw new QueryMistake(
              flags.span(),
              "expected the end of the condition, found "
                  + flags.found()
                  + "; flags stand inside the expression: /(?i)text/");
        }
        return new Expression.MatchesRegex(left, regex.text(), left.span().to(regex.span()));
      }
      return new Expression.MatchesGlob(left, sum());
    }
    if (cursor.acceptWord("contains")) {
      return new Expression.Contains(left, sum());
    }
    if (cursor.acceptWord("in")) {
      return in(left);
    }
    if (token.isWord("not") && cursor.peekSecond().isWord("in")) {
      cursor.next();
      cursor.next();
      Expression in = in(left);
      return new Expression.Not(in, in.span());
    }
    return left;
  }

  private static @Nullable Relation relation(Token token) {
    if (token.kind() != Kind.SYMBOL) {
      return null;
    }
    return switch (token.text()) {
      case "=", "==" -> Relation.EQUAL;
      case "!=", "<>" -> Relation.NOT_EQUAL;
      case "<" -> Relation.LESS;
      case "<=" -> Relation.AT_MOST;
      case ">" -> Relation.GREATER;
      case ">=" -> Relation.AT_LEAST;
      default -> null;
    };
  }

  private Expression in(Expression left) {
    cursor.expectSymbol("(", "and a list of values after \"in\"");
    List<Expression> values = arguments("the list of values");
    if (values.isEmpty()) {
      throw new QueryMistake(cursor.since(left.span().start()), "expected at least one value");
    }
    return new Expression.In(left, values, cursor.since(left.span().start()));
  }

  private Expression sum() {
    Expression left = product();
    while (true) {
      if (cursor.acceptSymbol("+")) {
        left = new Arithmetic(Operation.PLUS, left, product());
      } else if (cursor.acceptSymbol("-")) {
        left = new Arithmetic(Operation.MINUS, left, product());
      } else {
        return left;
      }
    }
  }

  private Expression product() {
    Expression left = unary();
    while (true) {
      if (cursor.acceptSymbol("*")) {
        left = new Arithmetic(Operation.TIMES, left, unary());
      } else if (cursor.acceptSymbol("/")) {
        left = new Arithmetic(Operation.DIVIDED, left, unary());
      } else if (cursor.acceptSymbol("%")) {
        left = new Arithmetic(Operation.REMAINDER, left, unary());
      } else {
        return left;
      }
    }
  }

  private Expression unary() {
    Token token = cursor.peek();
    if (token.isSymbol("-")) {
      cursor.next();
      Expression operand = deeper();
      return new Expression.Negative(operand, token.span().to(operand.span()));
    }
    if (token.isSymbol("!") || (token.isWord("not") && notNegates())) {
      cursor.next();
      Expression operand = deeper();
      // !x = 1 means !(x = 1), and so for all comparisons: negating a field or what a function
      // gives only to compare it makes no sense.
      if (operand instanceof FieldOf || operand instanceof Expression.Call) {
        operand = comparisonOf(operand);
      }
      return new Expression.Not(operand, token.span().to(operand.span()));
    }
    return primary();
  }

  private Expression deeper() {
    cursor.enter("expression");
    Expression operand = unary();
    cursor.leave();
    return operand;
  }

  /** Whether {@code not} is followed by something to negate; else it is a field of that name. */
  private boolean notNegates() {
    Token second = cursor.peekSecond();
    return switch (second.kind()) {
      // The one infix word that is a function as well.
      case WORD -> second.isWord("contains") || (!isInfixWord(second) && !second.isWord("as"));
      case STRING, NUMBER -> true;
      case SYMBOL ->
          second.isSymbol("(")
              || second.isSymbol("!")
              || second.isSymbol("-")
              || second.isSymbol("%");
      case END -> false;
    };
  }

  private Expression primary() {
    Token token = cursor.peek();
    return switch (token.kind()) {
      case STRING -> {
        cursor.next();
        yield new Expression.Text(Quotes.unescape(token.text()), token.span());
      }
      case NUMBER -> {
        cursor.next();
        yield Numbers.parse(token);
      }
      case WORD -> word();
      case SYMBOL -> {
        if (cursor.acceptSymbol("(")) {
          Expression inner = conditional();
          cursor.expectSymbol(")", "to close the parenthesis");
          yield inner;
        }
        if (token.isSymbol("[")) {
          yield new Expression.Found(Subquery.parse(cursor));
        }
        if (token.isSymbol("%")) {
          yield new FieldOf(cursor.expectName("a field name"));
        }
        if (token.isSymbol("/")) {
          Token regex = cursor.regexLiteral();
          yield new Expression.RegexLiteral(regex.text(), regex.span());
        }
        throw operandExpected();
      }
      case END -> throw operandExpected();
    };
  }

  private QueryMistake operandExpected() {
    return cursor.expected(
        "a field, a number, a string or a function", Habits.forValue(cursor.peek()));
  }

  private Expression word() {
    Token token = cursor.next();
    Span span = token.span();
    if (cursor.acceptSymbol("(")) {
      if (token.isWord("lookupContains")) {
        return inTable(span);
      }
      List<Expression> arguments = arguments(token.text());
      Span whole = cursor.since(span.start());
      if (!token.isWord("if")) {
        return new Expression.Call(new Name(token.text(), span), arguments, whole);
      }
      if (arguments.size() != 3) {
        throw new QueryMistake(
            whole,
            "expected if(condition, then, else) with 3 arguments, found " + arguments.size());
      }
      return new Expression.Conditional(
          arguments.get(0), arguments.get(1), arguments.get(2), whole);
    }
    if (token.isWord("true") || token.isWord("false")) {
      return new Expression.Truth(token.isWord("true"), span);
    }
    return token.isWord("null")
        ? new Expression.Nothing(span)
        : new FieldOf(new Name(token.text(), span));
  }

  private Expression inTable(Span name) {
    TableSource.Stored table = TableSource.parseStored(cursor, "lookupContains");
    cursor.expectSymbol(",", "and field = column after the table");
    List<KeyPair> pairs = KeyPair.list(cursor);
    cursor.expectSymbol(")", "or \"and\" after field = column");
    return new Expression.InTable(table, pairs, cursor.since(name.start()));
  }

  private List<Expression> arguments(String what) {
    List<Expression> arguments = new ArrayList<>();
    if (cursor.acceptSymbol(")")) {
      return arguments;
    }
    do {
      arguments.add(conditional());
    } while (cursor.acceptSymbol(","));
    cursor.expectSymbol(")", "or \",\" in " + what);
    return arguments;
  }
}
