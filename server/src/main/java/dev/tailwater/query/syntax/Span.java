package dev.tailwater.query.syntax;

/**
 * Where something stands in the text of a query, in characters from 0, {@code end} exclusive.
 *
 * <p>All spans are equal to each other, so that two trees are equal when they mean the same,
 * wherever they were written.
 */
public record Span(int start, int end) {
  /** The span from the start of this one to the end of the other. */
  public Span to(Span last) {
    return new Span(start, last.end);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Span;
  }

  @Override
  public int hashCode() {
    return 1;
  }
}
