package dev.tailwater.savedlog;

/** What a line looks like. The bounds are those of the line, without its end. */
final class Lines {
  private static final int MAX_COUNT_DIGITS = 7;

  private Lines() {}

  static boolean isBlank(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r' && text[i] != '\n') {
        return false;
      }
    }
    return true;
  }

  /** {@code <PRI>1 }. */
  static boolean isSyslog(byte[] text, int from, int to) {
    int at = from + 1;
    while (at < to && at - from <= 3 && isDigit(text[at])) {
      at++;
    }
    return from < to
        && text[from] == '<'
        && at > from + 1
        && at + 2 < to
        && text[at] == '>'
        && text[at + 1] == '1'
        && text[at + 2] == ' ';
  }

  /** {@code COUNT <PRI>1 }. */
  static boolean isFrame(byte[] text, int from, int to) {
    int message = counted(text, from, to);
    return message >= 0 && isSyslog(text, message, to);
  }

  /** Where the text after {@code COUNT SP} begins; -1 when no count stands here. */
  static int counted(byte[] text, int from, int to) {
    int at = from;
    while (at < to && at - from <= MAX_COUNT_DIGITS && isDigit(text[at])) {
      at++;
    }
    boolean count = at > from && at - from <= MAX_COUNT_DIGITS && at < to && text[at] == ' ';
    return count ? at + 1 : -1;
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
