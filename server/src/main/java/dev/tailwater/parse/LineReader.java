package dev.tailwater.parse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tailwater.record.LogColumns;
import dev.tailwater.record.RecordBatch;
import dev.tailwater.store.LineKind;
import dev.tailwater.store.StoredText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line into the current row of a batch: its text, syslog header, time, level, and the
 * fields of Heroku's own lines. What does not fit the expected form leaves its cells null; nothing
 * is refused. Not thread-safe.
 */
final class LineReader {
  private static final byte[] ROUTER = "router".getBytes(US_ASCII);
  private static final byte[] APP = "app".getBytes(US_ASCII);
  private static final byte[] HEROKU = "heroku".getBytes(US_ASCII);
  private static final byte[] SOURCE = "source=".getBytes(US_ASCII);
  private static final byte[] NIL_DATA = "- ".getBytes(US_ASCII);

  /** A time is looked for in so many bytes at the beginning of a line that has no syslog header. */
  private static final int TIME_SEARCH_BYTES = 256;

  private final TimeWindow window;
  private final Time time = new Time();
  private final ToldText told = new ToldText();
  private final Map<Integer, byte[]> formats = new HashMap<>();

  // The format of the line before: most lines of a sender have the same.
  private int lastKey = -1;
  private byte[] lastFormat = new byte[0];

  private final Map<Level, byte[]> levelLabels = new EnumMap<>(Level.class);

  // The header of the current line: offsets of APP-NAME, PROCID and the message.
  private int originAt;
  private int originEnd;
  private int componentAt;
  private int componentEnd;
  private int messageAt;
  private int priority;
  private int priorityEnd;

  LineReader(TimeWindow window) {
    this.window = window;
  }

  /**
   * Sets the cells that depend on the line.
   *
   * @param text holds the line from {@code from} to {@code to}, without its closing line end; made
   *     valid UTF-8 first, with the replacement character for what is not
   */
  void read(RecordBatch batch, byte[] text, int from, int to, long receiptMicros) {
    if (isAscii(text, from, to)) {
      readValid(batch, text, from, to, receiptMicros);
    } else {
      byte[] valid =
          new String(text, from, to - from, StandardCharsets.UTF_8)
              .getBytes(StandardCharsets.UTF_8);
      readValid(batch, valid, 0, valid.length, receiptMicros);
    }
    batch.set(LogColumns.SIZE, to - from);
  }

