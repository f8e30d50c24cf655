package dev.tailwater.report;

import dev.tailwater.report.Settings.Limit;
import dev.tailwater.report.Sheet.Align;
import dev.tailwater.report.Sheet.Letters;
import dev.tailwater.report.Sheet.Pen;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The area of a chart whose values go up.
 *
 * @param right the axis on the right; null when there is none
 */
record Plot(Box area, ValueAxis left, @Nullable ValueAxis right) {
  private static final double LABEL_ROOM = 9;
  private static final double TIME_ROOM = 44;
  private static final double LIMIT_LINE = 0.8;
  private static final Letters LABELS = new Letters(Drawing.SMALL, Palette.MUTED);

  /** Seconds between labels of a time axis. */
  private static final long[] STEPS = {
    1, 5, 15, 30, 60, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200
  };

  private static final int[] DAYS = {1, 2, 7, 14, 28, 91, 182, 365, 730, 3_650};
  private static final DateTimeFormatter CLOCK = formatter("HH:mm");
  private static final DateTimeFormatter SECONDS = formatter("HH:mm:ss");
  private static final DateTimeFormatter DATE = formatter("d MMM");
  private static final DateTimeFormatter MONTH = formatter("MMM uuuu");

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.UK);
  }

  /** Draws the axes into a box; what is left in the middle is the area. */
  static Plot draw(Sheet sheet, Box box, ValueAxis left, @Nullable ValueAxis right) {
    double rightRoom = right == null ? 4 : right.width(sheet) + 4;
    Box area = box.without(left.width(sheet) + 4, 4, rightRoom, LABEL_ROOM);
    Plot plot = new Plot(area, left, right);
    for (double tick : left.ticks()) {
      double y = plot.y(tick);
      sheet.line(area.x(), y, area.right(), y, new Pen(Palette.GRID, 0.5));
      sheet.text(left.label().apply(tick), area.x() - 3, y + 2, box.width(), LABELS, Align.RIGHT);
    }
    if (right != null) {
      for (double tick : right.ticks()) {
        sheet.text(
            right.label().apply(tick),
            area.right() + 3,
            plot.y(tick, right) + 2,
            rightRoom,
            LABELS);
      }
    }
    sheet.line(area.x(), area.bottom(), area.right(), area.bottom(), new Pen(Palette.LINE, 0.5));
    return plot;
  }

  double y(double value) {
    return y(value, left);
  }

  double y(double value, ValueAxis axis) {
    // A value far outside would leave what a PDF can hold.
    double place = Math.max(-10, Math.min(10, axis.place(value)));
    return area.bottom() - place * area.height();
  }

  /** Draws the author's limits as lines across. */
  void limits(Sheet sheet) {
    for (Limit limit : left.limits()) {
      double y = y(limit.value());
      sheet.line(area.x(), y, area.right(), y, new Pen(limit.color(), LIMIT_LINE, true));
    }
  }

  /** Draws a label below the area. */
  void label(Sheet sheet, String text, double x, double most) {
    String shown = sheet.font().shorten(text, Drawing.SMALL, most);
    sheet.text(shown, x, area.bottom() + 7, most + 1, LABELS, Align.CENTER);
  }

  /**
   * Draws the labels of a time axis.
   *
   * @param from milliseconds since 1970 at the left end
   * @param to at the right end
   */
  void times(Sheet sheet, double from, double to, ZoneId zone) {
    double span = to - from;
    double least = span / Math.max(1, area.width() / TIME_ROOM);
    double drawn = area.x() - TIME_ROOM;
    ZonedDateTime at = firstTick((long) from, least, zone);
    while (at.toInstant().toEpochMilli() <= to) {
      double x = area.x() + (at.toInstant().toEpochMilli() - from) / span * area.width();
      String text = timeLabel(at, span);
      double half = sheet.width(text, LABELS) / 2;
      if (x - half >= drawn + 6 && x - half >= area.x() - 8 && x + half <= area.right() + 6) {
        sheet.line(x, area.bottom(), x, area.bottom() + 2, new Pen(Palette.LINE, 0.5));
        sheet.text(text, x, area.bottom() + 8, TIME_ROOM, LABELS, Align.CENTER);
        drawn = x + half;
      }
      at = next(at, least);
    }
  }

  private static Optional<Long> seconds(double leastMillis) {
    for (long step : STEPS) {
      if (step * 1000 >= leastMillis) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }

  private static ZonedDateTime firstTick(long from, double leastMillis, ZoneId zone) {
    ZonedDateTime day = Instant.ofEpochMilli(from).atZone(zone).truncatedTo(ChronoUnit.DAYS);
    return seconds(leastMillis)
        .map(step -> {
          long passed = (from - day.toInstant().toEpochMilli()) / 1000;
          return day.plusSeconds((passed + step - 1) / step * step);
        })
        .orElse(day);
  }

  private static ZonedDateTime next(ZonedDateTime at, double leastMillis) {
    Optional<Long> seconds = seconds(leastMillis);
    if (seconds.isPresent()) {
      return at.plusSeconds(seconds.get());
    }
    for (int days : DAYS) {
      if (days * 86_400_000.0 >= leastMillis) {
        return at.plusDays(days);
      }
    }
    return at.plusYears((long) (leastMillis / 31_536_000_000.0) + 1);
  }

  /** A time on an axis over a span of so many milliseconds. */
  static String timeLabel(ZonedDateTime at, double span) {
    double day = 86_400_000;
    if (span <= 10 * 60_000) {
      return SECONDS.format(at);
    }
    if (span > 300 * day) {
      return MONTH.format(at);
    }
    boolean midnight = at.toLocalTime().equals(LocalTime.MIDNIGHT);
    return span > 4 * day || (midnight && span > day / 4) ? DATE.format(at) : CLOCK.format(at);
  }
}
