package dev.tailwater.report;

import dev.tailwater.query.run.QueryResult;
import dev.tailwater.report.Sheet.Pen;
import dev.tailwater.report.Sheet.Point;
import dev.tailwater.report.TimeSeries.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Values over time as lines, areas or columns. */
record TimeChart(PanelData data, TimeSeries values, Shape shape, boolean stacked)
    implements Drawing {
  private static final double WIDEST_COLUMN = 15;
  private static final double NARROWEST_COLUMN = 0.5;
  private static final int SHORT_RUN = 3;
  private static final double SIDE_LEGEND_FROM = 230;

  /** How series are drawn that have no shape of their own. */
  enum Shape {
    LINE,
    AREA,
    COLUMN
  }

  /** A chart of a panel; a note when it has no values, null when its records have no time. */
  static @Nullable Drawing of(PanelData data, Shape shape, boolean stacked) {
    Optional<QueryResult> filled = data.filled();
    if (filled.isPresent() && Cells.timeColumn(filled.get()).isEmpty()) {
      return null;
    }
    TimeSeries values = TimeSeries.of(data);
    return values.isEmpty() ? Note.empty(data) : new TimeChart(data, values, shape, stacked);
  }

  @Override
  public void draw(Sheet sheet, Box box) {
    Settings settings = data.settings();
    Box chart = legend(box).map(legend -> legend.draw(sheet, box)).orElse(box);
    List<Series> onLeft = values.series().stream().filter(series -> !series.second()).toList();
    List<Series> onRight = values.series().stream().filter(Series::second).toList();
    ValueAxis left =
        ValueAxis.of(
            settings,
            TimeSeries.smallest(onLeft),
            Math.max(
                TimeSeries.largest(stackedOf(onLeft), stacked), TimeSeries.largest(onLeft, false)));
    ValueAxis right =
        onRight.isEmpty()
            ? null
            : ValueAxis.second(
                settings,
                TimeSeries.smallest(onRight),
                TimeSeries.largest(stackedOf(onRight), stacked));
    Plot plot = Plot.draw(sheet, chart, left, right);
    double from = from();
    double to = to();
    plot.times(sheet, from, to, data.zone());
    sheet.clipped(
        plot.area().without(0, -2, 0, -0.5),
        () -> {
          draw(sheet, plot, onLeft, left, from, to);
          if (right != null) {
            draw(sheet, plot, onRight, right, from, to);
          }
          plot.limits(sheet);
        });
  }

  private Optional<Legend> legend(Box box) {
    Settings settings = data.settings();
    boolean asTable = settings.isOn("/legend/showAsTable");
    if (settings.isOff("/legend/enabled") || (values.series().size() < 2 && !asTable)) {
      return Optional.empty();
    }
    List<Statistic> columns = asTable ? Statistic.chosen(settings) : List.of();
    boolean side =
        settings.text("/legend/verticalAlign").equals("right") && box.width() > SIDE_LEGEND_FROM;
    List<Legend.Entry> entries =
        values.series().stream()
            .map(series ->
                new Legend.Entry(
                    series.name(),
                    series.color(),
                    columns.stream().map(column -> statistic(series, column)).toList()))
            .toList();
    return Optional.of(new Legend(entries, columns.stream().map(Statistic::head).toList(), side));
  }

  private String statistic(Series series, Statistic statistic) {
    Settings settings = data.settings();
    String unit = series.second() ? settings.secondUnit() : settings.unit();
    return statistic
        .of(series.values())
        .map(value -> Quantity.format(value, unit, settings.decimals()))
        .orElse("");
  }

  /** The first slice may begin before the range that it is part of. */
  private double from() {
    return Stream.concat(
            data.results().stream().map(result -> result.range().from().toEpochMilli()),
            values.times().stream().limit(1))
        .mapToDouble(Long::doubleValue)
        .min()
        .orElseThrow();
  }

  private double to() {
    double end =
        data.results().stream()
            .mapToDouble(result -> result.range().to().toEpochMilli())
            .max()
            .orElseThrow();
    return Math.max(end, values.times().getLast() + 1.0);
  }

  private Shape shapeOf(Series series) {
    return switch (series.shape()) {
      case "column", "bar" -> Shape.COLUMN;
      case "area" -> Shape.AREA;
      case "line" -> Shape.LINE;
      default -> shape;
    };
  }

  /** A line that an author lays over columns is a measure beside them, not the top of the stack. */
  private boolean isInStack(Series series) {
    return stacked && (shapeOf(series) == Shape.COLUMN || shape != Shape.COLUMN);
  }

  private List<Series> stackedOf(List<Series> series) {
    return series.stream().filter(this::isInStack).toList();
  }

  private void draw(
      Sheet sheet, Plot plot, List<Series> series, ValueAxis axis, double from, double to) {
    Across across = new Across(plot.area(), from, to);
    List<Series> columns = series.stream().filter(s -> shapeOf(s) == Shape.COLUMN).toList();
    columns(sheet, plot, columns, axis, across);
    List<Series> others = series.stream().filter(s -> shapeOf(s) != Shape.COLUMN).toList();
    if (stacked && shape != Shape.COLUMN) {
      layers(sheet, plot, others, axis, across);
    } else {
      others.forEach(one -> line(sheet, plot, one, axis, across));
    }
  }

  /** Where a moment is from left to right. */
  private record Across(Box area, double from, double to) {
    double x(double time) {
      return area.x() + (time - from) / (to - from) * area.width();
    }
  }

  private void columns(Sheet sheet, Plot plot, List<Series> series, ValueAxis axis, Across across) {
    double slice = values.sliceMillis() > 0 ? values.sliceMillis() : across.to - across.from;
    double room = across.x(across.from + slice) - across.x(across.from);
    int beside = stacked ? 1 : Math.max(1, series.size());
    double all = Math.min(room * 0.82, WIDEST_COLUMN * beside);
    double width = Math.max(NARROWEST_COLUMN, all / beside);
    for (int i = 0; i < values.times().size(); i++) {
      double middle = across.x(values.times().get(i)) + room / 2;
      double base = 0;
      double x = middle - width * beside / 2;
      for (Series one : series) {
        double value = one.values().get(i);
        if (!Double.isNaN(value) && value != 0) {
          double top = plot.y(base + value, axis);
          double bottom = plot.y(base, axis);
          sheet.fill(new Box(x, Math.min(top, bottom), width, Math.abs(bottom - top)), one.color());
          base += stacked ? value : 0;
        }
        x += stacked ? 0 : width;
      }
    }
  }

  /** Areas on each other. What a slice lacks counts as zero, else the layers above would tear. */
  private void layers(Sheet sheet, Plot plot, List<Series> series, ValueAxis axis, Across across) {
    List<Double> times = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    double slice = values.sliceMillis();
    int count = values.times().size();
    for (int i = 0; i < count; i++) {
      double at = values.times().get(i);
      if (slice > 0 && (values.isGapBefore(i) || count == 1)) {
        if (i > 0) {
          times.add(values.times().get(i - 1) + slice);
          places.add(-1);
        }
        times.add(at - slice);
        places.add(-1);
      }
      times.add(at);
      places.add(i);
    }
    if (slice > 0 && count == 1) {
      times.add(times.getLast() + slice);
      places.add(-1);
    }
    double opacity =
        Math.max(0.6, Math.min(0.85, data.settings().number("/general/fillOpacity").orElse(0.72)));
    double[] below = new double[times.size()];
    for (Series one : series) {
      double[] above = Arrays.copyOf(below, below.length);
      List<Point> outline = new ArrayList<>();
      for (int i = 0; i < above.length; i++) {
        double value = places.get(i) < 0 ? 0 : one.values().get(places.get(i));
        above[i] += Double.isNaN(value) ? 0 : value;
        outline.add(new Point(across.x(times.get(i)), plot.y(above[i], axis)));
      }
      for (int i = above.length - 1; i >= 0; i--) {
        outline.add(new Point(across.x(times.get(i)), plot.y(below[i], axis)));
      }
      sheet.polygon(outline, one.color().mix(Palette.SURFACE, 1 - opacity));
      below = above;
    }
  }

  private void line(Sheet sheet, Plot plot, Series series, ValueAxis axis, Across across) {
    Settings settings = data.settings();
    double width =
        Math.max(1.4, Math.min(4, settings.number("/general/lineThickness").orElse(1.6))) * 0.55;
    boolean dashed = series.dashed() || settings.text("/general/lineDashType").equals("dash");
    boolean marked = settings.text("/general/markerType").equals("circle");
    // Over columns, whose middle is that of their slice.
    double shift = shape == Shape.COLUMN ? values.sliceMillis() / 2.0 : 0;
    for (List<Point> run : runs(series, plot, axis, across, shift)) {
      if (shapeOf(series) == Shape.AREA && run.size() > 1) {
        double opacity = Math.min(0.6, settings.number("/general/fillOpacity").orElse(0.22));
        List<Point> outline = new ArrayList<>(run);
        double base = plot.y(Math.max(0, axis.min()), axis);
        outline.add(new Point(run.getLast().x(), base));
        outline.add(new Point(run.getFirst().x(), base));
        sheet.polygon(outline, series.color(), opacity);
      }
      sheet.line(run, new Pen(series.color(), width, dashed));
      if (marked || run.size() <= SHORT_RUN) {
        // A few points between gaps would be an invisible line.
        run.forEach(point -> sheet.circle(point.x(), point.y(), 1.4, series.color()));
      }
    }
  }

  /** The stretches of a line without a gap. */
  private List<List<Point>> runs(
      Series series, Plot plot, ValueAxis axis, Across across, double shift) {
    List<List<Point>> runs = new ArrayList<>();
    List<Point> run = new ArrayList<>();
    for (int i = 0; i < values.times().size(); i++) {
      double value = series.values().get(i);
      if ((Double.isNaN(value) || values.isGapBefore(i)) && !run.isEmpty()) {
        runs.add(run);
        run = new ArrayList<>();
      }
      if (!Double.isNaN(value)) {
        run.add(new Point(across.x(values.times().get(i) + shift), plot.y(value, axis)));
      }
    }
    if (!run.isEmpty()) {
      runs.add(run);
    }
    return runs;
  }
}
