package dev.tailwater.query.extract;

/** A path that cannot be understood: what is wrong and at which character of it. */
public final class PathMistake extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int offset;

  PathMistake(int offset, String message) {
    super(message);
    this.offset = offset;
  }

  /** Where it is, in characters from 0; the length of the path where its end is the mistake. */
  public int offset() {
    return offset;
  }

  /** What was expected and what was found. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
