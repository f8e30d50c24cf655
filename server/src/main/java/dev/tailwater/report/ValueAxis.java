package dev.tailwater.report;

import dev.tailwater.report.Settings.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * An axis of values.
 *
 * @param ticks values that have a label
 * @param label writes them
 */
record ValueAxis(
    double min,
    double max,
    boolean logarithmic,
    List<Double> ticks,
    DoubleFunction<String> label,
    List<Limit> limits) {
  private static final int PARTS = 4;
  private static final int MOST_TICKS = 12;

  /** Numbers beyond it could not be told apart from each other, or subtracted. */
  private static final double FARTHEST = 1e300;

  private static final double[] ROUND = {1, 2, 2.5, 5, 10};

  /**
   * The axis of a panel.
   *
   * @param least the smallest value, at most 0
   * @param largest the largest value
   */
  static ValueAxis of(Settings settings, double least, double largest) {
    return of(settings, "/axes/axisY", settings.unit(), least, largest, settings.limits());
  }

  /** The axis on the right. */
  static ValueAxis second(Settings settings, double least, double largest) {
    return of(settings, "/axes/axisY2", settings.secondUnit(), least, largest, List.of());
  }

  /** An axis that no author said anything about. */
  static ValueAxis plain(@Nullable String unit, double least, double largest) {
    return of(Settings.parse(""), "/none", unit, least, largest, List.of());
  }

  private static ValueAxis of(
      Settings settings,
      String pointer,
      @Nullable String unit,
      double least,
      double largest,
      List<Limit> limits) {
    // A limit that is out of sight could not warn.
    double highest =
        limits.stream()
            .filter(limit -> !limit.below())
            .mapToDouble(limit -> limit.value() * 1.1)
            .reduce(largest, Math::max);
    Optional<Double> min = settings.number(pointer + "/minimum");
    Optional<Double> max = settings.number(pointer + "/maximum").filter(value -> value > 0);
    DoubleFunction<String> label =
        settings.isOn(pointer + "/hideLabels")
            ? value -> ""
            : Quantity.onAxis(unit, max.orElse(highest));
    if (settings.isOn(pointer + "/logarithmic")) {
      return logarithmic(min.orElse(1.0), max.orElse(highest), label, limits);
    }
    double low = min.orElse(Math.min(0, least));
    double high = max.orElse(highest);
    low = Math.max(-FARTHEST, Math.min(FARTHEST, low));
    high = Math.min(FARTHEST, high);
    if (high <= low) {
      high = low + Math.max(1, Math.abs(low) / 100);
    }
    double base = Quantity.axisBase(unit, high);
    double step = round((high - low) / PARTS / base) * base;
    if (unit == null && largest >= 1 && largest <= PARTS) {
      // Counts of one or two would otherwise get ticks at halves.
      step = Math.max(1, step);
    }
    double bottom = min.isPresent() ? low : Math.floor(low / step) * step;
    double top = max.isPresent() ? high : Math.ceil(high / step - 1e-9) * step;
    List<Double> ticks = new ArrayList<>();
    double first = Math.ceil(bottom / step - 1e-9) * step;
    for (int i = 0; i < MOST_TICKS && first + i * step <= top + step * 1e-6; i++) {
      ticks.add(first + i * step);
    }
    return new ValueAxis(bottom, top, false, ticks, label, limits);
  }

  private static ValueAxis logarithmic(
      double min, double max, DoubleFunction<String> label, List<Limit> limits) {
    double from = Math.floor(Math.log10(min > 0 ? min : 1));
    double to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(1e-9, max))));
    List<Double> ticks = new ArrayList<>();
    double every = Math.ceil((to - from) / MOST_TICKS * 2);
    for (double power = from; power <= to; power += every) {
      ticks.add(Math.pow(10, power));
    }
    return new ValueAxis(Math.pow(10, from), Math.pow(10, to), true, ticks, label, limits);
  }

  private static double round(double atLeast) {
    double magnitude = Math.pow(10, Math.floor(Math.log10(atLeast)));
    for (double digit : ROUND) {
      if (digit * magnitude >= atLeast * 0.999) {
        return digit * magnitude;
      }
    }
    return 10 * magnitude;
  }

  /** Where a value is between the ends: 0 at the smaller, 1 at the larger one, beyond outside. */
  double place(double value) {
    if (logarithmic) {
      double low = Math.log10(min);
      return (Math.log10(Math.max(value, min / 10)) - low) / (Math.log10(max) - low);
    }
    return (value - min) / (max - min);
  }

  /** The width of its longest label. */
  double width(Sheet sheet) {
    return ticks.stream()
        .mapToDouble(tick -> sheet.font().width(label.apply(tick), Drawing.SMALL))
        .max()
        .orElse(0);
  }
}
