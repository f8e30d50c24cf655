package dev.tailwater.report;

import dev.tailwater.query.run.QueryResult;
import dev.tailwater.report.Sheet.Align;
import dev.tailwater.report.Sheet.Letters;
import dev.tailwater.report.TimeSeries.Series;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values as colours: a row for each series, a column for each slice. */
record HeatMap(PanelData data, TimeSeries values) implements Drawing {
  private static final double LEAST_ROW = 8;
  private static final double FOOT = 18;
  private static final int SCALE_STEPS = 40;
  private static final Letters LABELS = new Letters(SMALL, Palette.MUTED);

  /** A map of a panel; a note when it has no values, null when its records have no time. */
  static @Nullable Drawing of(PanelData data) {
    Optional<QueryResult> filled = data.filled();
    if (filled.isPresent() && Cells.timeColumn(filled.get()).isEmpty()) {
      return null;
    }
    TimeSeries values = TimeSeries.of(data);
    return values.isEmpty() ? Note.empty(data) : new HeatMap(data, values);
  }

  @Override
  public void draw(Sheet sheet, Box box) {
    int room = (int) Math.max(1, Math.floor((box.height() - FOOT) / LEAST_ROW));
    int shown = Math.min(room, values.series().size());
    double names =
        values.series().stream()
            .limit(shown)
            .mapToDouble(series -> Math.min(box.width() * 0.3, sheet.width(series.name(), LABELS)))
            .max()
            .orElse(0);
    Box area = box.without(names + 4, 0, 2, FOOT);
    double least = TimeSeries.smallest(values.series());
    double largest = TimeSeries.largest(values.series(), false);
    double spread = largest > least ? largest - least : 1;
    List<Rgb> scale = scale();
    double row = area.height() / shown;
    // The slices that are missing have their room too, so that columns stand at their time.
    double slice = values.sliceMillis() > 0 ? values.sliceMillis() : 1;
    double first = values.times().getFirst();
    double span = values.times().getLast() - first + slice;
    double column = slice / span * area.width();
    double gap = column > 4 ? 0.5 : 0;
    for (int s = 0; s < shown; s++) {
      Series series = values.series().get(s);
      double y = area.y() + s * row;
      String name = sheet.font().shorten(series.name(), SMALL, names + 0.5);
      sheet.text(name, area.x() - 4, y + row / 2 + 2, names + 1, LABELS, Align.RIGHT);
      for (int i = 0; i < values.times().size(); i++) {
        double value = series.values().get(i);
        if (!Double.isNaN(value)) {
          double x = area.x() + (values.times().get(i) - first) / span * area.width();
          sheet.fill(
              new Box(x, y, column - gap, row - Math.min(0.5, row * 0.1)),
              Palette.between(scale, (value - least) / spread));
        }
      }
    }
    Plot below = new Plot(area, ValueAxis.plain(null, 0, 1), null);
    below.times(sheet, first, first + span, data.zone());
    scale(sheet, box, area, scale, data.format(least), data.format(largest));
    if (shown < values.series().size()) {
      String more = "+ " + (values.series().size() - shown) + " more";
      sheet.text(more, box.x(), box.bottom() - 2, names + 20, LABELS);
    }
  }

  private List<Rgb> scale() {
    List<Rgb> chosen = Palette.family(data.settings().family(), 5);
    Rgb hue = Palette.first(null);
    return chosen.isEmpty()
        ? List.of(hue.mix(Palette.SURFACE, 0.88), hue, hue.mix(Palette.TEXT, 0.45))
        : chosen;
  }

  /** Which colour is which value. */
  private static void scale(
      Sheet sheet, Box box, Box area, List<Rgb> scale, String least, String largest) {
    double width = Math.min(90, area.width() / 3);
    double right = area.right() - sheet.width(largest, LABELS) - 4;
    double y = box.bottom() - 7;
    for (int i = 0; i < SCALE_STEPS; i++) {
      double x = right - width + width * i / SCALE_STEPS;
      sheet.fill(
          new Box(x, y, width / SCALE_STEPS + 0.2, 5),
          Palette.between(scale, i / (SCALE_STEPS - 1.0)));
    }
    sheet.text(largest, right + 4, y + 5, width, LABELS);
    sheet.text(least, right - width - 4, y + 5, width, LABELS, Align.RIGHT);
  }
}
