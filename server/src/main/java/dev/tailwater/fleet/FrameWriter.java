package dev.tailwater.fleet;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * Writes frames one after another into one array: {@code length SP message}, the length in bytes
 * (octet counting, RFC 6587 §3.4.1). Text goes in as bytes; nothing is allocated for a line.
 */
final class FrameWriter {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MONTHS =
      "JanFebMarAprMayJunJulAugSepOctNovDec".getBytes(StandardCharsets.US_ASCII);
  private static final long DAY = 86_400_000_000L;

  /** Most messages are 100 to 999 bytes long; any other moves by the difference at its end. */
  private static final int EXPECTED_DIGITS = 3;

  private byte[] bytes = new byte[128 * 1024];
  private int length;
  private int frameStart;

  // The calendar day that was printed last.
  private long day = Long.MIN_VALUE;
  private int year;
  private int month;
  private int dayOfMonth;

  int length() {
    return length;
  }

  int frameStart() {
    return frameStart;
  }

  FrameWriter begin(Heading heading, long micros) {
    frameStart = length;
    reserve(256);
    length += EXPECTED_DIGITS + 1;
    text(heading.before);
    switch (heading.time) {
      case MICROS -> timestamp(micros);
      case SECONDS -> seconds(micros, 'T').text("+00:00");
      case SECONDS_WITH_ZEROS -> seconds(micros, 'T').text(".000000+00:00");
    }
    return text(heading.after);
  }

  /** Completes the frame: the count that stands before the message is known only now. */
  void end() {
    int messageStart = frameStart + EXPECTED_DIGITS + 1;
    int count = length - messageStart;
    int digits = digits(count);
    if (digits != EXPECTED_DIGITS) {
      int moved = digits - EXPECTED_DIGITS;
      reserve(8);
      System.arraycopy(bytes, messageStart, bytes, messageStart + moved, count);
      length += moved;
    }
    int at = frameStart + digits;
    bytes[at] = ' ';
    for (int rest = count; at > frameStart; rest /= 10) {
      bytes[--at] = (byte) ('0' + rest % 10);
    }
  }

  /** Forgets the frame that was begun or ended last. */
  void undo() {
    length = frameStart;
  }

  /** Takes out the first bytes; what follows them moves to the front. */
  byte[] take(int count) {
    byte[] taken = Arrays.copyOf(bytes, count);
    System.arraycopy(bytes, count, bytes, 0, length - count);
    length -= count;
    frameStart = 0;
    return taken;
  }

  FrameWriter text(byte[] text) {
    return text(text, 0, text.length);
  }

  FrameWriter text(byte[] text, int from, int count) {
    reserve(count);
    System.arraycopy(text, from, bytes, length, count);
    length += count;
    return this;
  }

  FrameWriter text(String text) {
    int chars = text.length();
    reserve(chars);
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return text(text.substring(i).getBytes(StandardCharsets.UTF_8));
      }
      bytes[length++] = (byte) c;
    }
    return this;
  }

  FrameWriter symbol(char ascii) {
    reserve(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  FrameWriter number(long value) {
    if (value < 0) {
      return symbol('-').number(-value);
    }
    int digits = digits(value);
    reserve(digits);
    int at = length + digits;
    length = at;
    long rest = value;
    do {
      bytes[--at] = (byte) ('0' + (int) (rest % 10));
      rest /= 10;
    } while (rest > 0);
    return this;
  }

  /** A number of hundredths, with its two decimals: 4207 is written 42.07. */
  FrameWriter hundredths(long value) {
    number(value / 100).symbol('.');
    return two((int) (value % 100));
  }

  /** A number of tenths: 1036 is written 103.6. */
  FrameWriter tenths(long value) {
    return number(value / 10).symbol('.').number(value % 10);
  }

  /** 128 bits as a UUID is written. */
  FrameWriter uuid(long high, long low) {
    reserve(36);
    hex(high >>> 32, 8).symbol('-');
    hex(high >>> 16, 4).symbol('-');
    hex(high, 4).symbol('-');
    hex(low >>> 48, 4).symbol('-');
    return hex(low, 12);
  }

  FrameWriter hex(long value, int digits) {
    reserve(digits);
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      bytes[length++] = HEX[(int) (value >>> shift) & 15];
    }
    return this;
  }

  /** {@code 2025-03-18T07:42:58.06297+00:00}: trailing zeros of the fraction are not printed. */
  FrameWriter timestamp(long micros) {
    seconds(micros, 'T');
    int fraction = (int) Math.floorMod(micros, 1_000_000L);
    if (fraction != 0) {
      symbol('.');
      fraction(fraction, 6);
      while (bytes[length - 1] == '0') {
        length--;
      }
    }
    return text("+00:00");
  }

  /** Date and time of day without zone, as in {@code 2025-03-18 07:42:58}. */
  FrameWriter seconds(long micros, char separator) {
    findDay(micros);
    reserve(19);
    two(year / 100).two(year % 100).symbol('-').two(month).symbol('-').two(dayOfMonth);
    return symbol(separator).clock(micros);
  }

  /** The time of web servers' access logs: {@code 18/Mar/2025:07:42:05}. */
  FrameWriter accessTime(long micros) {
    findDay(micros);
    two(dayOfMonth).symbol('/').text(MONTHS, 3 * (month - 1), 3).symbol('/');
    return two(year / 100).two(year % 100).symbol(':').clock(micros);
  }

  /** The fraction of a second, in so many digits. */
  FrameWriter fraction(long micros, int digits) {
    int rest = (int) Math.floorMod(micros, 1_000_000L);
    for (int i = 6; i > digits; i--) {
      rest /= 10;
    }
    reserve(digits);
    for (int at = length + digits - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  private FrameWriter clock(long micros) {
    int second = (int) (Math.floorMod(micros, DAY) / 1_000_000);
    two(second / 3600).symbol(':').two(second / 60 % 60).symbol(':');
    return two(second % 60);
  }

  private void findDay(long micros) {
    long wanted = Math.floorDiv(micros, DAY);
    if (wanted != day) {
      day = wanted;
      LocalDate date = LocalDate.ofEpochDay(wanted);
      year = date.getYear();
      month = date.getMonthValue();
      dayOfMonth = date.getDayOfMonth();
    }
  }

  private FrameWriter two(int value) {
    reserve(2);
    bytes[length++] = (byte) ('0' + value / 10);
    bytes[length++] = (byte) ('0' + value % 10);
    return this;
  }

  private static int digits(long value) {
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private void reserve(int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
  }
}
