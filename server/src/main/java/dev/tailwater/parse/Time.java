package dev.tailwater.parse;

/**
 * Reads the timestamps that syslog senders write: {@code yyyy-MM-dd'T'HH:mm:ss}, a fraction of one
 * to nine digits or none (Go senders trim trailing zeros), and {@code Z} or an offset (RFC 3339). A
 * space may stand for the {@code T}, and the offset may lack its colon.
 *
 * <p>A cursor: {@link #read} leaves the result in the fields. Not thread-safe.
 */
final class Time {
  private static final int DATE_TIME_LENGTH = 19;
  private static final int MAX_FRACTION = 6;
  private static final int ZONE_LENGTH = 6;
  private static final long[] MICROS_OF_DIGITS = {0, 100_000, 10_000, 1_000, 100, 10, 1};

  private long micros;
  private int length;
  private Form form = Form.OTHER;
  private boolean zoned;

  /** Microseconds since 1970 of the time read last; in UTC when it named no zone. */
  long micros() {
    return micros;
  }

  /** Bytes that the time read last took. */
  int length() {
    return length;
  }

  /** Whether the time read last named its zone. */
  boolean zoned() {
    return zoned;
  }

  /** How a time is written. */
  enum Form {
    /** In UTC as {@code +00:00}, with {@code T} and six digits after the point. */
    ALL_DIGITS,
    /** The same without zeros at the end, and without a point that nothing follows. */
    NO_ZEROS,
    OTHER
  }

  /** How the time read last is written. */
  Form form() {
    return form;
  }

  /** Reads a time that begins at {@code from}; false when none does. */
  boolean read(byte[] text, int from, int limit) {
    if (limit - from < DATE_TIME_LENGTH
        || text[from + 4] != '-'
        || text[from + 7] != '-'
        || (text[from + 10] != 'T' && text[from + 10] != ' ')
        || text[from + 13] != ':'
        || text[from + 16] != ':') {
      return false;
    }
    int year = digits(text, from, 4);
    int month = digits(text, from + 5, 2);
    int day = digits(text, from + 8, 2);
    int hour = digits(text, from + 11, 2);
    int minute = digits(text, from + 14, 2);
    int second = digits(text, from + 17, 2);
    if (year < 0
        || month < 1
        || month > 12
        || day < 1
        || day > 31
        || hour < 0
        || hour > 23
        || minute < 0
        || minute > 59
        || second < 0
        || second > 60) {
      return false;
    }
    int at = from + DATE_TIME_LENGTH;
    long fraction = 0;
    if (at + 1 < limit && (text[at] == '.' || text[at] == ',') && isDigit(text[at + 1])) {
      at++;
      int count = 0;
      while (at < limit && isDigit(text[at])) {
        if (count < 6) {
          count++;
          fraction += (text[at] - '0') * MICROS_OF_DIGITS[count];
        }
        at++;
      }
    }
    int offsetSeconds = 0;
    zoned = false;
    if (at < limit && text[at] == 'Z') {
      at++;
      zoned = true;
    } else if (at + 5 <= limit && (text[at] == '+' || text[at] == '-')) {
      int hours = digits(text, at + 1, 2);
      int minutesAt = text[at + 3] == ':' ? at + 4 : at + 3;
      int minutes = minutesAt + 2 <= limit ? digits(text, minutesAt, 2) : -1;
      if (hours >= 0 && minutes >= 0) {
        offsetSeconds = (hours * 60 + minutes) * 60 * (text[at] == '-' ? -1 : 1);
        at = minutesAt + 2;
        zoned = true;
      }
    }
    long seconds =
        daysSince1970(year, month, day) * 86_400L + hour * 3_600L + minute * 60L + second;
    micros = (seconds - offsetSeconds) * 1_000_000L + fraction;
    length = at - from;
    boolean exists = year >= 1_000 && second < 60 && day <= daysOf(month, year);
    form = exists ? formOf(text, from, at) : Form.OTHER;
    return true;
  }

  private static Form formOf(byte[] text, int from, int to) {
    int zone = to - ZONE_LENGTH;
    int point = from + DATE_TIME_LENGTH;
    int digits = zone - point - 1;
    if (zone < point
        || text[from + 10] != 'T'
        || text[zone] != '+'
        || text[zone + 1] != '0'
        || text[zone + 2] != '0'
        || text[zone + 3] != ':'
        || text[zone + 4] != '0'
        || text[zone + 5] != '0') {
      return Form.OTHER;
    }
    if (zone == point) {
      return Form.NO_ZEROS;
    }
    if (text[point] != '.' || digits < 1 || digits > MAX_FRACTION) {
      return Form.OTHER;
    }
    if (digits == MAX_FRACTION) {
      return Form.ALL_DIGITS;
    }
    return text[zone - 1] == '0' ? Form.OTHER : Form.NO_ZEROS;
  }

  private static int daysOf(int month, int year) {
    return switch (month) {
      case 4, 6, 9, 11 -> 30;
      case 2 -> (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
      default -> 31;
    };
  }

  /**
   * Days from 1970-01-01 in the Gregorian calendar, counted in 400-year cycles that begin in March.
   */
  private static long daysSince1970(int year, int month, int day) {
    int marchYear = month <= 2 ? year - 1 : year;
    int cycle = Math.floorDiv(marchYear, 400);
    int yearOfCycle = marchYear - cycle * 400;
    int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear;
    return cycle * 146_097L + dayOfCycle - 719_468;
  }

  private static int digits(byte[] text, int from, int count) {
    int value = 0;
    for (int i = from; i < from + count; i++) {
      if (!isDigit(text[i])) {
        return -1;
      }
      value = value * 10 + (text[i] - '0');
    }
    return value;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
