package dev.tailwater.store;

import dev.tailwater.engine.Sql;
import dev.tailwater.record.Column;
import dev.tailwater.record.LogColumns;
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
          SELECT *, CASE WHEN _guess IS NOT NULL THEN %s END AS _guessed,
              %d + (_guess & %d) AS _header FROM (
            SELECT *, %s AS _guess FROM %s))))\
    """
        .formatted(
            columns,
            FORM,
            FORM,
            TextForm.head("_guess"),
            RAW,
            RAW,
            TextForm.head("_guess"),
            FORM,
            TextForm.text("_guess"),
            TextForm.HEADER.code(),
            TextForm.SHORT_TIME,
            guess(),
            rows);
  }

  /** The text of a row of a file, whole. */
  static String whole() {
    return "CASE WHEN %s IS NULL THEN %s ELSE %s END"
        .formatted(FORM, RAW, TextForm.text(FORM, RAW));
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
            TextForm.MEMORY.code(),
            name(LogColumns.LOAD_AVG_1M),
            TextForm.LOAD.code(),
            TextForm.HEADER.code(),
            name(LogColumns.CODE),
            TextForm.ROUTER.code(),
            TextForm.ROUTER_ERROR.code(),
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
