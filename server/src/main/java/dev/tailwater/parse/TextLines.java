package dev.tailwater.parse;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Cuts a text body into messages. When the first line looks like the beginning of a message (a
 * time, a syslog priority, a brace, a level), then lines that do not, and lines that continue by
 * their shape (indented, {@code at }, {@code Caused by:}), are added to the message before them: a
 * stack trace stays one message. Otherwise each line is a message. Blank lines are dropped.
 *
 * <p>A cursor over one body: not thread-safe.
 */
public final class TextLines {
  private static final byte[][] CONTINUATIONS = {
    "at ".getBytes(US_ASCII),
    "Caused by:".getBytes(US_ASCII),
    "...".getBytes(US_ASCII),
    "}".getBytes(US_ASCII)
  };

  /** A message of several lines holds at most so many of them and so many bytes. */
  private static final int MAX_LINES = 2_000;

  private static final int MAX_BYTES = 512 << 10;

  private final byte[] body;
  private final int limit;
  private final Time time = new Time();
  private final boolean multiline;
  private int at;
  private int start;
  private int end;

  TextLines(byte[] body, int offset, int length) {
    this.body = body;
    this.limit = offset + length;
    this.at = offset;
    skipBlank();
    this.multiline = beginsMessage(at, lineEnd(at));
  }

  /**
   * Whether the first line that is not blank looks like the beginning of a message: then lines that
   * do not are added to the one before them.
   */
  public static boolean beginsMessage(byte[] text, int from, int length) {
    return new TextLines(text, from, length).multiline;
  }

  /** Moves to the next message; false at the end of the body. */
  boolean next() {
    skipBlank();
    if (at >= limit) {
      return false;
    }
    start = at;
    end = lineEnd(at);
    at = afterLine(end);
    for (int lines = 1; multiline && at < limit && lines < MAX_LINES; lines++) {
      int lineEnd = lineEnd(at);
      if (isBlank(at, lineEnd) || beginsMessage(at, lineEnd) || lineEnd - start > MAX_BYTES) {
        break;
      }
      end = lineEnd;
      at = afterLine(lineEnd);
    }
    return true;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  private boolean beginsMessage(int from, int to) {
    if (from >= to || body[from] == ' ' || body[from] == '\t') {
      return false;
    }
    for (byte[] continuation : CONTINUATIONS) {
      if (HerokuFields.startsWith(body, from, to, continuation)) {
        return false;
      }
    }
    byte first = body[from];
    if (first == '<' || first == '{') {
      return true;
    }
    int afterBracket = first == '[' ? from + 1 : from;
    return time.read(body, afterBracket, to)
        || Level.of(body, afterBracket, Math.min(to, afterBracket + 12)) != null;
  }

  private void skipBlank() {
    while (at < limit) {
      int lineEnd = lineEnd(at);
      if (!isBlank(at, lineEnd)) {
        return;
      }
      at = afterLine(lineEnd);
    }
  }

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  /** Offset of the line end, {@code \r\n} counting as one. */
  private int lineEnd(int from) {
    int to = from;
    while (to < limit && body[to] != '\n') {
      to++;
    }
    return to > from && body[to - 1] == '\r' ? to - 1 : to;
  }

  private int afterLine(int lineEnd) {
    int to = lineEnd;
    if (to < limit && body[to] == '\r') {
      to++;
    }
    return Math.min(to + 1, limit);
  }
}
