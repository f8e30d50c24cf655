package dev.tailwater.report;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A colour: three parts from 0 to 255. */
record Rgb(int red, int green, int blue) {
  static final Rgb BLACK = new Rgb(0, 0, 0);

  /** Below it text on a surface cannot be read by everybody (WCAG 2, level AA). */
  private static final double LEAST_CONTRAST = 4.5;

  private static final Pattern HEX = Pattern.compile("#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})");

  /** A colour of this program, as six hex digits. */
  static Rgb of(int hex) {
    return new Rgb(hex >> 16 & 0xff, hex >> 8 & 0xff, hex & 0xff);
  }

  /** An author's colour; empty when it is not written as {@code #rgb} or {@code #rrggbb}. */
  static Optional<Rgb> parse(@Nullable String text) {
    if (text == null || !HEX.matcher(text).matches()) {
      return Optional.empty();
    }
    String digits = text.substring(1);
    String six = digits.length() == 3 ? digits.replaceAll("(\\w)", "$1$1") : digits;
    return Optional.of(of(HexFormat.fromHexDigits(six)));
  }

  /** A colour between two; weight 0 is this one, 1 the other. */
  Rgb mix(Rgb other, double weight) {
    return new Rgb(
        part(red, other.red, weight),
        part(green, other.green, weight),
        part(blue, other.blue, weight));
  }

  private static int part(int from, int to, double weight) {
    return (int) Math.round(from + (to - from) * weight);
  }

  /** The ratio of the luminances of two colours, from 1 to 21. */
  double contrast(Rgb other) {
    double light = Math.max(luminance(), other.luminance());
    double dark = Math.min(luminance(), other.luminance());
    return (light + 0.05) / (dark + 0.05);
  }

  private double luminance() {
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  }

  private static double linear(int part) {
    double c = part / 255.0;
    return c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }

  /** The same hue, dark enough to be read as text on a surface: thresholds are pastels. */
  Rgb readableOn(Rgb surface) {
    Rgb strong = saturated();
    for (int tenths = 0; tenths < 10; tenths++) {
      Rgb candidate = strong.mix(BLACK, tenths / 10.0);
      if (candidate.contrast(surface) >= LEAST_CONTRAST) {
        return candidate;
      }
    }
    return Palette.TEXT;
  }

  /** The same hue at full strength: darkening a pastel alone would turn it grey. */
  private Rgb saturated() {
    int least = Math.min(red, Math.min(green, blue));
    int spread = Math.max(red, Math.max(green, blue)) - least;
    if (spread < 12) {
      return this;
    }
    return new Rgb(
        strong(red, least, spread), strong(green, least, spread), strong(blue, least, spread));
  }

  private static int strong(int part, int least, int spread) {
    return Math.round((part - least) / (float) spread * 170 + 38);
  }
}
