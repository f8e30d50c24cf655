package dev.tailwater.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a moment as people and programs write it:
 *
 * <ul>
 *   <li>relative to now: {@code -24h}, {@code -4h30m}, {@code +15m}, in units s m h d w;
 *   <li>{@code now}, or the start of the {@code second}, {@code minute}, {@code hour}, {@code day}
 *       ({@code today}), {@code week}, {@code month}, {@code year}, or of {@code yesterday};
 *   <li>a date, perhaps with a time: {@code 05/01/2024 17:30}, {@code 5/1 5:30pm} (of this year),
 *       {@code 2024-05-01}, {@code 05-01 17:30:00.250}, {@code 2024-05-01T17:30:00+02:00};
 *   <li>milliseconds since 1970.
 * </ul>
 *
 * Without offset a date is local. All moments lie in the years 1 to 9999. Safe for use by many
 * threads.
 */
public final class Moment {
  private static final Pattern RELATIVE = Pattern.compile("([-+])((?:\\d{1,9}[smhdw]){1,8})");
  private static final Pattern STEP = Pattern.compile("(\\d+)([smhdw])");

  private static final Pattern DIGITS = Pattern.compile("\\d{1,15}");

  /** Of milliseconds that a person wrote: fewer are more likely a date without its marks. */
  private static final int MIN_DIGITS = 9;

  private static final String TIME =
      "(?:(?:T|\\s+)(?<hour>\\d\\d?)(?::(?<minute>\\d\\d)(?::(?<second>\\d\\d)(?:\\.(?<fraction>\\d{1,9}))?)?)?"
          + "\\s?(?<half>[ap]m)?(?<offset>Z|[-+]\\d\\d:?\\d\\d)?)?";
  private static final Pattern YEAR_FIRST =
      date("(?<year>\\d{4})-(?<month>\\d\\d?)-(?<day>\\d\\d?)");
  private static final Pattern YEAR_FIRST_SLASHED =
      date("(?<year>\\d{4})/(?<month>\\d\\d?)/(?<day>\\d\\d?)");
  private static final Pattern MONTH_FIRST =
      date("(?<month>\\d\\d?)(?<mark>[-/])(?<day>\\d\\d?)(?:\\k<mark>(?<year>\\d{4}))?");
  private static final Pattern ISO_TIME =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?(?:Z|[-+]\\d\\d:?\\d\\d)?");

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");

  private Moment() {}

  /** The ends of a range; an error tells which one could not be read. */
  public enum End {
    FROM,
    TO;

    /** Says what was expected at this end. */
    QueryException unreadable(String expected, String found) {
      return new QueryException(
          "invalid.timestamp." + name().toLowerCase(Locale.ROOT),
          "expected " + expected + ", found " + found);
    }
  }

  /**
   * Reads a moment.
   *
   * @param zone for dates without offset, and where days begin
   * @throws QueryException with code invalid.timestamp.from or invalid.timestamp.to
   */
  public static Instant parse(String text, End end, ZoneId zone, Instant now) {
    return read(text.strip(), zone, now).orElseThrow(() -> unreadable(text, end));
  }

  /** Reads a moment of a subquery, where {@code 2024/05/01} is a date too. */
  public static Instant parseInSubquery(String text, End end, ZoneId zone, Instant now) {
    String stripped = text.strip();
    return read(stripped, zone, now)
        .or(() -> guarded(() -> date(YEAR_FIRST_SLASHED, stripped, zone, now)))
        .orElseThrow(() -> unreadable(text, end));
  }

  /**
   * Reads a moment that does not depend on now: a date with {@code T} and time, or milliseconds.
   *
   * @throws QueryException with code invalid.timestamp.from or invalid.timestamp.to
   */
  public static Instant parseAbsolute(String text, End end, ZoneId zone) {
    return guarded(() ->
            ISO_TIME.matcher(text).matches()
                ? date(YEAR_FIRST, text, zone, Instant.EPOCH)
                : millis(text, 1))
        .orElseThrow(() ->
            end.unreadable(
                "milliseconds since 1970 or a time like 2024-05-01T17:30:00", '"' + text + '"'));
  }

  /** The moment so many milliseconds after the start of 1970, UTC. */
  public static Instant ofEpochMillis(long millis, End end) {
    return guarded(() -> Optional.of(Instant.ofEpochMilli(millis)))
        .orElseThrow(() -> unreadable(Long.toString(millis), end));
  }

