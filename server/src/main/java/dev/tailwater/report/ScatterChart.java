package dev.tailwater.report;

import dev.tailwater.report.Categories.Measure;
import dev.tailwater.report.Sheet.Align;
import dev.tailwater.report.Sheet.Letters;
import dev.tailwater.report.Sheet.Point;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A point for each record: two numbers place it, a third is its size. With one number the labels
 * are the places.
 */
record ScatterChart(PanelData data, Categories categories) implements Drawing {
  private static final Letters LABELS = new Letters(SMALL, Palette.MUTED);

  @Override
  public void draw(Sheet sheet, Box box) {
    List<Measure> measures = categories.measures();
    if (measures.isEmpty()) {
      Note.empty(data).draw(sheet, box);
      return;
    }
    Measure across = measures.size() > 1 ? measures.getFirst() : null;
    Measure up = measures.get(measures.size() > 1 ? 1 : 0);
    String unit =
        data.settings().unit() == null ? FieldName.of(up.name()).unit() : data.settings().unit();
    sheet.text(FieldName.of(up.name()).words(), box.x(), box.y() + 6, box.width() / 2, LABELS);
    ValueAxis upAxis =
        data.settings().unit() == null
            ? ValueAxis.plain(unit, least(up), most(up))
            : ValueAxis.of(data.settings(), least(up), most(up));
    Plot plot = Plot.draw(sheet, box.without(0, 8, 0, across == null ? 0 : 8), upAxis, null);
    double count = Math.max(1, categories.labels().size());
    ValueAxis acrossAxis =
        across == null
            ? new ValueAxis(-0.5, count - 0.5, false, List.of(), value -> "", List.of())
            : ValueAxis.plain(FieldName.of(across.name()).unit(), least(across), most(across));
    labels(sheet, box, plot, acrossAxis, across);
    Measure size = measures.size() > 2 ? measures.get(2) : null;
    Rgb color = Palette.first(data.settings().family());
    for (int i = 0; i < categories.labels().size(); i++) {
      double x = across == null ? i : across.values().get(i);
      double y = up.values().get(i);
      if (!Double.isNaN(x) && !Double.isNaN(y)) {
        Point at =
            new Point(plot.area().x() + acrossAxis.place(x) * plot.area().width(), plot.y(y));
        sheet.circle(at.x(), at.y(), radius(size, i), color.mix(Palette.SURFACE, 0.25));
      }
    }
  }

  private void labels(Sheet sheet, Box box, Plot plot, ValueAxis axis, @Nullable Measure across) {
    if (across == null) {
      double slot = plot.area().width() / categories.labels().size();
      int every = (int) Math.max(1, Math.ceil(40 / slot));
      for (int i = 0; i < categories.labels().size(); i += every) {
        double x = plot.area().x() + axis.place(i) * plot.area().width();
        plot.label(sheet, categories.labels().get(i), x, slot * every - 4);
      }
      return;
    }
    double drawn = Double.NEGATIVE_INFINITY;
    for (double tick : axis.ticks()) {
      String text = axis.label().apply(tick);
      double x = plot.area().x() + axis.place(tick) * plot.area().width();
      double half = sheet.width(text, LABELS) / 2;
      if (x - half > drawn + 4) {
        plot.label(sheet, text, x, plot.area().width());
        drawn = x + half;
      }
    }
    String name = FieldName.of(across.name()).words();
    sheet.text(
        name, plot.area().centerX(), box.bottom() - 1, plot.area().width(), LABELS, Align.CENTER);
  }

  private static double radius(@Nullable Measure size, int at) {
    if (size == null) {
      return 2.4;
    }
    double value = size.values().get(at);
    double share = Double.isNaN(value) ? 0 : Math.max(0, value) / Math.max(1e-9, most(size));
    return 1.6 + 8 * Math.sqrt(share);
  }

  private static double most(Measure measure) {
    return measure.values().stream().filter(value -> !value.isNaN()).reduce(0.0, Math::max);
  }

  private static double least(Measure measure) {
    return measure.values().stream().filter(value -> !value.isNaN()).reduce(0.0, Math::min);
  }
}
