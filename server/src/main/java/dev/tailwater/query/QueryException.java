package dev.tailwater.query;

import dev.tailwater.query.syntax.QueryMistake;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A query that was not answered, with a reason for its author. The message never holds SQL.
 *
 * <p>Codes are stable: {@code parse.error} for a query that makes no sense, {@code
 * invalid.timestamp.from}, {@code invalid.timestamp.to} and {@code to.smaller.than.from} for a time
 * range, {@code rate.limit.exceeded} when too many queries run, {@code query.timeout}, {@code
 * query.cancelled}, {@code query.memory}, {@code query.groups}, {@code query.rows}, {@code
 * query.regex} for a limit that was reached, {@code query.data} for records that a stage cannot
 * take, {@code query.table} for rows that could not be saved, {@code query.damaged} for a data file
 * that cannot be read, {@code query.failed} for anything else.
 */
public final class QueryException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String code;
  private final int line;
  private final int column;

  /** A failure that is not about a place in the text. */
  public QueryException(String code, String message) {
    this(code, message, null);
  }

  /** A failure that is not about a place in the text. */
  public QueryException(String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.line = 0;
    this.column = 0;
  }

  private QueryException(String code, String message, int line, int column) {
    super(message);
    this.code = code;
    this.line = line;
    this.column = column;
  }

  /** A mistake in a text, with its line and a caret under the place. */
  static QueryException in(String text, QueryMistake mistake) {
    return in(text, mistake, "");
  }

  /**
   * A mistake in a text, with its line and a caret under the place.
   *
   * @param note a last line of the message; empty for none
   */
  static QueryException in(String text, QueryMistake mistake, String note) {
    int start = Math.min(mistake.span().start(), text.length());
    int line = 1 + (int) text.substring(0, start).chars().filter(c -> c == '\n').count();
    int lineStart = text.lastIndexOf('\n', start - 1) + 1;
    int lineEnd = text.indexOf('\n', start);
    String shown = text.substring(lineStart, lineEnd < 0 ? text.length() : lineEnd);
    int column = start - lineStart + 1;
    int width = Math.max(1, Math.min(mistake.span().end() - start, shown.length() - column + 1));
    String message =
        "line %d, column %d: %s\n  %s\n  %s%s"
            .formatted(
                line,
                column,
                mistake.text(),
                shown.replace('\t', ' '),
                " ".repeat(column - 1),
                "^".repeat(width));
    if (!note.isEmpty()) {
      message += "\n  " + note;
    }
    return new QueryException(mistake.code(), message, line, column);
  }

  /** Stable, for programs. */
  public String code() {
    return code;
  }

  /** The line of the mistake from 1, or 0 when it has no place. */
  public int line() {
    return line;
  }

  /** The column of the mistake in characters from 1, or 0 when it has no place. */
  public int column() {
    return column;
  }
}