  /** The moment that a text tells; empty when it tells none. */
  static Optional<Instant> read(String text, ZoneId zone, Instant now) {
    return guarded(() ->
        relative(text, now)
            .or(() -> millis(text, MIN_DIGITS))
            .or(() -> start(text, now.atZone(zone)))
            .or(() -> date(YEAR_FIRST, text, zone, now))
            .or(() -> date(MONTH_FIRST, text, zone, now)));
  }

  static QueryException unreadable(String text, End end) {
    String advice =
        YEAR_FIRST_SLASHED.matcher(text.strip()).matches()
            ? "; write the year last, or - instead of /"
            : "";
    return end.unreadable(
        "a time such as -24h, now, today, 05/01/2024 17:30, 2024-05-01T17:30:00Z or milliseconds"
            + " since 1970",
        '"' + text + '"' + advice);
  }

  /** A form that fits but means no moment, such as the 30th of February, is no moment either. */
  static Optional<Instant> guarded(Supplier<Optional<Instant>> form) {
    try {
      return form.get().filter(moment -> !moment.isBefore(FIRST) && moment.isBefore(AFTER_LAST));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> relative(String text, Instant now) {
    Matcher relative = RELATIVE.matcher(text);
    if (!relative.matches()) {
      return Optional.empty();
    }
    Duration distance = Duration.ZERO;
    Matcher step = STEP.matcher(relative.group(2));
    while (step.find()) {
      long count = Long.parseLong(step.group(1));
      distance =
          distance.plus(
              switch (step.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                case "d" -> Duration.ofDays(count);
                default -> Duration.ofDays(7 * count);
              });
    }
    return Optional.of(relative.group(1).equals("-") ? now.minus(distance) : now.plus(distance));
  }

  private static Optional<Instant> millis(String text, int minDigits) {
    return text.length() >= minDigits && DIGITS.matcher(text).matches()
        ? Optional.of(Instant.ofEpochMilli(Long.parseLong(text)))
        : Optional.empty();
  }

  private static Optional<Instant> start(String name, ZonedDateTime now) {
    LocalDate today = now.toLocalDate();
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "now" -> Optional.of(now.toInstant());
      case "second" -> Optional.of(now.truncatedTo(ChronoUnit.SECONDS).toInstant());
      case "minute" -> Optional.of(now.truncatedTo(ChronoUnit.MINUTES).toInstant());
      case "hour" -> Optional.of(now.truncatedTo(ChronoUnit.HOURS).toInstant());
      case "day", "today" -> Optional.of(midnight(today, now.getZone()));
      case "yesterday" -> Optional.of(midnight(today.minusDays(1), now.getZone()));
      case "week" -> Optional.of(midnight(monday(today), now.getZone()));
      case "month" -> Optional.of(midnight(today.withDayOfMonth(1), now.getZone()));
      case "year" -> Optional.of(midnight(today.withDayOfYear(1), now.getZone()));
      default -> Optional.empty();
    };
  }

  static Instant midnight(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant();
  }

  static LocalDate monday(LocalDate day) {
    return day.minusDays(day.getDayOfWeek().getValue() - 1L);
  }

  private static Pattern date(String date) {
    return Pattern.compile(date + TIME, Pattern.CASE_INSENSITIVE);
  }

  private static Optional<Instant> date(Pattern form, String text, ZoneId zone, Instant now) {
    Matcher parts = form.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String year = parts.group("year");
    LocalDate date =
        LocalDate.of(
            year == null ? now.atZone(zone).getYear() : Integer.parseInt(year),
            Integer.parseInt(parts.group("month")),
            Integer.parseInt(parts.group("day")));
    if (parts.group("hour") == null) {
      return Optional.of(midnight(date, zone));
    }
    String offset = parts.group("offset");
    return time(parts)
        .map(time ->
            date.atTime(time)
                .atZone(offset == null ? zone : ZoneOffset.of(offset.toUpperCase(Locale.ROOT)))
                .toInstant());
  }

  /** Hour and minute, or an hour of one half of the day. */
  private static Optional<LocalTime> time(Matcher parts) {
    int hour = Integer.parseInt(parts.group("hour"));
    String half = parts.group("half");
    if (half == null ? parts.group("minute") == null : hour < 1 || hour > 12) {
      return Optional.empty();
    }
    if (half != null) {
      hour = hour % 12 + (half.equalsIgnoreCase("pm") ? 12 : 0);
    }
    return Optional.of(
        LocalTime.of(
            hour, number(parts.group("minute")), number(parts.group("second")), nanos(parts)));
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static int nanos(Matcher parts) {
    String fraction = parts.group("fraction");
    return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
  }
}
