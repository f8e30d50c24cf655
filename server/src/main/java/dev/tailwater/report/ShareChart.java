package dev.tailwater.report;

import dev.tailwater.report.Categories.Slice;
import dev.tailwater.report.Sheet.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parts with their numbers in the legend, where they never overlap: a ring of which each is a
 * share, or a funnel of which each is what is left of the largest.
 */
record ShareChart(PanelData data, List<Slice> slices, boolean funnel) implements Drawing {
  private static final double SIDE_LEGEND_FROM = 130;
  private static final double VALUES_FROM = 180;
  private static final double INNER = 0.58;
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,2}(?:\\.\\d+)?)%");

  @Override
  public void draw(Sheet sheet, Box box) {
    List<Rgb> colors = colors();
    double whole =
        funnel ? slices.getFirst().value() : slices.stream().mapToDouble(Slice::value).sum();
    List<Legend.Entry> entries = new ArrayList<>();
    for (int i = 0; i < slices.size(); i++) {
      Slice slice = slices.get(i);
      String share = share(slice.value() / whole);
      entries.add(
          new Legend.Entry(
              data.settings().overrideName(slice.name()),
              colors.get(i),
              box.width() > VALUES_FROM
                  ? List.of(data.format(slice.value()), share)
                  : List.of(share)));
    }
    boolean side = box.width() > SIDE_LEGEND_FROM;
    Box left = new Legend(entries, List.of(), side).draw(sheet, box);
    if (funnel) {
      funnel(sheet, left, colors, whole);
    } else {
      ring(sheet, left, colors, whole);
    }
  }

  private List<Rgb> colors() {
    List<String> names = slices.stream().filter(slice -> !slice.rest()).map(Slice::name).toList();
    List<Rgb> palette = Palette.series(names, data.settings().family());
    List<Rgb> colors = new ArrayList<>();
    for (int i = 0; i < slices.size(); i++) {
      Slice slice = slices.get(i);
      Optional<Rgb> own = data.settings().overrideColor(slice.name());
      colors.add(slice.rest() ? Palette.LINE : own.isPresent() ? own.get() : palette.get(i));
    }
    return colors;
  }

  private static String share(double part) {
    return String.format(Locale.ROOT, part < 0.1 ? "%.1f%%" : "%.0f%%", 100 * part);
  }

  private void ring(Sheet sheet, Box box, List<Rgb> colors, double whole) {
    double outer = Math.min(box.width(), box.height()) / 2 * 0.92;
    double inner = outer * innerRadius();
    Point center = new Point(box.centerX(), box.centerY());
    double at = Math.PI / 2;
    for (int i = 0; i < slices.size(); i++) {
      double angle = 2 * Math.PI * slices.get(i).value() / whole;
      // A white line between parts; a part of next to nothing is not hidden by it.
      double gap = slices.size() > 1 ? Math.min(0.8 / outer, angle * 0.3) : 0;
      sheet.ring(center, inner, outer, at - gap / 2, at - angle + gap / 2, colors.get(i));
      at -= angle;
    }
  }

  private double innerRadius() {
    Matcher asked = PERCENT.matcher(data.settings().text("/general/innerRadius"));
    return asked.matches() ? Math.min(0.9, Double.parseDouble(asked.group(1)) / 92) : INNER / 0.92;
  }

  private void funnel(Sheet sheet, Box box, List<Rgb> colors, double whole) {
    double height = box.height() / slices.size();
    for (int i = 0; i < slices.size(); i++) {
      double top = half(box, slices.get(i).value() / whole);
      double next = i + 1 < slices.size() ? slices.get(i + 1).value() : slices.get(i).value();
      double bottom = half(box, next / whole);
      double y = box.y() + i * height;
      double x = box.centerX();
      sheet.polygon(
          List.of(
              new Point(x - top, y),
              new Point(x + top, y),
              new Point(x + bottom, y + height - 1),
              new Point(x - bottom, y + height - 1)),
          colors.get(i));
    }
  }

  private static double half(Box box, double share) {
    return box.width() / 2 * Math.max(0.02, share);
  }
}
