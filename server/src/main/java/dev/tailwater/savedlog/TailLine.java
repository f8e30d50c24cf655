package dev.tailwater.savedlog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Lines of {@code heroku logs}: {@code TIME SOURCE[DYNO]: MESSAGE}. The command colours them, which
 * files keep when it was forced to.
 */
final class TailLine {
  /** Time, source and dyno, with colours around them, are shorter. */
  private static final int MAX_HEADING_BYTES = 256;

  private static final byte[] ROUTER = "heroku[router]".getBytes(US_ASCII);
  private static final byte[] HEROKU = "heroku[".getBytes(US_ASCII);
  private static final byte[] METRICS = "source=".getBytes(US_ASCII);

  private TailLine() {}

  /** Whether a line has time, source and dyno in front. */
  static boolean begins(byte[] text, int from, int to) {
    byte[] heading = withoutColours(text, from, Math.min(to, from + MAX_HEADING_BYTES));
    return messageAt(heading) >= 0;
  }

  /**
   * Adds a message as the frame that Logplex would have sent. One without time, source and dyno is
   * added as it is, and repaired by who reads it.
   */
  static void write(byte[] text, int from, int to, ByteArrayOutputStream out) {
    byte[] line = withoutColours(text, from, to);
    int message = messageAt(line);
    if (message < 0) {
      out.writeBytes(line);
      out.write('\n');
      return;
    }
    int source = indexOf(line, ' ', 0) + 1;
    int bracket = indexOf(line, '[', source);
    int dynoEnd = indexOf(line, ']', bracket);
    ByteArrayOutputStream syslog = new ByteArrayOutputStream(line.length + 32);
    syslog.writeBytes(("<" + priority(line, source, message) + ">1 ").getBytes(US_ASCII));
    syslog.write(line, 0, source);
    syslog.writeBytes("host ".getBytes(US_ASCII));
    syslog.write(line, source, bracket - source);
    syslog.write(' ');
    syslog.write(line, bracket + 1, dynoEnd - bracket - 1);
    syslog.writeBytes(" - ".getBytes(US_ASCII));
    syslog.write(line, message, line.length - message);
    Pieces.frame(syslog.toByteArray(), 0, syslog.size(), out);
  }

  /** What Heroku's own lines of these kinds carry; the file does not tell it. */
  private static int priority(byte[] line, int source, int message) {
    if (matches(line, source, ROUTER)) {
      return 158;
    }
    if (matches(line, source, HEROKU)) {
      return matches(line, message, METRICS) ? 134 : 45;
    }
    return 190;
  }

  /** Where the message begins; -1 when the line is none of {@code heroku logs}. */
  private static int messageAt(byte[] line) {
    int space = indexOf(line, ' ', 0);
    boolean time =
        space >= 19
            && line[4] == '-'
            && line[7] == '-'
            && line[10] == 'T'
            && line[13] == ':'
            && line[16] == ':'
            && Lines.isDigit(line[0])
            && Lines.isDigit(line[18]);
    if (!time) {
      return -1;
    }
    int bracket = wordEnd(line, space + 1, '[');
    int end = bracket < 0 ? -1 : wordEnd(line, bracket + 1, ']');
    if (end < 0 || end + 1 >= line.length || line[end + 1] != ':') {
      return -1;
    }
    int message = end + 2;
    return message < line.length && line[message] == ' ' ? message + 1 : message;
  }

  /** Where a word of at least one byte ends in this character; -1 when it does not. */
  private static int wordEnd(byte[] line, int from, char end) {
    for (int i = from; i < line.length; i++) {
      if (line[i] == end) {
        return i > from ? i : -1;
      }
      if (line[i] <= ' ' || line[i] == '[' || line[i] == ']') {
        return -1;
      }
    }
    return -1;
  }

  private static int indexOf(byte[] line, char wanted, int from) {
    for (int i = from; i < line.length; i++) {
      if (line[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static boolean matches(byte[] line, int from, byte[] word) {
    return line.length - from >= word.length
        && Arrays.equals(line, from, from + word.length, word, 0, word.length);
  }

  /** The bytes without sequences of {@code ESC [ parameters m}. */
  private static byte[] withoutColours(byte[] text, int from, int to) {
    byte[] plain = new byte[Math.max(to - from, 0)];
    int length = 0;
    for (int at = from; at < to; at++) {
      int end = text[at] == 0x1B ? colourEnd(text, at, to) : -1;
      if (end > 0) {
        at = end;
      } else {
        plain[length++] = text[at];
      }
    }
    return length == plain.length ? plain : Arrays.copyOf(plain, length);
  }

  private static int colourEnd(byte[] text, int escape, int to) {
    int at = escape + 2;
    while (at < to && (Lines.isDigit(text[at]) || text[at] == ';')) {
      at++;
    }
    return escape + 1 < to && text[escape + 1] == '[' && at < to && text[at] == 'm' ? at : -1;
  }
}
