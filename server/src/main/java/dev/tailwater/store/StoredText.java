package dev.tailwater.store;

import dev.tailwater.engine.Sql;
import dev.tailwater.record.Column;
import dev.tailwater.record.LogColumns;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The text of lines in files. What the columns of a line tell is not stored again: a file holds the
 * rest of the text and, as a {@link TextForm}, how the text begins. Both ways are the same SQL: a
 * line is cut only where its text begins, byte for byte, with what the expression gives that reads
 * it later. Any other line is stored whole.
 */
final class StoredText {
  /** The form of a line's text; null when the text is whole. Only files have it. */
  static final String FORM = "_rawform";

  private static final String RAW = Sql.identifier(LogColumns.RAW.name());
  private static final String TIME = Sql.identifier(LogColumns.MESSAGE_TIME.name());

  private StoredText() {}

  /**
   * A query for the rows of a file: the columns of the table in their order, the text cut.
   *
   * @param rows an item of a FROM clause with {@link LogColumns#ALL}, and conditions that may
   *     follow
   */
  static String cut(String rows) {
    String columns =
        LogColumns.ALL.stream()
            .map(column ->
                column.equals(LogColumns.RAW)
                    ? "substring(%s, length(_begin) + 1) AS %s".formatted(RAW, RAW)
                    : Sql.identifier(column.name()))
            .collect(Collectors.joining(", "));
    return """
    SELECT %s, %s FROM (
      SELECT *, CASE %s WHEN _guess THEN _guessed WHEN _header THEN %s ELSE '' END AS _begin FROM (
        SELECT *, CASE WHEN starts_with(%s, _guessed) THEN _guess
            WHEN starts_with(%s, %s) THEN _header END AS %s FROM (
          SELECT *, CASE %s END AS _guessed, %d + (_guess & %d) AS _header FROM (
            SELECT *, %s AS _guess FROM %s))))\
    """
        .formatted(
            columns,
            FORM,
            FORM,
            header(),
            RAW,
            RAW,
            header(),
            FORM,
            cases("_guess", (form, shortTime) -> form.text(shortTime)),
            TextForm.HEADER.code(false),
            TextForm.SHORT_TIME,
            guess(),
            rows);
  }

  /** For lines that begin like others and go on in an order of their own. */
  private static String header() {
    return "CASE WHEN _guess < %d THEN %s ELSE %s END"
        .formatted(TextForm.SHORT_TIME, TextForm.HEADER.text(false), TextForm.HEADER.text(true));
  }

  /** The text of a row of a file, whole. */
  static String whole() {
    return "CASE "
        + cases(FORM, (form, shortTime) -> form.text(shortTime, RAW))
        + " ELSE "
        + RAW
        + " END";
  }

  private static String cases(String selector, BiFunction<TextForm, Boolean, String> text) {
    StringBuilder cases = new StringBuilder(selector);
    for (TextForm form : TextForm.values()) {
      for (boolean shortTime : new boolean[] {false, true}) {
        cases
            .append(" WHEN ")
            .append(form.code(shortTime))
            .append(" THEN ")
            .append(text.apply(form, shortTime));
      }
    }
    return cases.toString();
  }

  /** The code of the form that a line may have, by what its columns hold. */
  private static String guess() {
    return """
    CASE WHEN %s IS NOT NULL THEN
      CASE WHEN %s IS NULL THEN CASE
          WHEN %s IS NOT NULL THEN %d WHEN %s IS NOT NULL THEN %d ELSE %d END
        WHEN %s IS NULL THEN %d ELSE %d END
      + CASE WHEN %s THEN %d ELSE 0 END
    END\
    """
        .formatted(
            name(LogColumns.PRIORITY),
            name(LogColumns.METHOD),
            name(LogColumns.MEMORY_TOTAL),
            TextForm.MEMORY.code(false),
            name(LogColumns.LOAD_AVG_1M),
            TextForm.LOAD.code(false),
            TextForm.HEADER.code(false),
            name(LogColumns.CODE),
            TextForm.ROUTER.code(false),
            TextForm.ROUTER_ERROR.code(false),
            hasShortTime(),
            TextForm.SHORT_TIME);
  }

  /** Whether the time of a text lacks the zeros that six digits would have. */
  private static String hasShortTime() {
    return "epoch_us(%s) %% 10 = 0 AND NOT contains(left(%s, 40), strftime(%s, '.%%f+00:00'))"
        .formatted(TIME, RAW, TextForm.utc(TIME));
  }

  private static String name(Column column) {
    return Sql.identifier(column.name());
  }
}
