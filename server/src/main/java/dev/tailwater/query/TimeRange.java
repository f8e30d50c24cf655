package dev.tailwater.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The moments a query is about.
 *
 * @param from the first one
 * @param to the end, not included
 */
public record TimeRange(Instant from, Instant to) {
  private static final Pattern RELATIVE = Pattern.compile("([-+])((?:\\d{1,9}[smhdw])+)");
  private static final Pattern STEP = Pattern.compile("(\\d+)([smhdw])");
  private static final Pattern EPOCH_MILLIS = Pattern.compile("\\d{9,15}");

  private static final DateTimeFormatter LOCAL =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd['T'][' ']HH:mm[:ss]")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  public TimeRange {
    if (to.isBefore(from)) {
      throw new QueryException(
          "to.smaller.than.from",
          "the time range ends (" + to + ") before it starts (" + from + "); swap the two times");
    }
  }

  /**
   * Reads a range. Each end is relative ({@code -24h}, {@code -4h30m}, {@code now}, {@code +15m};
   * units s m h d w), an ISO 8601 date or time with or without offset, or milliseconds since 1970.
   *
   * @param to empty for now
   * @param zone for times without offset
   * @throws QueryException with code invalid.timestamp.from, invalid.timestamp.to or
   *     to.smaller.than.from
   */
  public static TimeRange parse(String from, String to, ZoneId zone, Instant now) {
    String start = from.strip();
    String end = to.strip();
    // A name of days stands for both ends.
    Optional<TimeRange> named = end.isEmpty() ? named(start, zone, now) : Optional.empty();
    if (named.isPresent()) {
      return named.get();
    }
    Instant first = moment(start, zone, now, "invalid.timestamp.from");
    return new TimeRange(
        first, end.isEmpty() ? now : moment(end, zone, now, "invalid.timestamp.to"));
  }

  /** The length of the range. */
  public Duration length() {
    return Duration.between(from, to);
  }

  private static Optional<TimeRange> named(String name, ZoneId zone, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    LocalDate monday = today.minusDays(today.getDayOfWeek().getValue() - 1L);
    LocalDate first = today.withDayOfMonth(1);
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "today" -> Optional.of(new TimeRange(midnight(today, zone), now));
      case "yesterday" -> Optional.of(days(today.minusDays(1), today, zone));
      case "week" -> Optional.of(new TimeRange(midnight(monday, zone), now));
      case "previous_week" -> Optional.of(days(monday.minusWeeks(1), monday, zone));
      case "month" -> Optional.of(new TimeRange(midnight(first, zone), now));
      case "previous_month" -> Optional.of(days(first.minusMonths(1), first, zone));
      default -> Optional.empty();
    };
  }

  private static TimeRange days(LocalDate from, LocalDate to, ZoneId zone) {
    return new TimeRange(midnight(from, zone), midnight(to, zone));
  }

  private static Instant midnight(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant();
  }

  private static Instant moment(String text, ZoneId zone, Instant now, String code) {
    if (text.equalsIgnoreCase("now")) {
      return now;
    }
    try {
      Matcher relative = RELATIVE.matcher(text);
      if (relative.matches()) {
        Duration distance = distance(relative.group(2));
        return relative.group(1).equals("-") ? now.minus(distance) : now.plus(distance);
      }
      if (EPOCH_MILLIS.matcher(text).matches()) {
        return Instant.ofEpochMilli(Long.parseLong(text));
      }
      if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
        return midnight(LocalDate.parse(text), zone);
      }
      if (text.matches(".*(?:[Zz]|[-+]\\d\\d:?\\d\\d)") && text.length() > 16) {
        String offset = text.replaceFirst("([-+]\\d\\d)(\\d\\d)$", "$1:$2").replace(' ', 'T');
        return OffsetDateTime.parse(offset.toUpperCase(Locale.ROOT)).toInstant();
      }
      return LocalDateTime.parse(text, LOCAL).atZone(zone).toInstant();
    } catch (DateTimeException | ArithmeticException e) {
      throw new QueryException(
          code,
          "expected a time such as -24h, now, 2024-05-01T10:00:00, 2024-05-01T10:00:00Z or"
              + " milliseconds since 1970, found \""
              + text
              + "\"",
          e);
    }
  }

  private static Duration distance(String steps) {
    Duration sum = Duration.ZERO;
    Matcher step = STEP.matcher(steps);
    while (step.find()) {
      long count = Long.parseLong(step.group(1));
      sum =
          sum.plus(
              switch (step.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                case "d" -> Duration.ofDays(count);
                default -> Duration.ofDays(Math.multiplyExact(count, 7L));
              });
    }
    return sum;
  }
}
