package dev.tailwater.parse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tailwater.record.Column;
import dev.tailwater.record.ColumnType;
import dev.tailwater.record.LogColumns;
import dev.tailwater.store.StoredText;
import dev.tailwater.store.TextForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out how much of a line's text its columns tell, so that files need not hold it again: see
 * {@link TextForm}. Whoever sets a cell of the line says where its value stands in the text. What
 * this finds must be what the engine makes of the columns later, byte for byte; where there is any
 * doubt, nothing is told. Not thread-safe.
 */
final class ToldText {
  /** A decimal number with so many digits is the same again after it was a {@code double}. */
  private static final int MAX_DIGITS = 15;

  private static final int UNSET = 0;

  /** The end of a value that the engine would write in another way. */
  private static final int OTHERWISE = -1;

  private static final List<Step> HEAD = steps(TextForm.HEAD);
  private static final Map<TextForm, List<Step>> BODIES = bodies();

  // Where the values of the current line stand in its text, by the ids of their columns.
  private final int[] begins = new int[LogColumns.ALL.size() + 1];
  private final int[] ends = new int[LogColumns.ALL.size() + 1];
  private boolean shortTime;

  /** A piece of a form: what every line has there, or else the value of a column. */
  private static final class Step {
    private final byte[] constant;
    private final int column;
    private final boolean text;

    Step(byte[] constant, int column, boolean text) {
      this.constant = constant;
      this.column = column;
      this.text = text;
    }
  }

  /** Begins a line. */
  void begin() {
    Arrays.fill(ends, UNSET);
  }

  /** A text is the value of a column. */
  void text(Column column, int from, int to) {
    begins[column.id()] = from;
    ends[column.id()] = to;
  }

  /**
   * A whole number is the value of a column.
   *
   * @param from its first digit
   * @param to after its last digit
   */
  void integer(Column column, byte[] text, int from, int to) {
    begins[column.id()] = from;
    ends[column.id()] = isPlain(text, from, to) ? to : OTHERWISE;
  }

  /**
   * A decimal number is the value of a column.
   *
   * @param from its first character, the sign if it has one
   * @param to after its last digit
   */
  void decimal(Column column, byte[] text, int from, int to) {
    int wholeEnd = from;
    while (wholeEnd < to && text[wholeEnd] != '.') {
      wholeEnd++;
    }
    boolean asWritten =
        isPlain(text, from, wholeEnd)
            && to - from <= MAX_DIGITS
            && (TextForm.Cell.isCount(column) ? wholeEnd == to : to - wholeEnd == 3);
    begins[column.id()] = from;
    ends[column.id()] = asWritten ? to : OTHERWISE;
  }

  /** The time is that of the line. */
  void time(int from, int to, Time.Form form) {
    begins[LogColumns.MESSAGE_TIME.id()] = from;
    ends[LogColumns.MESSAGE_TIME.id()] = form == Time.Form.OTHER ? OTHERWISE : to;
    shortTime = form == Time.Form.NO_ZEROS;
  }

  /** Whether a column has a value. */
  boolean isSet(Column column) {
    return ends[column.id()] != UNSET;
  }

  /**
   * How the text of the line begins, as {@link LogColumns#TOLD}; {@link StoredText#NOT_TOLD} when
   * its columns do not tell it. For a line with syslog header, when all of its values are known.
   */
  int told(byte[] text, int from, int to) {
    int head = after(HEAD, text, from, to);
    if (head < 0) {
      return StoredText.NOT_TOLD;
    }
    TextForm form = form();
    int end = after(body(form), text, head, to);
    if (end < 0) {
      form = TextForm.HEADER;
      end = head;
    }
    return end == to
        ? StoredText.wholeTold(form, shortTime)
        : StoredText.told(form, shortTime, characters(text, from, end));
  }

  /** The form that the line may have, by what its columns hold. */
  private TextForm form() {
    if (isSet(LogColumns.METHOD)) {
      return isSet(LogColumns.CODE) ? TextForm.ROUTER_ERROR : TextForm.ROUTER;
    }
    if (isSet(LogColumns.MEMORY_TOTAL)) {
      return TextForm.MEMORY;
    }
    return isSet(LogColumns.LOAD_AVG_1M) ? TextForm.LOAD : TextForm.HEADER;
  }

  /** Where pieces end that begin at an offset; -1 when the text has others there. */
  private int after(List<Step> steps, byte[] text, int from, int to) {
    int at = from;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      byte[] constant = step.constant;
      if (constant.length > 0) {
        if (!HerokuFields.startsWith(text, at, to, constant)) {
          return -1;
        }
        at += constant.length;
        continue;
      }
      int begin = begins[step.column];
      int end = ends[step.column];
      if (end == UNSET) {
        continue;
      }
      // A number is known to be plain where it stands, a text may stand elsewhere as well.
      if (end == OTHERWISE
          || (begin != at
              && !(step.text
                  && to - at >= end - begin
                  && Arrays.equals(text, at, at + end - begin, text, begin, end)))) {
        return -1;
      }
      at += end - begin;
    }
    return at;
  }

  /** Digits as the engine writes a number: without zeros in front. */
  private static boolean isPlain(byte[] text, int from, int to) {
    if (to == from || (text[from] == '0' && to > from + 1)) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (text[i] < '0' || text[i] > '9') {
        return false;
      }
    }
    return true;
  }

  /** Characters of valid UTF-8: bytes that begin one. */
  private static int characters(byte[] text, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      if ((text[i] & 0xC0) != 0x80) {
        count++;
      }
    }
    return count;
  }

  private static List<Step> body(TextForm form) {
    return BODIES.getOrDefault(form, List.of());
  }

  private static Map<TextForm, List<Step>> bodies() {
    Map<TextForm, List<Step>> bodies = new EnumMap<>(TextForm.class);
    for (TextForm form : TextForm.values()) {
      bodies.put(form, steps(form.body()));
    }
    return bodies;
  }

  private static List<Step> steps(List<TextForm.Piece> pieces) {
    List<Step> steps = new ArrayList<>();
    for (TextForm.Piece piece : pieces) {
      steps.add(
          switch (piece) {
            case TextForm.Constant constant ->
                new Step(constant.text().getBytes(US_ASCII), 0, false);
            case TextForm.Cell cell ->
                new Step(
                    new byte[0], cell.column().id(), cell.column().type() == ColumnType.STRING);
          });
    }
    return List.copyOf(steps);
  }
}
