package dev.tailwater.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.ResultField;
import dev.tailwater.query.run.QueryResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Values over time of a panel's queries. Every number beside the time is a series; where texts
 * remain, each combination of their values is one.
 *
 * @param times all moments at which a series has a value, ascending, milliseconds since 1970
 * @param sliceMillis the width of a slice; 0 when there are too few moments to tell
 */
record TimeSeries(List<Long> times, long sliceMillis, List<Series> series) {
  /** Values of one chart; more need more memory than one panel should have. */
  private static final long MOST_VALUES = 1_000_000;

  private static final Double NOTHING = Double.NaN;
  private static final Pattern SLICE =
      Pattern.compile(
          "\\|\\s*timeslice\\s+(?:by\\s+)?(\\d{1,9})\\s*([smhdw])\\b", Pattern.CASE_INSENSITIVE);

  /**
   * A line, or a layer of columns.
   *
   * @param id the column or key that the values came from
   * @param values one for each time; NaN where it has none
   * @param shape line, area or column when the author wants another than the chart's; else empty
   * @param second whether the axis on the right measures it
   */
  record Series(
      String id,
      String name,
      List<Double> values,
      Rgb color,
      String shape,
      boolean dashed,
      boolean second) {}

  private record Found(String id, String queryKey, NavigableMap<Long, Double> points) {}

  /**
   * Reads the series of a panel; those without any value are left out.
   *
   * @throws QueryException when there are too many
   */
  static TimeSeries of(PanelData data) {
    List<Found> all = new ArrayList<>();
    long step = 0;
    for (int i = 0; i < data.results().size(); i++) {
      List<Found> found = read(data.results().get(i), data.queries().get(i).key());
      if (step == 0) {
        step = smallestStep(data.results().get(i));
      }
      all.addAll(found);
    }
    TreeSet<Long> times = new TreeSet<>();
    all.forEach(found -> times.addAll(found.points.keySet()));
    return new TimeSeries(
        List.copyOf(times), sliceOf(data.query()).orElse(step), named(data, all, times));
  }

