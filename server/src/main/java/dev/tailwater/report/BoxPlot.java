package dev.tailwater.report;

import dev.tailwater.query.ResultField;
import dev.tailwater.query.run.QueryResult;
import dev.tailwater.report.Sheet.Pen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How values are spread: a box from quartile to quartile for each label or slice, with lines to the
 * outermost values.
 */
record BoxPlot(PanelData data, List<Five> boxes) implements Drawing {
  private static final int MOST = 200;
  private static final double WIDEST = 19;

  /** How queries call the five numbers: after the operator that made them. */
  private static final List<Pattern> NAMES =
      List.of(
          Pattern.compile("^_?min"),
          Pattern.compile("(pct|p|q)_?25|lower|q1"),
          Pattern.compile("(pct|p|q)_?50|median"),
          Pattern.compile("(pct|p|q)_?75|upper|q3"),
          Pattern.compile("^_?max"));

  /**
   * One box.
   *
   * @param values smallest, lower quartile, median, upper quartile, largest
   */
  record Five(String name, List<Double> values) {}

  /** A plot of a panel's first records; null when they have fewer than five numbers. */
  static @Nullable Drawing of(PanelData data) {
    Optional<QueryResult> filled = data.filled();
    if (filled.isEmpty()) {
      return Note.empty(data);
    }
    QueryResult result = filled.get();
    List<ResultField> fields = result.fields();
    OptionalInt time = Cells.timeColumn(result);
    List<Integer> others =
        IntStream.range(0, fields.size())
            .filter(i -> time.isEmpty() || i != time.getAsInt())
            .boxed()
            .toList();
    List<Integer> numeric =
        others.stream()
            .filter(i -> Cells.isNumeric(fields.get(i)) && !fields.get(i).keyField())
            .toList();
    List<Integer> named = named(fields, numeric);
    List<Integer> chosen =
        named.size() == NAMES.size() ? named : numeric.stream().limit(NAMES.size()).toList();
    if (new HashSet<>(chosen).size() < NAMES.size()) {
      return null;
    }
    List<Integer> keys = others.stream().filter(i -> !numeric.contains(i)).toList();
    double span = result.range().length().toMillis();
    List<Five> boxes = new ArrayList<>();
    for (@Nullable Object[] row : result.rows()) {
      double[] values = chosen.stream().mapToDouble(i -> Cells.number(row[i])).sorted().toArray();
      // NaN is sorted to the end.
      if (!Double.isNaN(values[values.length - 1])) {
        double at = time.isPresent() ? Cells.number(row[time.getAsInt()]) : Double.NaN;
        String name =
            Double.isNaN(at)
                ? Cells.label(row, keys)
                : Plot.timeLabel(Instant.ofEpochMilli((long) at).atZone(data.zone()), span);
        boxes.add(new Five(name, Arrays.stream(values).boxed().toList()));
      }
    }
    return boxes.isEmpty() ? Note.empty(data) : new BoxPlot(data, boxes);
  }

  private static List<Integer> named(List<ResultField> fields, List<Integer> numeric) {
    return NAMES.stream()
        .flatMap(name ->
            numeric.stream()
                .filter(i -> name.matcher(fields.get(i).name().toLowerCase(Locale.ROOT)).find())
                .limit(1))
        .toList();
  }

  @Override
  public void draw(Sheet sheet, Box box) {
    int shown = Math.min(MOST, boxes.size());
    double least = boxes.stream().mapToDouble(five -> five.values.getFirst()).min().orElse(0);
    double largest = boxes.stream().mapToDouble(five -> five.values.getLast()).max().orElse(0);
    Plot plot =
        Plot.draw(sheet, box, ValueAxis.of(data.settings(), least, Math.max(0, largest)), null);
    double slot = plot.area().width() / shown;
    double width = Math.max(1, Math.min(WIDEST, slot * 0.6));
    int every = (int) Math.max(1, Math.ceil(26 / slot));
    Pen pen = new Pen(Palette.first(data.settings().family()), 0.8);
    for (int i = 0; i < shown; i++) {
      double x = plot.area().x() + (i + 0.5) * slot;
      if (i % every == 0) {
        plot.label(sheet, boxes.get(i).name, x, slot * every - 4);
      }
      List<Double> y = boxes.get(i).values.stream().map(plot::y).toList();
      sheet.line(x, y.get(0), x, y.get(4), pen);
      sheet.line(x - width / 4, y.get(0), x + width / 4, y.get(0), pen);
      sheet.line(x - width / 4, y.get(4), x + width / 4, y.get(4), pen);
      Box quartiles = new Box(x - width / 2, y.get(3), width, y.get(1) - y.get(3));
      sheet.fill(quartiles, pen.color().mix(Palette.SURFACE, 0.65));
      sheet.frame(quartiles, pen.color(), pen.width());
      sheet.line(x - width / 2, y.get(2), x + width / 2, y.get(2), pen);
    }
    plot.limits(sheet);
  }
}
