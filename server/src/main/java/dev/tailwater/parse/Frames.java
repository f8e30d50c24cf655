package dev.tailwater.parse;

/**
 * Cuts a Logplex body into frames: {@code <count> SP <message>}, one after the other, the count in
 * bytes (octet counting, RFC 6587 section 3.4.1). Logplex puts nothing between frames, and a
 * message may hold line ends, so the counts rule.
 *
 * <p>Counts are wrong in practice: pasted samples, characters counted for bytes, bodies that end
 * early. A wrong count never costs a neighbour. When the bytes after a frame are not the beginning
 * of another one, the count is proven wrong and the frame ends before the next place that looks
 * like a frame start; a count that is missing or impossible makes the text up to there a frame of
 * its own. Frames like these are counted as {@linkplain #bad bad}.
 *
 * <p>A cursor over one body: not thread-safe.
 */
final class Frames {
  /** A count has at most seven digits: 9,999,999 bytes. */
  private static final int MAX_DIGITS = 7;

  private final byte[] body;
  private final int limit;
  private int at;
  private int start;
  private int end;
  private int bad;

  Frames(byte[] body, int offset, int length) {
    this.body = body;
    this.limit = offset + length;
    this.at = skipByteOrderMark(offset);
  }

  /** Moves to the next message; false at the end of the body. */
  boolean next() {
    while (true) {
      skipWhiteSpace();
      if (at >= limit) {
        return false;
      }
      int message = frameStart(at);
      if (message < 0) {
        bad++;
        return emit(at, endOfRaw());
      }
      int count = count(at, message - 1);
      if (count == 0) {
        at = message;
        continue;
      }
      int counted = message + count;
      if (counted == limit || (counted < limit && endsAt(message, counted))) {
        return emit(message, counted);
      }
      bad++;
      int overlap = counted < limit ? overlapOf(message, counted) : -1;
      return emit(message, overlap >= 0 ? overlap : endOfMiscounted(message, counted));
    }
  }

  /** Offset of the current message's first byte. */
  int start() {
    return start;
  }

  /** Offset after the current message's last byte. */
  int end() {
    return end;
  }

  /** Frames so far whose count was missing, impossible or wrong. */
  int bad() {
    return bad;
  }

  private boolean emit(int from, int to) {
    start = from;
    end = to;
    at = to;
    return true;
  }

  /** Whether a message that its count lets end here does end here. */
  private boolean endsAt(int message, int counted) {
    if (body[counted - 1] == '\n') {
      return true;
    }
    return overlapOf(message, counted) < 0 && isBoundary(counted);
  }

  /**
   * Where the next count begins when the one of this message is a little too large and reaches into
   * it; -1 when it does not. The digits before {@code counted} may also be the end of the message:
   * then the rest of the digits is a count that fits.
   */
  private int overlapOf(int message, int counted) {
    int digits = counted;
    while (digits > message && isDigit(body[digits - 1])) {
      digits--;
    }
    if (digits == counted || digits == message || syslogFrameStart(digits) < 0) {
      return -1;
    }
    return body[digits - 1] == '\n' || !countFits(counted) ? digits : -1;
  }

  /** Whether the frame that begins here ends where its count says. */
  private boolean countFits(int offset) {
    int message = frameStart(offset);
    if (message < 0) {
      return false;
    }
    int end = message + count(offset, message - 1);
    return end == limit || (end < limit && (body[end - 1] == '\n' || frameStart(end) >= 0));
  }

  /** Whether a frame, or white space before one, or the end begins here. */
  private boolean isBoundary(int offset) {
    int next = offset;
    while (next < limit && isWhiteSpace(body[next])) {
      next++;
    }
    return next == limit || frameStart(next) >= 0;
  }

  /**
   * Where a frame without usable count ends: the end of its line, or an earlier place that looks
   * like a frame start. Lines that were pasted without counts thus give one message each.
   */
  private int endOfRaw() {
    int offset = at;
    while (offset < limit && body[offset] != '\n') {
      if (offset > at && !isDigit(body[offset - 1]) && syslogFrameStart(offset) >= 0) {
        return offset;
      }
      offset++;
    }
    return offset;
  }

  /** Where a frame with a wrong count ends: before the next frame start, else at the body's end. */
  private int endOfMiscounted(int message, int counted) {
    // Too small: the rest of the message follows. Too large: the next frame is inside.
    for (int offset = message + 1; offset < limit; offset++) {
      if (isDigit(body[offset]) && !isDigit(body[offset - 1])) {
        boolean afterLine = body[offset - 1] == '\n';
        if (syslogFrameStart(offset) >= 0 && (afterLine || offset >= counted || counted > limit)) {
          return offset;
        }
      }
    }
    return limit;
  }

  /** Offset of the message when {@code <digits> SP <} stands at {@code offset}, else -1. */
  private int frameStart(int offset) {
    int digits = offset;
    while (digits < limit && digits - offset <= MAX_DIGITS && isDigit(body[digits])) {
      digits++;
    }
    int length = digits - offset;
    if (length == 0 || length > MAX_DIGITS || digits >= limit || body[digits] != ' ') {
      return -1;
    }
    // "0 " is an empty frame; any other message begins with its priority.
    boolean empty = count(offset, digits) == 0;
    return empty || (digits + 1 < limit && body[digits + 1] == '<') ? digits + 1 : -1;
  }

  /** Like {@link #frameStart}, but only before {@code <pri>1 }, which text seldom holds. */
  private int syslogFrameStart(int offset) {
    int message = frameStart(offset);
    if (message < 0 || message >= limit || body[message] != '<') {
      return -1;
    }
    int next = message + 1;
    while (next < limit && next - message <= 3 && isDigit(body[next])) {
      next++;
    }
    boolean header =
        next > message + 1
            && next + 2 < limit
            && body[next] == '>'
            && body[next + 1] == '1'
            && body[next + 2] == ' ';
    return header ? message : -1;
  }

  private int count(int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      count = count * 10 + (body[i] - '0');
    }
    return count;
  }

  private void skipWhiteSpace() {
    while (at < limit && isWhiteSpace(body[at])) {
      at++;
    }
  }

  private int skipByteOrderMark(int offset) {
    boolean mark =
        offset + 3 <= limit
            && body[offset] == (byte) 0xEF
            && body[offset + 1] == (byte) 0xBB
            && body[offset + 2] == (byte) 0xBF;
    return mark ? offset + 3 : offset;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isWhiteSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
