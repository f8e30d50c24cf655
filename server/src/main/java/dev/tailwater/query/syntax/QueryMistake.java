package dev.tailwater.query.syntax;

/**
 * A query that cannot be understood or makes no sense: what is wrong and where. The compiler adds
 * line, column and caret before a user sees it.
 */
public final class QueryMistake extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The code of a text that does not follow the grammar or names what does not exist. */
  public static final String PARSE_ERROR = "parse.error";

  private final String code;
  private final int start;
  private final int end;

  /**
   * A mistake in the query.
   *
   * @param span the characters to point at
   * @param message one sentence without a closing full stop: expected, found, what to do
   */
  public QueryMistake(Span span, String message) {
    this(PARSE_ERROR, span, message);
  }

  /** A mistake with a code of its own. */
  public QueryMistake(String code, Span span, String message) {
    super(message);
    this.code = code;
    this.start = span.start();
    this.end = span.end();
  }

  /** Stable, for programs. */
  public String code() {
    return code;
  }

  /** The characters it is about. */
  public Span span() {
    return new Span(start, end);
  }

  /** The message; never null, unlike {@link #getMessage()}. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
