package dev.tailwater.query.syntax;

import java.util.List;

/** A value computed for each row. {@link #print()} gives text that reads as the same tree. */
public sealed interface Expression {
  /** Where it stands. */
  Span span();

  /** Text in double quotes. */
  record Text(String value, Span span) implements Expression {}

  /** A number without fraction. */
  record Whole(long value, Span span) implements Expression {}

  /** A number with fraction, or too large for a long. */
  record Decimal(double value, Span span) implements Expression {}

  /** {@code /regex/} as an argument of a function. */
  record RegexLiteral(String pattern, Span span) implements Expression {}

  /** {@code true} or {@code false}. */
  record Truth(boolean value, Span span) implements Expression {}

  /** {@code null}. */
  record Nothing(Span span) implements Expression {}

  /** The value of a field. */
  record FieldOf(Name name) implements Expression {
    @Override
    public Span span() {
      return name.span();
    }
  }

  /** {@code -x}. */
  record Negative(Expression operand, Span span) implements Expression {}

  /** {@code !x}. */
  record Not(Expression operand, Span span) implements Expression {}

  /** {@code a + b} and its like. */
  record Arithmetic(Operation operation, Expression left, Expression right) implements Expression {
    /** The operations. */
    public enum Operation {
      PLUS("+"),
      MINUS("-"),
      TIMES("*"),
      DIVIDED("/"),
      REMAINDER("%");

      private final String symbol;

      Operation(String symbol) {
        this.symbol = symbol;
      }

      /** How it is written. */
      public String symbol() {
        return symbol;
      }

      boolean multiplies() {
        return this == TIMES || this == DIVIDED || this == REMAINDER;
      }
    }

    @Override
    public Span span() {
      return left.span().to(right.span());
    }
  }

  /** {@code a < b} and its like. */
  record Comparison(Relation relation, Expression left, Expression right) implements Expression {
    /** The relations. */
    public enum Relation {
      EQUAL("="),
      NOT_EQUAL("!="),
      LESS("<"),
      AT_MOST("<="),
      GREATER(">"),
      AT_LEAST(">=");

      private final String symbol;

      Relation(String symbol) {
        this.symbol = symbol;
      }

      /** How it is written. */
      public String symbol() {
        return symbol;
      }
    }

    @Override
    public Span span() {
      return left.span().to(right.span());
    }
  }

  /** {@code x matches "glob*"}; the pattern may be computed. */
  record MatchesGlob(Expression operand, Expression pattern) implements Expression {
    @Override
    public Span span() {
      return operand.span().to(pattern.span());
    }
  }

  /** {@code x matches /regex/}: found anywhere. */
  record MatchesRegex(Expression operand, String pattern, Span span) implements Expression {}

  /** {@code a contains b}. */
  record Contains(Expression operand, Expression part) implements Expression {
    @Override
    public Span span() {
      return operand.span().to(part.span());
    }
  }

  /** {@code x in (a, b)}. */
  record In(Expression operand, List<Expression> values, Span span) implements Expression {
    public In {
      values = List.copyOf(values);
    }
  }

  /** The row has the values of one of the rows of a subquery. */
  record Found(Subquery subquery) implements Expression {
    @Override
    public Span span() {
      return subquery.span();
    }
  }

  /** A table has a row for this one: {@code lookupContains(path://"…", field = column)}. */
  record InTable(TableSource.Stored table, List<KeyPair> pairs, Span span) implements Expression {
    public InTable {
      pairs = List.copyOf(pairs);
    }
  }

  /** All operands hold; at least two. */
  record And(List<Expression> operands) implements Expression {
    public And {
      operands = List.copyOf(operands);
    }

    @Override
    public Span span() {
      return operands.getFirst().span().to(operands.getLast().span());
    }
  }

  /** Any operand holds; at least two. */
  record Or(List<Expression> operands) implements Expression {
    public Or {
      operands = List.copyOf(operands);
    }

    @Override
    public Span span() {
      return operands.getFirst().span().to(operands.getLast().span());
    }
  }

  /** {@code if(c, a, b)} and {@code c ? a : b}. */
  record Conditional(Expression condition, Expression yes, Expression no, Span span)
      implements Expression {}

  /** A function by name; which ones there are is not known here. */
  record Call(Name function, List<Expression> arguments, Span span) implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** The expression as text. */
  default String print() {
    return ExpressionPrinter.print(this);
  }
}
