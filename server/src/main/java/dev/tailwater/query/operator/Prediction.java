package dev.tailwater.query.operator;

import dev.tailwater.query.plan.Computation;
import dev.tailwater.query.plan.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Computes the rows of {@code predict}: of the number of a row, its time slice and its value the
 * number, the slice, the prediction, its error and, of an auto-regressive model, the straight line.
 *
 * @param width from one slice to the next, in milliseconds
 * @param window of the model; 0 to choose by the number of slices
 * @param points how many slices to add
 */
record Prediction(long width, boolean regressive, int window, int points) implements Computation {
  private static final long GAP_LIMIT = 20_000;

  /** A row as it was read. */
  private record Row(Object place, long slice, @Nullable Double value) {}

  @Override
  public void compute(Iterable<@Nullable Object[]> in, Output out) {
    List<Row> rows = new ArrayList<>();
    for (@Nullable Object[] row : in) {
      if (row[0] instanceof Long place && row[1] instanceof Long slice) {
        rows.add(new Row(place, slice, row[2] instanceof Double value ? value : null));
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    long first = rows.stream().mapToLong(Row::slice).min().orElseThrow();
    double[] values = values(rows, first, out);
    LinearTrend trend = LinearTrend.of(values);
    @Nullable Double[] predicted = predicted(values, trend, out);
    for (Row row : rows) {
      int at = (int) ((row.slice - first) / width);
      Double prediction = predicted[at];
      Double error =
          prediction == null || row.value == null ? null : (Double) (prediction - row.value);
      out.accept(result(row.place, row.slice, prediction, error, trend.at(at)));
    }
    for (int at = values.length; at < values.length + points; at++) {
      out.accept(result(null, first + at * width, predicted[at], null, trend.at(at)));
    }
  }

  private @Nullable Object[] result(
      @Nullable Object place,
      long slice,
      @Nullable Double predicted,
      @Nullable Double error,
      double line) {
    return regressive
        ? new @Nullable Object[] {place, slice, predicted, error, line}
        : new @Nullable Object[] {place, slice, predicted, error};
  }

  /** The series from the first slice to the last, 0 where there is no value. */
  private double[] values(List<Row> rows, long first, Output out) {
    Set<Long> slices = new HashSet<>();
    long last = first;
    for (Row row : rows) {
      if ((row.slice - first) % width != 0) {
        throw new Refusal(
            "query.data",
            "predict found the time slices "
                + Instant.ofEpochMilli(first)
                + " and "
                + Instant.ofEpochMilli(row.slice)
                + ", which are not a multiple of its width apart; give it the width of timeslice");
      }
      if (!slices.add(row.slice)) {
        throw new Refusal(
            "query.data",
            "predict needs one record for each time slice and found several for "
                + Instant.ofEpochMilli(row.slice)
                + "; aggregate by _timeslice alone");
      }
      last = Math.max(last, row.slice);
    }
    long length = (last - first) / width + 1;
    if (length - rows.size() > GAP_LIMIT) {
      throw new Refusal(
          "query.rows",
          "predict fills in at most "
              + GAP_LIMIT
              + " missing time slices and there are more; choose a shorter time range or wider"
              + " time slices");
    }
    double[] values = new double[(int) length];
    long known = 0;
    for (Row row : rows) {
      if (row.value != null) {
        values[(int) ((row.slice - first) / width)] = row.value;
        known++;
      }
    }
    if (known < length) {
      out.warn(
          "predict took "
              + (length - known)
              + " of "
              + length
              + " time slices, which have no value, as 0; fillmissing before it can give others");
    }
    return values;
  }

  /** Predictions for the series and the slices to come; null where too few are before. */
  private @Nullable Double[] predicted(double[] values, LinearTrend trend, Output out) {
    int length = values.length;
    @Nullable Double[] predicted = new Double[length + points];
    double[] deviations = new double[length + points];
    for (int at = 0; at < length; at++) {
      deviations[at] = values[at] - trend.at(at);
    }
    int order = regressive ? order(length, out) : 0;
    AutoRegression model = AutoRegression.of(deviations, length, order);
    for (int at = order; at < length + points; at++) {
      double deviation = model.next(deviations, at);
      if (at >= length) {
        deviations[at] = deviation;
      }
      predicted[at] = trend.at(at) + deviation;
    }
    return predicted;
  }

  private int order(int length, Output out) {
    int most = length / 2;
    if (window > most) {
      out.warn(
          "predict has "
              + length
              + " time slices, so ar.window is "
              + most
              + ", half of them, in place of "
              + window);
    }
    return window == 0 ? length * 2 / 5 : Math.min(window, most);
  }
}
