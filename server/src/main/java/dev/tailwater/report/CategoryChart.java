package dev.tailwater.report;

import dev.tailwater.report.Categories.Measure;
import dev.tailwater.report.Settings.Limit;
import dev.tailwater.report.Sheet.Align;
import dev.tailwater.report.Sheet.Letters;
import dev.tailwater.report.Sheet.Pen;
import dev.tailwater.report.Sheet.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Values by label: bars to the right, columns, or a line over labels. */
record CategoryChart(PanelData data, Categories categories, Shape shape, boolean stacked)
    implements Drawing {
  private static final double LEAST_ROW = 9;
  private static final double LEAST_BAR = 5;
  private static final double THICKEST_BAR = 11;
  private static final double WIDEST_COLUMN = 24;
  private static final double LEAST_COLUMN = 3;
  private static final double NUMBER_FROM = 30;
  private static final double SIDE_LEGEND_FROM = 230;
  private static final Letters LABELS = new Letters(SMALL, Palette.MUTED);
  private static final Letters NUMBERS = new Letters(SMALL, Palette.TEXT);

  /** How values are drawn. */
  enum Shape {
    BAR,
    COLUMN,
    LINE,
    AREA
  }

  @Override
  public void draw(Sheet sheet, Box box) {
    Box chart = legend(sheet, box);
    if (shape == Shape.BAR) {
      bars(sheet, chart);
    } else {
      columns(sheet, chart);
    }
  }

  private List<Rgb> colors() {
    List<String> names = categories.measures().stream().map(Measure::name).toList();
    List<Rgb> palette = Palette.series(names, data.settings().family());
    return IntStream.range(0, names.size())
        .mapToObj(i -> data.settings().overrideColor(names.get(i)).orElse(palette.get(i)))
        .toList();
  }

  private Box legend(Sheet sheet, Box box) {
    Settings settings = data.settings();
    boolean asTable = settings.isOn("/legend/showAsTable");
    List<Measure> measures = categories.measures();
    if (settings.isOff("/legend/enabled") || (measures.size() < 2 && !asTable)) {
      return box;
    }
    // Labels have no latest one.
    List<Statistic> columns =
        asTable
            ? Statistic.chosen(settings).stream().filter(s -> s != Statistic.LATEST).toList()
            : List.of();
    List<Rgb> colors = colors();
    List<Legend.Entry> entries =
        IntStream.range(0, measures.size())
            .mapToObj(i ->
                new Legend.Entry(
                    name(measures.get(i)),
                    colors.get(i),
                    columns.stream()
                        .map(s -> s.of(measures.get(i).values()).map(data::format).orElse(""))
                        .toList()))
            .toList();
    boolean side =
        settings.text("/legend/verticalAlign").equals("right") && box.width() > SIDE_LEGEND_FROM;
    return new Legend(entries, columns.stream().map(Statistic::head).toList(), side)
        .draw(sheet, box);
  }

  private String name(Measure measure) {
    String words = FieldName.of(measure.name()).words();
    return categories.measures().size() == 1 ? data.settings().measureName(words) : words;
  }

  private double largest() {
    double largest = 0;
    for (int i = 0; i < categories.labels().size(); i++) {
      int at = i;
      double[] here =
          categories.measures().stream()
              .mapToDouble(measure -> measure.values().get(at))
              .filter(value -> !Double.isNaN(value))
              .toArray();
      double of =
          stacked ? IntStream.range(0, here.length).mapToDouble(k -> here[k]).sum() : max(here);
      largest = Math.max(largest, of);
    }
    return largest;
  }

  private static double max(double[] values) {
    double max = 0;
    for (double value : values) {
      max = Math.max(max, value);
    }
    return max;
  }

  private double smallest() {
    return categories.measures().stream()
        .flatMap(measure -> measure.values().stream())
        .filter(value -> !value.isNaN())
        .reduce(0.0, Math::min);
  }

  /** The colour of a value: status codes as labels carry their class in their colour. */
  private List<List<Rgb>> valueColors() {
    List<String> labels = categories.labels();
    if (categories.measures().size() == 1 && labels.stream().allMatch(Palette::isStatusCode)) {
      return List.of(Palette.series(labels, data.settings().family()));
    }
    return colors().stream().map(color -> labels.stream().map(label -> color).toList()).toList();
  }

  private void bars(Sheet sheet, Box box) {
    List<Measure> measures = categories.measures();
    int beside = stacked ? 1 : Math.max(1, measures.size());
    double least = Math.max(LEAST_ROW, beside * LEAST_BAR);
    int all = categories.labels().size();
    boolean numbered = measures.size() == 1;
    Box body = numbered ? box : box.without(0, 0, 0, 9);
    int room = (int) Math.max(1, Math.floor(body.height() / least));
    int shown = all <= room ? all : Math.max(1, room - 1);
    double row = body.height() / (all <= room ? Math.max(all, 1) : room);

    double labelRoom = box.width() * 0.45;
    double labels = 0;
    for (String label : categories.labels().subList(0, shown)) {
      labels = Math.max(labels, Math.min(labelRoom, sheet.width(label, LABELS)));
    }
    double numbers = 0;
    for (int i = 0; numbered && i < shown; i++) {
      numbers = Math.max(numbers, sheet.width(number(measures.getFirst(), i), NUMBERS));
    }
    Box area = body.without(labels + 4, 0, numbered ? numbers + 4 : 6, 0);
    ValueAxis axis =
        numbered ? numberedAxis() : ValueAxis.of(data.settings(), smallest(), largest());
    if (!numbered) {
      axisBelow(sheet, area, axis);
    }
    double zero = area.x() + Math.max(0, axis.place(0)) * area.width();
    List<List<Rgb>> colors = valueColors();
    for (int i = 0; i < shown; i++) {
      double middle = body.y() + (i + 0.5) * row;
      String label = sheet.font().shorten(categories.labels().get(i), SMALL, labels + 0.5);
      sheet.text(label, area.x() - 4, middle + 2, labels + 1, LABELS, Align.RIGHT);
      double thick = Math.min(THICKEST_BAR, row * 0.68 / beside);
      double y = middle - thick * beside / 2;
      double x = zero;
      for (int m = 0; m < measures.size(); m++) {
        double value = measures.get(m).values().get(i);
        if (!Double.isNaN(value)) {
          double width = (axis.place(value) - axis.place(0)) * area.width();
          double from = stacked ? x : zero;
          sheet.fill(
              new Box(Math.min(from, from + width), y, Math.abs(width), thick),
              colors.get(m).get(i));
          x += width;
          if (numbered) {
            double end = Math.max(zero, zero + width) + 3;
            sheet.text(number(measures.get(m), i), end, middle + 2, numbers + 1, NUMBERS);
          }
        }
        y += stacked ? 0 : thick;
      }
    }
    if (shown < all) {
      sheet.text("+ " + (all - shown) + " more", area.x(), body.bottom() - 2, area.width(), LABELS);
    }
    for (Limit limit : axis.limits()) {
      double x = area.x() + axis.place(limit.value()) * area.width();
      if (x >= area.x() && x <= area.right()) {
        sheet.line(x, area.y(), x, area.bottom(), new Pen(limit.color(), 0.8, true));
      }
    }
  }

  private String number(Measure measure, int at) {
    double value = measure.values().get(at);
    return Double.isNaN(value) ? "" : data.format(value);
  }

  /** One measure has room for its numbers at the ends of the bars: they say what an axis would. */
  private ValueAxis numberedAxis() {
    List<Limit> limits = data.settings().limits();
    double end = limits.stream().mapToDouble(Limit::value).reduce(largest(), Math::max);
    return new ValueAxis(smallest(), end > 0 ? end : 1, false, List.of(), value -> "", limits);
  }

  private static void axisBelow(Sheet sheet, Box area, ValueAxis axis) {
    for (double tick : axis.ticks()) {
      double x = area.x() + axis.place(tick) * area.width();
      sheet.line(x, area.y(), x, area.bottom(), new Pen(Palette.GRID, 0.5));
      sheet.text(
          axis.label().apply(tick), x, area.bottom() + 8, area.width(), LABELS, Align.CENTER);
    }
  }

  private void columns(Sheet sheet, Box box) {
    List<Measure> measures = categories.measures();
    ValueAxis axis = ValueAxis.of(data.settings(), smallest(), largest());
    Plot plot = Plot.draw(sheet, box.without(0, 6, 0, 0), axis, null);
    Box area = plot.area();
    int room = (int) Math.max(1, area.width() / LEAST_COLUMN);
    int shown = Math.min(room, categories.labels().size());
    double slot = area.width() / Math.max(1, shown);
    labels(sheet, plot, shown, slot);
    if (shape == Shape.COLUMN) {
      drawColumns(sheet, plot, shown, slot);
    } else {
      List<Rgb> colors = colors();
      double[] base = new double[shown];
      for (int m = 0; m < measures.size(); m++) {
        over(sheet, plot, measures.get(m).values().subList(0, shown), base, slot, colors.get(m));
      }
    }
    plot.limits(sheet);
  }

  private void labels(Sheet sheet, Plot plot, int shown, double slot) {
    int every = (int) Math.max(1, Math.ceil(23 / slot));
    for (int i = 0; i < shown; i += every) {
      double x = plot.area().x() + (i + 0.5) * slot;
      plot.label(sheet, categories.labels().get(i), x, slot * every - 4);
    }
    if (shown < categories.labels().size()) {
      sheet.text(
          "The first " + shown + " of " + categories.labels().size() + " are drawn.",
          plot.area().right(),
          plot.area().y() - 2,
          plot.area().width(),
          LABELS,
          Align.RIGHT);
    }
  }

  private void drawColumns(Sheet sheet, Plot plot, int shown, double slot) {
    List<Measure> measures = categories.measures();
    int beside = stacked ? 1 : Math.max(1, measures.size());
    double width = Math.min(WIDEST_COLUMN, slot * 0.68) / beside;
    boolean numbered = measures.size() == 1 && slot > NUMBER_FROM;
    List<List<Rgb>> colors = valueColors();
    for (int i = 0; i < shown; i++) {
      double middle = plot.area().x() + (i + 0.5) * slot;
      double x = middle - width * beside / 2;
      double base = 0;
      for (int m = 0; m < measures.size(); m++) {
        double value = measures.get(m).values().get(i);
        if (!Double.isNaN(value)) {
          double top = plot.y(base + value);
          double bottom = plot.y(base);
          sheet.fill(
              new Box(x, Math.min(top, bottom), width, Math.abs(top - bottom)),
              colors.get(m).get(i));
          base += stacked ? value : 0;
          if (numbered) {
            int decimals = Math.min(1, data.settings().decimals());
            String text = Quantity.format(value, data.settings().unit(), decimals);
            sheet.text(text, middle, Math.min(top, bottom) - 2, slot, NUMBERS, Align.CENTER);
          }
        }
        x += stacked ? 0 : width;
      }
    }
  }

  /** A line or an area over the labels. */
  private void over(
      Sheet sheet, Plot plot, List<Double> values, double[] base, double slot, Rgb color) {
    List<Point> line = new ArrayList<>();
    List<Point> below = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      double value = values.get(i);
      if (Double.isNaN(value) && !stacked) {
        continue;
      }
      double x = plot.area().x() + (i + 0.5) * slot;
      below.add(new Point(x, plot.y(stacked ? base[i] : 0)));
      double top = (Double.isNaN(value) ? 0 : value) + (stacked ? base[i] : 0);
      line.add(new Point(x, plot.y(top)));
      base[i] = top;
    }
    if (shape == Shape.AREA && line.size() > 1) {
      List<Point> outline = new ArrayList<>(line);
      outline.addAll(below.reversed());
      sheet.polygon(outline, color, 0.22);
    }
    sheet.line(line, new Pen(color, 0.9));
    if (line.size() <= 3) {
      line.forEach(point -> sheet.circle(point.x(), point.y(), 1.4, color));
    }
  }
}
