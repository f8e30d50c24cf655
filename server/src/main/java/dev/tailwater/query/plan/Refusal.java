package dev.tailwater.query.plan;

import dev.tailwater.engine.Sql;
import java.util.Optional;

/**
 * Data that a stage does not take, such as more rows than its limit. Thrown by a {@link
 * Computation}; SQL raises it through {@link #unless}. The text says what was found and what to do.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** In an error of the engine, code and text stand between these. */
  private static final String START = "tailwater:refused:";

  private static final String END = "\u0001";

  private final String code;
  private final String text;

  /**
   * A refusal.
   *
   * @param code stable, for programs, see {@link dev.tailwater.query.QueryException}
   * @param text for the author of the query
   */
  public Refusal(String code, String text) {
    super(text);
    this.code = code;
    this.text = text;
  }

  /**
   * A limit of rows was reached.
   *
   * @param operator whose limit it is
   * @param verb what it does with the rows: takes, makes
   */
  public static Refusal tooManyRows(String operator, String verb, long limit) {
    return new Refusal(
        "query.rows",
        operator
            + " "
            + verb
            + " at most "
            + limit
            + " rows and there are more; choose a shorter time range or a narrower scope, or"
            + " aggregate before it");
  }

  /** A limit of text in rows was reached. */
  public static Refusal tooMuchText(String operator, long limit) {
    return new Refusal(
        "query.memory",
        operator
            + " takes at most "
            + limit
            + " characters in all and there are more; choose a shorter time range or a narrower"
            + " scope, or aggregate before it");
  }

  /** The refusal in an error of the engine, if that is what it is about. */
  public static Optional<Refusal> in(String engineMessage) {
    int start = engineMessage.indexOf(START) + START.length();
    int colon = engineMessage.indexOf(':', start);
    int end = engineMessage.indexOf(END, start);
    return start < START.length() || colon < 0 || end < colon
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                engineMessage.substring(start, colon), engineMessage.substring(colon + 1, end)));
  }

  /** SQL that is true where the condition holds and raises this where it does not. */
  public String unless(String condition) {
    return "CASE WHEN "
        + condition
        + " THEN true ELSE CAST(error("
        + Sql.literal(START + code + ":" + text + END)
        + ") AS BOOLEAN) END";
  }

  /** Stable, for programs. */
  public String code() {
    return code;
  }

  /** For the author of the query. */
  public String text() {
    return text;
  }
}
