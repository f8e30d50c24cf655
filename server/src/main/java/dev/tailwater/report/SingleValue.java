package dev.tailwater.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.query.ResultField;
import dev.tailwater.query.run.QueryResult;
import dev.tailwater.report.Sheet.Align;
import dev.tailwater.report.Sheet.Letters;
import dev.tailwater.report.Sheet.Pen;
import dev.tailwater.report.Sheet.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One number in large letters, with the line that it came by or the scale that it is on. */
record SingleValue(PanelData data, double value, List<Point> sparkline) implements Drawing {
  private static final double LARGEST = 26;
  private static final double UNIT = 0.55;
  private static final double LABEL = 6.5;

  /** The number of a panel; a note when it has none. */
  static Drawing of(PanelData data) {
    QueryResult result = data.results().getFirst();
    OptionalInt time = Cells.timeColumn(result);
    OptionalInt column = column(result, time);
    List<Point> points = List.of();
    double value = Double.NaN;
    if (column.isPresent() && time.isEmpty() && !result.rows().isEmpty()) {
      value = Cells.number(result.rows().getFirst()[column.getAsInt()]);
    } else if (column.isPresent() && time.isPresent()) {
      points = points(result, time.getAsInt(), column.getAsInt());
      value = summary(points, data.settings().text("/svp/option"));
    }
    if (Double.isNaN(value)) {
      value = valueOfNothing(data).orElse(Double.NaN);
    }
    return Double.isNaN(value) ? Note.empty(data) : new SingleValue(data, value, points);
  }

  /** A count over nothing is 0; for others the author may have said a number. */
  private static Optional<Double> valueOfNothing(PanelData data) {
    if (PlainCount.is(data.query())) {
      return Optional.of(0.0);
    }
    return data.settings().isOn("/svp/useNoData")
        ? data.settings().number("/svp/noDataString")
        : Optional.empty();
  }

  private static OptionalInt column(QueryResult result, OptionalInt time) {
    List<ResultField> fields = result.fields();
    List<Integer> candidates =
        IntStream.range(0, fields.size())
            .filter(i -> time.isEmpty() || i != time.getAsInt())
            .boxed()
            .toList();
    return Stream.<Function<Integer, Boolean>>of(
            i -> Cells.isNumeric(fields.get(i)) && !fields.get(i).keyField(),
            i -> Cells.isNumeric(fields.get(i)),
            i ->
                !result.rows().isEmpty()
                    && !Double.isNaN(Cells.number(result.rows().getFirst()[i])))
        .flatMap(rule -> candidates.stream().filter(rule::apply))
        .mapToInt(Integer::intValue)
        .findFirst();
  }

  private static List<Point> points(QueryResult result, int time, int column) {
    List<Point> points = new ArrayList<>();
    for (@Nullable Object[] row : result.rows()) {
      Point point = new Point(Cells.number(row[time]), Cells.number(row[column]));
      if (!Double.isNaN(point.x()) && !Double.isNaN(point.y())) {
        points.add(point);
      }
    }
    points.sort(Comparator.comparingDouble(Point::x));
    return points;
  }

  private static double summary(List<Point> points, String option) {
    if (option.equals("Count")) {
      return points.size();
    }
    if (points.isEmpty()) {
      return Double.NaN;
    }
    var values = points.stream().mapToDouble(Point::y);
    return switch (option) {
      case "Sum" -> values.sum();
      case "Average", "Avg" -> values.average().orElseThrow();
      case "Min" -> values.min().orElseThrow();
      case "Max" -> values.max().orElseThrow();
      default -> points.getLast().y();
    };
  }

