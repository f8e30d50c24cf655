package dev.tailwater.query.syntax;

import java.util.List;

/**
 * The part of a query before the first pipe: which lines it is about. {@link #print()} gives text
 * that reads as the same tree.
 */
public sealed interface Scope {
  /** Where it stands. */
  Span span();

  /** Every line: {@code *} or nothing. */
  record All(Span span) implements Scope {}

  /** A bare word, which may hold {@code *} and {@code ?}. */
  record Word(String text, Span span) implements Scope {}

  /** Text in quotes; no wildcards. */
  record Phrase(String text, Span span) implements Scope {}

  /**
   * {@code field=value}: the whole value, in any letter case.
   *
   * @param wildcards whether {@code *} and {@code ?} stand for other characters
   */
  record FieldIs(Name field, String value, boolean wildcards, Span span) implements Scope {}

  /** Lines that hold what a subquery found. */
  record Found(Subquery subquery) implements Scope {
    @Override
    public Span span() {
      return subquery.span();
    }
  }

  /** Lines outside the operand. */
  record Not(Scope operand, Span span) implements Scope {}

  /** Lines in all operands, at least two. */
  record And(List<Scope> operands, Span span) implements Scope {
    public And {
      operands = List.copyOf(operands);
    }
  }

  /** Lines in any operand, at least two. */
  record Or(List<Scope> operands, Span span) implements Scope {
    public Or {
      operands = List.copyOf(operands);
    }
  }

  /** The scope as text. */
  default String print() {
    return switch (this) {
      case All all -> "*";
      case Word word -> word.text();
      case Phrase phrase -> quote(phrase.text());
      case FieldIs is ->
          is.field().print() + "=" + (is.wildcards() ? is.value() : quote(is.value()));
      case Found found -> found.subquery().print();
      case Not not -> "!" + operand(not.operand());
      case And and -> join(and.operands(), " ");
      case Or or -> join(or.operands(), " or ");
    };
  }

  private static String join(List<Scope> operands, String between) {
    return String.join(between, operands.stream().map(Scope::operand).toList());
  }

  private static String operand(Scope scope) {
    return scope instanceof And || scope instanceof Or ? "(" + scope.print() + ")" : scope.print();
  }

  /** In a scope only {@code \"} and {@code \\} are escapes; any other backslash is itself. */
  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
