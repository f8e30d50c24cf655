package dev.tailwater.benchmarks.load;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times as Logplex writes them: {@code 2026-01-31T23:59:59.000042+00:00}. */
final class Timestamps {
  private Timestamps() {}

  static void append(StringBuilder to, Instant time) {
    LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    digits(to, utc.getYear(), 4).append('-');
    digits(to, utc.getMonthValue(), 2).append('-');
    digits(to, utc.getDayOfMonth(), 2).append('T');
    digits(to, utc.getHour(), 2).append(':');
    digits(to, utc.getMinute(), 2).append(':');
    digits(to, utc.getSecond(), 2).append('.');
    digits(to, utc.getNano() / 1_000, 6).append("+00:00");
  }

  private static StringBuilder digits(StringBuilder to, int value, int width) {
    String digits = Integer.toString(value);
    return to.repeat('0', width - digits.length()).append(digits);
  }
}
