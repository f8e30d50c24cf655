package dev.tailwater.report;

import dev.tailwater.query.ResultField;
import dev.tailwater.query.run.QueryResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Values by label: the first columns are labels, the numbers after them values. A number can be a
 * label when others follow it.
 */
record Categories(List<String> labels, List<Measure> measures) {
  /**
   * A column of numbers.
   *
   * @param values in the order of the labels; NaN where there is none
   */
  record Measure(String name, List<Double> values) {}

  /**
   * A part of a whole.
   *
   * @param rest whether it stands for all parts beyond the limit
   */
  record Slice(String name, double value, boolean rest) {}

  static Categories of(QueryResult result) {
    List<ResultField> fields = result.fields();
    List<Integer> values = values(result);
    List<Integer> keys =
        IntStream.range(0, fields.size()).boxed().filter(i -> !values.contains(i)).toList();
    List<String> labels = new ArrayList<>();
    for (@Nullable Object[] row : result.rows()) {
      String label = Cells.label(row, keys);
      labels.add(label.isBlank() ? "(empty)" : Cells.shown(label));
    }
    return new Categories(
        labels,
        values.stream()
            .map(i ->
                new Measure(
                    fields.get(i).name(),
                    result.rows().stream().map(row -> Cells.number(row[i])).toList()))
            .toList());
  }

  private static List<Integer> values(QueryResult result) {
    List<ResultField> fields = result.fields();
    List<Integer> numeric =
        IntStream.range(0, fields.size())
            .boxed()
            .filter(i -> Cells.isNumeric(fields.get(i)))
            .toList();
    List<Integer> values =
        numeric.size() < fields.size()
            ? numeric.stream().filter(i -> !fields.get(i).keyField()).toList()
            : numeric.stream().skip(1).toList();
    if (values.isEmpty()) {
      values =
          IntStream.range(1, fields.size())
              .boxed()
              .filter(i -> Cells.holdsNumbers(result, i))
              .toList();
    }
    return values.isEmpty()
        ? numeric.stream().skip(Math.max(0, numeric.size() - 1)).toList()
        : values;
  }

  /** The positive values of the first measure, the largest first; those beyond a limit as one. */
  List<Slice> slices(int most) {
    if (measures.isEmpty()) {
      return List.of();
    }
    List<Double> values = measures.getFirst().values();
    List<Slice> slices =
        IntStream.range(0, labels.size())
            .mapToObj(i -> new Slice(labels.get(i), values.get(i), false))
            .filter(slice -> slice.value > 0)
            .sorted(Comparator.comparingDouble(Slice::value).reversed())
            .toList();
    if (slices.size() <= most) {
      return slices;
    }
    List<Slice> shown = new ArrayList<>(slices.subList(0, most));
    double rest = slices.stream().skip(most).mapToDouble(Slice::value).sum();
    shown.add(new Slice("Other", rest, true));
    return shown;
  }
}