  @Override
  public void draw(Sheet sheet, Box box) {
    Settings settings = data.settings();
    Quantity quantity = Quantity.of(value, settings.unit(), settings.decimals());
    Optional<Rgb> threshold = settings.thresholdColor(value, "/svp/thresholds");
    Rgb surface = Palette.SURFACE;
    if (settings.isOn("/svp/useBackgroundColor") && threshold.isPresent()) {
      surface = Palette.SURFACE.mix(threshold.get(), 0.24);
      sheet.fill(box, surface);
    }
    String label = settings.isOn("/svp/hideLabel") ? "" : settings.text("/svp/label");
    boolean gauge = settings.isOn("/svp/gauge/show");
    Rgb plain = threshold.orElse(Palette.first(null));
    Box above = label.isEmpty() ? box : box.without(0, 0, 0, LABEL + 3);
    double middle = above.centerY();
    if (gauge) {
      middle = gauge(sheet, above, plain);
    } else if (sparkline.size() > 1 && !settings.isOff("/svp/sparkline/show")) {
      middle -= above.height() * 0.1;
      sparkline(sheet, box, Rgb.parse(settings.text("/svp/sparkline/color")).orElse(plain));
    }
    Rgb color = threshold.isPresent() ? threshold.get().readableOn(surface) : Palette.TEXT;
    double size = number(sheet, above, quantity, color, middle);
    if (!label.isEmpty()) {
      double y = gauge ? box.bottom() - 2 : middle + size * 0.36 + LABEL + 4;
      Letters letters = new Letters(LABEL, Palette.MUTED);
      sheet.text(
          label,
          box.centerX(),
          Math.min(box.bottom() - 2, y),
          box.width() - 4,
          letters,
          Align.CENTER);
    }
  }

  /** Draws the number around a middle; returns its size. */
  private static double number(Sheet sheet, Box box, Quantity quantity, Rgb color, double middle) {
    double natural =
        sheet.font().width(quantity.text(), 1)
            + (quantity.unit().isEmpty() ? 0 : sheet.font().width(" " + quantity.unit(), UNIT));
    double size = Math.min(LARGEST, Math.min(box.height() * 0.62, box.width() * 0.92 / natural));
    Letters letters = new Letters(size, color, true);
    Letters small = new Letters(size * UNIT, color);
    double x = box.centerX() - natural * size / 2;
    double y = middle + size * 0.36;
    sheet.text(quantity.text(), x, y, box.width(), letters);
    if (!quantity.unit().isEmpty()) {
      double unit = x + sheet.width(quantity.text() + " ", letters) - size * 0.1;
      sheet.text(quantity.unit(), unit, y, box.width(), small);
    }
    return size;
  }

  private void sparkline(Sheet sheet, Box box, Rgb color) {
    double lowest = sparkline.stream().mapToDouble(Point::y).min().orElseThrow();
    double highest = sparkline.stream().mapToDouble(Point::y).max().orElseThrow();
    double first = sparkline.getFirst().x();
    double span = Math.max(1, sparkline.getLast().x() - first);
    double height = box.height() * 0.42;
    List<Point> line =
        sparkline.stream()
            .map(point ->
                new Point(
                    box.x() + (point.x() - first) / span * box.width(),
                    box.bottom()
                        - 1
                        - (highest == lowest ? 0.5 : (point.y() - lowest) / (highest - lowest))
                            * height))
            .toList();
    List<Point> area = new ArrayList<>(line);
    area.add(new Point(box.right(), box.bottom()));
    area.add(new Point(box.x(), box.bottom()));
    sheet.polygon(area, color, 0.1);
    sheet.line(line, new Pen(color.mix(Palette.SURFACE, 0.3), 0.8));
  }

  /** Half a ring: the scale, what is filled of it, the author's ranges as a rim. */
  private double gauge(Sheet sheet, Box box, Rgb color) {
    Settings settings = data.settings();
    double min = settings.number("/svp/gauge/min").orElse(0.0);
    double max = settings.number("/svp/gauge/max").orElse(100.0);
    double radius = Math.min(box.width() / 2, box.height() * 0.92);
    Point center = new Point(box.centerX(), box.y() + box.height() * 0.5 + radius / 2);
    arc(sheet, center, radius * 0.72, radius * 0.9, 0, 1, Palette.GRID);
    arc(sheet, center, radius * 0.72, radius * 0.9, 0, share(value, min, max), color);
    if (!settings.isOff("/svp/gauge/showThreshold")) {
      for (JsonNode range : settings.json().at("/svp/thresholds")) {
        double from = share(range.path("from").asDouble(min), min, max);
        double to = share(range.path("to").asDouble(max), min, max);
        Rgb.parse(range.path("color").asText())
            .ifPresent(rim -> arc(sheet, center, radius * 0.94, radius, from, to, rim));
      }
    }
    return center.y() - radius * 0.22;
  }

  private static double share(double value, double min, double max) {
    return max == min ? 0 : Math.max(0, Math.min(1, (value - min) / (max - min)));
  }

  private static void arc(
      Sheet sheet, Point center, double inner, double outer, double from, double to, Rgb color) {
    if (to > from) {
      sheet.ring(center, inner, outer, Math.PI * (1 - from), Math.PI * (1 - to), color);
    }
  }
}