  /** Sets the text of a line and nothing that would have to be read from it. */
  void keep(RecordBatch batch, byte[] text, int from, int to, long receiptMicros) {
    byte[] valid =
        new String(text, from, to - from, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    batch.set(LogColumns.RAW, valid);
    batch.set(LogColumns.SIZE, to - from);
    batch.set(LogColumns.KIND, LineKind.OTHER.place());
    setTime(batch, false, from, receiptMicros);
  }

  private void readValid(RecordBatch batch, byte[] text, int from, int to, long receiptMicros) {
    batch.set(LogColumns.RAW, text, from, to - from);
    boolean timed = readHeader(text, from, to);
    if (messageAt >= 0) {
      told.begin();
      batch.set(LogColumns.PRIORITY, priority);
      told.integer(LogColumns.PRIORITY, text, from + 1, priorityEnd);
      batch.set(LogColumns.ORIGIN, text, originAt, originEnd - originAt);
      told.text(LogColumns.ORIGIN, originAt, originEnd);
      batch.set(LogColumns.COMPONENT, text, componentAt, componentEnd - componentAt);
      told.text(LogColumns.COMPONENT, componentAt, componentEnd);
      boolean believed = setTime(batch, timed, from, receiptMicros);
      told.time(
          headerTimeAt, headerTimeAt + time.length(), believed ? time.form() : Time.Form.OTHER);
      readMessage(batch, text, to);
      int toldText = told.told(text, from, to);
      if (toldText != StoredText.NOT_TOLD) {
        batch.set(LogColumns.TOLD, toldText);
      }
      batch.set(LogColumns.KIND, kind(text).place());
    } else {
      batch.set(LogColumns.KIND, LineKind.OTHER.place());
      int timeAt = findTime(text, from, to);
      setTime(batch, timeAt >= 0, from, receiptMicros);
      setLevel(batch, Level.of(text, from, to));
    }
  }

  private void readMessage(RecordBatch batch, byte[] text, int to) {
    int message = messageAt;
    // Some senders write a NILVALUE for structured data, Logplex writes none at all.
    if (HerokuFields.startsWith(text, message, to, NIL_DATA)) {
      message += NIL_DATA.length;
    }
    boolean heroku = equals(text, originAt, originEnd, HEROKU);
    if (heroku && equals(text, componentAt, componentEnd, ROUTER)) {
      HerokuFields.router(batch, told, text, message, to);
      setLevel(batch, Level.of(text, message, Math.min(to, endOfAt(text, message, to))));
      return;
    }
    if (heroku && HerokuFields.startsWith(text, message, to, SOURCE)) {
      HerokuFields.metrics(batch, told, text, message, to);
      return;
    }
    HerokuFields.errorCode(batch, told, text, message, to);
    setLevel(batch, Level.of(text, message, to));
  }

  private LineKind kind(byte[] text) {
    if (told.isSet(LogColumns.METHOD)) {
      return LineKind.ROUTER;
    }
    if (told.isSet(LogColumns.MEMORY_TOTAL) || told.isSet(LogColumns.LOAD_AVG_1M)) {
      return LineKind.METRICS;
    }
    if (equals(text, originAt, originEnd, APP)) {
      for (int i = componentAt; i < componentEnd; i++) {
        if (text[i] == '.') {
          return LineKind.APP;
        }
      }
    }
    return LineKind.OTHER;
  }

  /** A router line's level is its {@code at}; words in its path say nothing. */
  private static int endOfAt(byte[] text, int from, int to) {
    int at = from;
    int spaces = 0;
    while (at < to) {
      if (text[at] == ' ') {
        spaces++;
        // "sock=backend " may stand before "at=error ".
        if (spaces == 2 || text[from] == 'a') {
          break;
        }
      }
      at++;
    }
    return at;
  }

  private void setLevel(RecordBatch batch, @Nullable Level level) {
    if (level != null) {
      batch.set(
          LogColumns.LOG_LEVEL,
          levelLabels.computeIfAbsent(level, l -> l.name().getBytes(US_ASCII)));
    }
  }

  /**
   * Reads {@code <PRI>1 TIME HOST APP-NAME PROCID MSGID } (RFC 5424 section 6 without structured
   * data).
   *
   * @return whether the time could be read; {@code messageAt} is -1 when there is no such header
   */
  private boolean readHeader(byte[] text, int from, int to) {
    messageAt = -1;
    int at = from;
    if (at >= to || text[at] != '<') {
      return false;
    }
    at++;
    priority = 0;
    int digits = at;
    while (at < to && at - digits < 3 && text[at] >= '0' && text[at] <= '9') {
      priority = priority * 10 + (text[at] - '0');
      at++;
    }
    if (at == digits || priority > 191 || at + 3 > to || text[at] != '>') {
      return false;
    }
    if (text[at + 1] != '1' || text[at + 2] != ' ') {
      return false;
    }
    priorityEnd = at;
    int timeAt = at + 3;
    int hostAt = afterSpace(text, timeAt, to);
    originAt = afterSpace(text, hostAt, to);
    componentAt = afterSpace(text, originAt, to);
    int messageIdAt = afterSpace(text, componentAt, to);
    if (messageIdAt < 0) {
      return false;
    }
    originEnd = componentAt - 1;
    componentEnd = messageIdAt - 1;
    int afterMessageId = afterSpace(text, messageIdAt, to);
    // A line that ends after its MSGID has an empty message.
    messageAt = afterMessageId < 0 ? to : afterMessageId;
    boolean timed = time.read(text, timeAt, hostAt - 1);
    headerTimeAt = timeAt;
    return timed;
  }

  private int headerTimeAt;

  private static int afterSpace(byte[] text, int from, int to) {
    if (from < 0) {
      return -1;
    }
    for (int i = from; i < to; i++) {
      if (text[i] == ' ') {
        return i > from ? i + 1 : -1;
      }
    }
    return -1;
  }

  /** Finds the leftmost time in a line without header. */
  private int findTime(byte[] text, int from, int to) {
    int last = Math.min(to - 19, from + TIME_SEARCH_BYTES);
    for (int i = from; i <= last; i++) {
      if (text[i + 4] == '-' && time.read(text, i, to)) {
        headerTimeAt = i;
        return i;
      }
    }
    return -1;
  }

  /** Sets the time; whether it is the one that was found. */
  private boolean setTime(RecordBatch batch, boolean found, int from, long receiptMicros) {
    boolean believed = found && window.contains(time.micros(), receiptMicros);
    batch.set(LogColumns.MESSAGE_TIME, believed ? time.micros() : receiptMicros);
    int offset = headerTimeAt - from;
    int kind = !found ? 0 : believed ? 1 : 2;
    int key = !found ? 0 : (offset << 10) | (time.length() << 2) | kind;
    if (key != lastKey) {
      lastKey = key;
      lastFormat =
          formats.computeIfAbsent(key, k -> format(kind, offset, time.length()).getBytes(US_ASCII));
    }
    batch.set(LogColumns.FORMAT, lastFormat);
    return believed;
  }

  private static String format(int kind, int offset, int length) {
    return switch (kind) {
      case 0 -> "t:none";
      case 1 -> "t:full,o:" + offset + ",l:" + length + ",p:yyyy-MM-dd'T'HH:mm:ss.SSSSSSZZZZZ";
      default -> "t:ac2,o:" + offset + ",l:" + length + ",p:yyyy-MM-dd'T'HH:mm:ss.SSSSSSZZZZZ";
    };
  }

  private static boolean isAscii(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean equals(byte[] text, int from, int to, byte[] word) {
    return Arrays.equals(text, from, to, word, 0, word.length);
  }
}
