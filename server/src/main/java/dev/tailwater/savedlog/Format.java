package dev.tailwater.savedlog;

import java.util.Locale;

/** The forms in which logs are saved. */
public enum Format {
  /** Octet-counted syslog frames: the bodies of a Logplex drain. */
  LOGPLEX,
  /** A syslog message a line: {@code <PRI>1 TIME HOST APP PROCID - MESSAGE}. */
  SYSLOG,
  /** What {@code heroku logs} prints: {@code TIME app[web.1]: MESSAGE}. */
  HEROKU,
  /** Anything else. */
  TEXT;

  /** Lines that may stand before the first one of {@code heroku logs}: its warnings. */
  private static final int HEROKU_PREAMBLE_LINES = 5;

  /** Tells the form of a log by its beginning. */
  static Format of(byte[] head, int length) {
    int lines = 0;
    int at = length >= 3 && head[0] == (byte) 0xEF ? 3 : 0;
    while (at < length && lines < HEROKU_PREAMBLE_LINES) {
      int end = at;
      while (end < length && head[end] != '\n') {
        end++;
      }
      if (!Lines.isBlank(head, at, end)) {
        if (lines == 0 && Lines.isFrame(head, at, end)) {
          return LOGPLEX;
        }
        if (lines == 0 && Lines.isSyslog(head, at, end)) {
          return SYSLOG;
        }
        if (TailLine.begins(head, at, end)) {
          return HEROKU;
        }
        lines++;
      }
      at = end + 1;
    }
    return TEXT;
  }

  /** Whether what is sent are octet-counted frames. */
  boolean isFramed() {
    return this != TEXT;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
