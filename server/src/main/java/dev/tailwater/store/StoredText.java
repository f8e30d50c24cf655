package dev.tailwater.store;

import dev.tailwater.engine.Sql;
import dev.tailwater.record.Column;
import dev.tailwater.record.LogColumns;
import java.util.stream.Collectors;

/**
 * The text of lines in files. What the columns of a line tell is not stored again: a file holds the
 * rest of the text and, as a {@link TextForm}, how the text begins. A line is cut only where its
 * text begins, byte for byte, with what the expression gives that reads it later: the parser finds
 * that out, which sees the text and its values side by side. Any other line is stored whole.
 */
public final class StoredText {
  /** The form of a line's text; null when the text is whole. Only files have it. */
  static final String FORM = "_rawform";

  private static final String RAW = Sql.identifier(LogColumns.RAW.name());

  /** {@link LogColumns#TOLD} is null. */
  public static final int NOT_TOLD = 0;

  private static final int FORM_BITS = 4;
  private static final int WHOLE = (1 << (31 - FORM_BITS)) - 1;

  private StoredText() {}

  /**
   * A text that begins as its columns tell, as {@link LogColumns#TOLD}.
   *
   * @param shortTime whether its time is without zeros at the end
   * @param characters how many they tell
   */
  public static int told(TextForm form, boolean shortTime, int characters) {
    return (characters << FORM_BITS) | (form.code() + (shortTime ? TextForm.SHORT_TIME : 0));
  }

  /** A text of which the columns tell all. */
  public static int wholeTold(TextForm form, boolean shortTime) {
    return told(form, shortTime, WHOLE);
  }

  /**
   * A query for the rows of a file: the columns of the table in their order, the text cut.
   *
   * @param rows an item of a FROM clause with {@link LogColumns#HOT}, and conditions that may
   *     follow
   */
  static String cut(String rows) {
    String columns =
        LogColumns.ALL.stream()
            .map(column -> column.equals(LogColumns.RAW) ? rest() : name(column))
            .collect(Collectors.joining(", "));
    return "SELECT %s, %s & %d AS %s FROM %s"
        .formatted(columns, name(LogColumns.TOLD), (1 << FORM_BITS) - 1, FORM, rows);
  }

  private static String rest() {
    String characters = "(%s >> %d)".formatted(name(LogColumns.TOLD), FORM_BITS);
    return """
    CASE WHEN %s IS NULL THEN %s WHEN %s = %d THEN '' ELSE substring(%s, %s + 1) END AS %s\
    """
        .formatted(name(LogColumns.TOLD), RAW, characters, WHOLE, RAW, characters, RAW);
  }

  /** The text of a row of a file, whole. */
  static String whole() {
    return "CASE WHEN %s IS NULL THEN %s ELSE %s END"
        .formatted(FORM, RAW, TextForm.text(FORM, RAW));
  }

  private static String name(Column column) {
    return Sql.identifier(column.name());
  }
}
