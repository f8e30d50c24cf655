package dev.tailwater.fleet;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * How lively an app is by the hour of the day and the day of the week where its users live. The
 * mean over a week is 1.
 */
final class Rhythm {
  /** People at home: quiet at night, busiest after dinner, more at the weekend. */
  static final Rhythm EVENINGS =
      new Rhythm(
          new double[] {
            .38, .26, .20, .17, .17, .22, .40, .65, .85, .95, 1.0, 1.05, 1.15, 1.1, 1.0, 1.0, 1.1,
            1.3, 1.55, 1.85, 2.1, 2.0, 1.5, .85
          },
          new double[] {.92, .92, .95, .98, 1.0, 1.08, 1.15});

  /** Programs that serve people: the same waves, less high. */
  static final Rhythm ALL_DAY =
      new Rhythm(
          new double[] {
            .65, .55, .50, .48, .50, .55, .70, .85, 1.0, 1.1, 1.15, 1.15, 1.15, 1.15, 1.1, 1.1,
            1.15, 1.2, 1.3, 1.4, 1.5, 1.4, 1.15, .85
          },
          new double[] {1.05, 1.06, 1.06, 1.05, 1.04, .88, .86});

  /** People at work. */
  static final Rhythm OFFICE =
      new Rhythm(
          new double[] {
            .15, .12, .10, .10, .10, .15, .35, .9, 1.8, 2.2, 2.3, 2.1, 1.6, 1.9, 2.2, 2.1, 1.8, 1.2,
            .7, .5, .45, .40, .30, .20
          },
          new double[] {1.2, 1.25, 1.25, 1.25, 1.15, .5, .4});

  private final double[] hours;
  private final double[] days;

  private Rhythm(double[] hours, double[] days) {
    this.hours = meanOne(hours);
    this.days = meanOne(days);
  }

  double at(long micros, ZoneId zone) {
    ZonedDateTime local = Instant.ofEpochSecond(micros / 1_000_000).atZone(zone);
    int hour = local.getHour();
    double part = local.getMinute() / 60.0;
    double level = hours[hour] * (1 - part) + hours[(hour + 1) % 24] * part;
    return level * days[local.getDayOfWeek().getValue() - 1];
  }

  private static double[] meanOne(double[] levels) {
    double sum = 0;
    for (double level : levels) {
      sum += level;
    }
    double[] scaled = new double[levels.length];
    for (int i = 0; i < levels.length; i++) {
      scaled[i] = levels[i] * levels.length / sum;
    }
    return scaled;
  }
}
