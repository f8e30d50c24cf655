package dev.tailwater.query;

import dev.tailwater.query.Moment.End;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The moments a query is about.
 *
 * @param from the first one
 * @param to the end, not included
 */
public record TimeRange(Instant from, Instant to) {
  /** Two moments take at most three words each, as in {@code 05/01/2024 5:30 pm}, and a "to". */
  private static final int MAX_WORDS = 7;

  public TimeRange {
    if (to.isBefore(from)) {
      throw new QueryException(
          "to.smaller.than.from",
          "the time range ends (" + to + ") before it starts (" + from + "); swap the two times");
    }
  }

  /**
   * Reads a range from one text: its start, with the end now ({@code -15m}); both ends, with white
   * space or {@code to} between ({@code -1d -12h}, {@code 05/01 10:00 to 05/01 11:00}); or the name
   * of days that are over ({@code yesterday}, {@code previous_week}, {@code previous_month}).
   *
   * @param zone for dates without offset, and where days begin
   * @throws QueryException with code invalid.timestamp.from, invalid.timestamp.to or
   *     to.smaller.than.from
   * @see Moment what an end may be
   */
  public static TimeRange parse(String text, ZoneId zone, Instant now) {
    String range = text.strip();
    return named(range, zone, now)
        .or(() -> Moment.read(range, zone, now).map(from -> new TimeRange(from, now)))
        .orElseGet(() -> ofTwoEnds(range, zone, now));
  }

  /** Days with a name that says both ends. */
  static Optional<TimeRange> named(String name, ZoneId zone, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    LocalDate monday = Moment.monday(today);
    LocalDate first = today.withDayOfMonth(1);
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "yesterday" -> Optional.of(days(today.minusDays(1), today, zone));
      case "previous_week" -> Optional.of(days(monday.minusWeeks(1), monday, zone));
      case "previous_month" -> Optional.of(days(first.minusMonths(1), first, zone));
      default -> Optional.empty();
    };
  }

  /** The length of the range. */
  public Duration length() {
    return Duration.between(from, to);
  }

  /** Moments may hold blanks, so every place between two words can be the one between the ends. */
  private static TimeRange ofTwoEnds(String text, ZoneId zone, Instant now) {
    List<String> words = List.of(text.split("\\s+"));
    Optional<String> secondEnd = Optional.empty();
    for (int i = 1; i < words.size() && words.size() <= MAX_WORDS; i++) {
      boolean to = words.get(i).equalsIgnoreCase("to");
      String second = String.join(" ", words.subList(to ? i + 1 : i, words.size()));
      Optional<Instant> first = Moment.read(String.join(" ", words.subList(0, i)), zone, now);
      Optional<Instant> last = Moment.read(second, zone, now);
      if (first.isPresent() && last.isPresent()) {
        return new TimeRange(first.get(), last.get());
      }
      if (first.isPresent()) {
        secondEnd = Optional.of(second);
      }
    }
    throw secondEnd
        .map(second -> Moment.unreadable(second, End.TO))
        .orElseGet(() -> Moment.unreadable(text, End.FROM));
  }

  private static TimeRange days(LocalDate from, LocalDate to, ZoneId zone) {
    return new TimeRange(Moment.midnight(from, zone), Moment.midnight(to, zone));
  }
}
