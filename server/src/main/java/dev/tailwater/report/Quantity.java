package dev.tailwater.report;

import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A number and the unit it reads best in: 0.25 s is 250 ms, 150747 bytes are 147.21 KB.
 *
 * @param unit empty when it has none
 */
record Quantity(String text, String unit) {
  private static final double COMPACT_FROM = 10_000_000;
  private static final double COMPACT_AXIS_FROM = 1_000;
  private static final List<Step> BYTES =
      IntStream.range(0, 6)
          .mapToObj(
              i -> new Step(List.of("B", "KB", "MB", "GB", "TB", "PB").get(i), Math.pow(1024, i)))
          .toList();
  private static final List<Step> TIME = List.of(new Step("ms", 1), new Step("s", 1000));
  private static final List<Step> COMPACT =
      List.of(
          new Step("", 1),
          new Step("K", 1e3),
          new Step("M", 1e6),
          new Step("B", 1e9),
          new Step("T", 1e12));
  private static final Map<String, Family> FAMILIES =
      Map.of(
          "ms", new Family(TIME, 1),
          "s", new Family(TIME, 1000),
          "b", new Family(BYTES, 1),
          "kb", new Family(BYTES, 1024),
          "mb", new Family(BYTES, 1024.0 * 1024),
          "gb", new Family(BYTES, 1024.0 * 1024 * 1024));
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("byte", "b"),
          Map.entry("bytes", "b"),
          Map.entry("millisecond", "ms"),
          Map.entry("milliseconds", "ms"),
          Map.entry("second", "s"),
          Map.entry("seconds", "s"),
          Map.entry("sec", "s"),
          Map.entry("percent", "%"),
          Map.entry("percentage", "%"),
          Map.entry("count", ""),
          Map.entry("none", ""));

  /**
   * A unit of a family.
   *
   * @param size how many of the family's smallest unit make one of this
   */
  private record Step(String symbol, double size) {}

  /**
   * Units that turn into each other.
   *
   * @param base the size of the unit that values arrive in
   */
  private record Family(List<Step> steps, double base) {
    Step fitting(double magnitude) {
      Step found = steps.getFirst();
      for (Step step : steps) {
        if (magnitude * base >= step.size) {
          found = step;
        }
      }
      return found;
    }

    Step own() {
      return steps.stream().filter(step -> step.size == base).findFirst().orElse(steps.getFirst());
    }
  }

  /**
   * A value of a unit.
   *
   * @param most the most decimals
   */
  static Quantity of(double value, @Nullable String unit, int most) {
    String name = normalized(unit);
    Family family = FAMILIES.get(name.toLowerCase(Locale.ROOT));
    if (family != null) {
      // Zero has no magnitude of its own: keep the unit the author chose.
      Step step = value == 0 ? family.own() : family.fitting(Math.abs(value));
      return new Quantity(decimals(value * family.base / step.size, most), step.symbol);
    }
    return new Quantity(
        Math.abs(value) >= COMPACT_FROM ? compact(value) : decimals(value, most), name);
  }

  /** The value and its unit as one text. */
  static String format(double value, @Nullable String unit, int most) {
    return of(value, unit, most).joined();
  }

  private String joined() {
    return unit.isEmpty() ? text : unit.equals("%") ? text + "%" : text + " " + unit;
  }

  /** Writes the labels of one axis: they share a unit, chosen by the largest value. */
  static DoubleFunction<String> onAxis(@Nullable String unit, double largest) {
    String name = normalized(unit);
    Family family = FAMILIES.get(name.toLowerCase(Locale.ROOT));
    if (family != null) {
      Step step = family.fitting(largest);
      return value ->
          value == 0
              ? "0"
              : decimals(value * family.base / step.size, step.size == 1 ? 1 : 2)
                  + " "
                  + step.symbol;
    }
    return value ->
        new Quantity(
                Math.abs(value) >= COMPACT_AXIS_FROM
                    ? compact(value)
                    : decimals(value, largest < 0.05 ? 4 : 2),
                name)
            .joined();
  }

  /** How many of a unit make one of the unit that an axis up to a value is labelled in. */
  static double axisBase(@Nullable String unit, double largest) {
    Family family = FAMILIES.get(normalized(unit).toLowerCase(Locale.ROOT));
    return family == null || !family.steps.equals(BYTES) || largest <= 0
        ? 1
        : family.fitting(largest).size / family.base;
  }

  private static String normalized(@Nullable String unit) {
    String key = unit == null ? "" : unit.strip();
    return ALIASES.getOrDefault(key.toLowerCase(Locale.ROOT), key);
  }

  private static String decimals(double value, int most) {
    DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.US));
    format.setMaximumFractionDigits(most);
    format.setRoundingMode(RoundingMode.HALF_UP);
    String text = format.format(value);
    return text.equals("-0") ? "0" : text;
  }

  private static String compact(double value) {
    Step step = new Family(COMPACT, 1).fitting(Math.abs(value));
    return decimals(value / step.size, 1) + step.symbol;
  }
}