  private static List<Series> named(PanelData data, List<Found> all, TreeSet<Long> times) {
    Settings settings = data.settings();
    record Overridden(Found found, List<JsonNode> overrides) {}
    List<Overridden> visible =
        all.stream()
            .map(found -> new Overridden(found, settings.overrides(found.id, found.queryKey)))
            .filter(one -> one.overrides.stream().noneMatch(TimeSeries::isHidden))
            .toList();
    if ((long) visible.size() * times.size() > MOST_VALUES) {
      throw new QueryException(
          "report:too_many_values",
          "%,d series over %,d slices are more than a report draws: group by a field with fewer values"
              .formatted(visible.size(), times.size()));
    }
    List<Rgb> colors =
        Palette.series(visible.stream().map(one -> one.found.id).toList(), settings.family());
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < visible.size(); i++) {
      Found found = visible.get(i).found;
      List<JsonNode> own = visible.get(i).overrides;
      String name =
          last(own, "name")
              .orElseGet(() -> {
                String words = data.isTransposed() ? found.id : FieldName.of(found.id).words();
                return visible.size() == 1 ? settings.measureName(words) : words;
              });
      series.add(
          new Series(
              found.id,
              name.isEmpty() ? "(empty)" : Cells.shown(name),
              times.stream().map(at -> found.points.getOrDefault(at, NOTHING)).toList(),
              last(own, "color").flatMap(Rgb::parse).orElse(colors.get(i)),
              last(own, "type").orElse("").toLowerCase(Locale.ROOT),
              last(own, "lineDashType").filter(type -> !type.equals("solid")).isPresent(),
              last(own, "axisYType").filter("secondary"::equals).isPresent()));
    }
    return series;
  }

  private static boolean isHidden(JsonNode properties) {
    return properties.path("visible").isBoolean() && !properties.path("visible").asBoolean();
  }

  private static Optional<String> last(List<JsonNode> overrides, String property) {
    return overrides.stream()
        .map(properties -> properties.path(property).asText(""))
        .filter(text -> !text.isEmpty())
        .reduce((first, second) -> second);
  }

  private static List<Found> read(QueryResult result, String queryKey) {
    OptionalInt time = Cells.timeColumn(result);
    if (time.isEmpty()) {
      return List.of();
    }
    List<ResultField> fields = result.fields();
    List<Integer> others =
        IntStream.range(0, fields.size()).filter(i -> i != time.getAsInt()).boxed().toList();
    List<Integer> values = values(result, others);
    List<Integer> keys = others.stream().filter(i -> !values.contains(i)).toList();
    Map<String, Found> series = new LinkedHashMap<>();
    for (@Nullable Object[] row : result.rows()) {
      double at = Cells.number(row[time.getAsInt()]);
      if (Double.isNaN(at)) {
        continue;
      }
      String key = Cells.label(row, keys);
      for (int value : values) {
        String field = fields.get(value).name();
        String id = keys.isEmpty() ? field : values.size() == 1 ? key : key + " " + field;
        series
            .computeIfAbsent(id, i -> new Found(i, queryKey, new TreeMap<>()))
            .points
            .put((long) at, Cells.number(row[value]));
      }
    }
    return series.values().stream()
        .filter(found -> found.points.values().stream().anyMatch(value -> !value.isNaN()))
        .toList();
  }

  private static List<Integer> values(QueryResult result, List<Integer> others) {
    List<ResultField> fields = result.fields();
    boolean hasMeasure =
        others.stream().anyMatch(i -> Cells.isNumeric(fields.get(i)) && !fields.get(i).keyField());
    List<Integer> numeric =
        others.stream()
            .filter(i ->
                Cells.isNumeric(fields.get(i))
                    && !(fields.get(i).keyField() && others.size() > 1 && hasMeasure))
            .toList();
    return numeric.isEmpty()
        ? others.stream().filter(i -> Cells.holdsNumbers(result, i)).toList()
        : numeric;
  }

  private static long smallestStep(QueryResult result) {
    OptionalInt time = Cells.timeColumn(result);
    if (time.isEmpty()) {
      return 0;
    }
    double[] times =
        result.rows().stream()
            .mapToDouble(row -> Cells.number(row[time.getAsInt()]))
            .filter(at -> !Double.isNaN(at))
            .distinct()
            .sorted()
            .toArray();
    double step =
        IntStream.range(1, times.length).mapToDouble(i -> times[i] - times[i - 1]).min().orElse(0);
    return (long) step;
  }

  /** {@code timeslice 5m} of a query: the width of a slice when the data have a single one. */
  private static Optional<Long> sliceOf(String query) {
    Matcher slice = SLICE.matcher(query);
    if (!slice.find()) {
      return Optional.empty();
    }
    long seconds =
        switch (slice.group(2).toLowerCase(Locale.ROOT)) {
          case "s" -> 1;
          case "m" -> 60;
          case "h" -> 3_600;
          case "d" -> 86_400;
          default -> 604_800;
        };
    return Optional.of(Long.parseLong(slice.group(1)) * seconds * 1_000);
  }

  boolean isEmpty() {
    return series.isEmpty();
  }

  /** Whether the slice before a time is missing altogether. */
  boolean isGapBefore(int index) {
    return index > 0
        && sliceMillis > 0
        && times.get(index) - times.get(index - 1) > sliceMillis * 1.5;
  }

  /** The largest value of some series, or of their sums at a time; at least 0. */
  static double largest(List<Series> series, boolean stacked) {
    return extreme(series, stacked, true);
  }

  /** The smallest value of some series, at most 0. */
  static double smallest(List<Series> series) {
    return extreme(series, false, false);
  }

  private static double extreme(List<Series> series, boolean stacked, boolean largest) {
    double found = 0;
    int count = series.isEmpty() ? 0 : series.getFirst().values.size();
    for (int i = 0; i < count; i++) {
      int at = i;
      double[] here =
          series.stream()
              .mapToDouble(s -> s.values.get(at))
              .filter(v -> !Double.isNaN(v))
              .toArray();
      for (double value : stacked ? new double[] {Arrays.stream(here).sum()} : here) {
        found = largest ? Math.max(found, value) : Math.min(found, value);
      }
    }
    return found;
  }
}
