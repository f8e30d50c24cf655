package dev.tailwater.query.operator;

import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.TimeSlices;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import dev.tailwater.query.syntax.Token.Kind;
import java.util.Locale;

/**
 * How wide a time slice is, as it is written: {@code 5m}, {@code 1 w}.
 *
 * @param count from 1
 * @param unit one of {@code w d h m s}
 */
record SliceWidth(long count, char unit) {
  private static final String UNITS = "w d h m s";
  private static final int MOST_DIGITS = 9;

  /**
   * Reads a number and its unit.
   *
   * @param what what else could stand here, for the message
   */
  static SliceWidth parse(Cursor cursor, String what) {
    Token token = cursor.peek();
    if (token.kind() != Kind.NUMBER) {
      throw cursor.expected("a width such as 5m" + what);
    }
    cursor.next();
    int digits = digits(token.text());
    String unit = token.text().substring(digits);
    if (unit.isEmpty() && cursor.peek().kind() == Kind.WORD) {
      unit = cursor.next().text();
    }
    unit = unit.toLowerCase(Locale.ROOT);
    long count =
        digits == 0 || digits > MOST_DIGITS ? 0 : Long.parseLong(token.text().substring(0, digits));
    if (count < 1 || unit.length() != 1 || !UNITS.contains(unit)) {
      Span found = cursor.since(token.span().start());
      throw new QueryMistake(
          found,
          "expected a width such as 5m with a unit of "
              + UNITS
              + what
              + ", found "
              + cursor.text().substring(found.start(), found.end()));
    }
    return new SliceWidth(count, unit.charAt(0));
  }

  private static int digits(String text) {
    int digits = 0;
    while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    return digits;
  }

  String print() {
    return count + "" + unit;
  }

  long millis() {
    return count
        * switch (unit) {
          case 's' -> 1_000;
          case 'm' -> 60_000;
          case 'h' -> 3_600_000;
          case 'd' -> 86_400_000;
          default -> 604_800_000;
        };
  }

  /** Slices of this width on the clock of the query's time zone. */
  TimeSlices slices(PlanContext context) {
    return TimeSlices.onTheClock(context.offsetMillis(), millis());
  }
}
