package dev.tailwater.report;

import dev.tailwater.report.Sheet.Align;
import dev.tailwater.report.Sheet.Letters;
import dev.tailwater.report.Sheet.Point;
import java.util.List;
import java.util.stream.IntStream;

/** A cell for each record, in the colour of the range that its number lies in. */
record Honeycomb(PanelData data, Categories categories) implements Drawing {
  private static final int MOST_CELLS = 500;
  private static final double ROOT_THREE = Math.sqrt(3);
  private static final double LARGEST = 36;
  private static final double NAMED_FROM = 14;

  @Override
  public void draw(Sheet sheet, Box box) {
    int all = categories.labels().size();
    int count = Math.min(all, MOST_CELLS);
    Box cells = count < all ? box.without(0, 0, 0, 9) : box;
    int columns = columns(count, cells);
    double radius = Math.min(LARGEST, radius(count, columns, cells));
    List<Double> values =
        categories.measures().isEmpty() ? List.of() : categories.measures().getFirst().values();
    for (int i = 0; i < count; i++) {
      int row = i / columns;
      double shift = row % 2 == 1 ? 0.5 : 0;
      Point center =
          new Point(
              cells.x() + (i % columns + 0.5 + shift) * ROOT_THREE * radius,
              cells.y() + radius + row * 1.5 * radius);
      double value = i < values.size() ? values.get(i) : Double.NaN;
      cell(sheet, center, radius, categories.labels().get(i), value);
    }
    if (count < all) {
      sheet.text(
          "The first " + count + " of " + all + " are drawn.",
          box.x(),
          box.bottom() - 2,
          box.width(),
          new Letters(SMALL, Palette.MUTED));
    }
  }

  private void cell(Sheet sheet, Point center, double radius, String name, double value) {
    Settings settings = data.settings();
    String ranges =
        settings.json().at("/honeyComb/thresholds").isArray()
            ? "/honeyComb/thresholds"
            : "/svp/thresholds";
    Rgb plain = Palette.first(null).mix(Palette.SURFACE, 0.55);
    Rgb color = Double.isNaN(value) ? plain : settings.thresholdColor(value, ranges).orElse(plain);
    sheet.polygon(
        IntStream.range(0, 6)
            .mapToObj(corner -> Math.PI / 3 * corner - Math.PI / 2)
            .map(angle ->
                new Point(
                    center.x() + (radius - 0.6) * Math.cos(angle),
                    center.y() + (radius - 0.6) * Math.sin(angle)))
            .toList(),
        color);
    if (radius > NAMED_FROM) {
      Letters letters = new Letters(Math.min(7, radius * 0.3), Palette.TEXT);
      double room = radius * 1.45;
      String shown = sheet.font().shorten(name, letters.size(), room);
      sheet.text(shown, center.x(), center.y() - 1, room + 1, letters, Align.CENTER);
      String text = Double.isNaN(value) ? "–" : data.format(value);
      sheet.text(
          text,
          center.x(),
          center.y() + letters.size() + 1,
          room,
          new Letters(letters.size(), Palette.TEXT, true),
          Align.CENTER);
    }
  }

  /** The number of columns with which cells are largest. */
  private static int columns(int count, Box box) {
    return IntStream.rangeClosed(1, Math.max(1, count))
        .boxed()
        .max((a, b) -> Double.compare(radius(count, a, box), radius(count, b, box)))
        .orElse(1);
  }

  private static double radius(int count, int columns, Box box) {
    int rows = (count + columns - 1) / columns;
    // A shifted row needs half a cell more.
    double across = (columns + (rows > 1 ? 0.5 : 0)) * ROOT_THREE;
    return Math.min(box.width() / across, box.height() / (2 + (rows - 1) * 1.5));
  }
}
