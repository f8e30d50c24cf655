package dev.tailwater.report;

import dev.tailwater.query.run.QueryResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands in the box of a panel. Drawings do not leave their box. */
sealed interface Drawing
    permits BoxPlot,
        CategoryChart,
        HeatMap,
        Honeycomb,
        MarkdownText,
        Note,
        RecordTable,
        ScatterChart,
        ShareChart,
        SingleValue,
        TimeChart,
        WorldMap {
  /** The size of axis labels and legends. */
  double SMALL = 6;

  /** Draws into a box. */
  void draw(Sheet sheet, Box box);

  /**
   * The drawing that a panel's settings ask for, else the one that its data suggest. Records that a
   * chart cannot be made of become a table, nothing at all a note.
   */
  static Drawing of(PanelData data) {
    return asked(data).orElseGet(() -> suggested(data));
  }

  private static Optional<Drawing> asked(PanelData data) {
    String mode = data.settings().text("/general/mode");
    String type = data.settings().text("/general/type");
    String display = data.lowerCased("/general/displayType");
    boolean stacked = display.contains("stacked");
    if (type.equals("table") || mode.equals("table")) {
      return Optional.of(table(data));
    }
    if (mode.equals("singleValueMetrics") || type.equals("svp")) {
      return Optional.of(SingleValue.of(data));
    }
    // Nothing published says how these are spelt.
    return switch (type.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "")) {
      case "pie" -> Optional.of(shares(data, false));
      case "funnel" -> Optional.of(shares(data, true));
      case "sankey" -> Optional.of(table(data));
      case "box", "boxplot" -> Optional.of(orTable(data, BoxPlot.of(data)));
      case "heatmap" -> Optional.of(orTable(data, HeatMap.of(data)));
      case "scatter", "bubble" ->
          Optional.of(withRows(data, found -> new ScatterChart(data, Categories.of(found))));
      case "honeycomb" -> Optional.of(honeycomb(data));
      case "map" -> Optional.of(map(data));
      default -> askedByMode(data, mode, type, stacked);
    };
  }

  private static Optional<Drawing> askedByMode(
      PanelData data, String mode, String type, boolean stacked) {
    return switch (mode) {
      case "honeyComb" -> Optional.of(honeycomb(data));
      case "map" -> Optional.of(map(data));
      case "timeSeries" ->
          Optional.of(
              switch (type) {
                case "line", "" -> orTable(data, TimeChart.of(data, TimeChart.Shape.LINE, false));
                case "area" -> orTable(data, TimeChart.of(data, TimeChart.Shape.AREA, stacked));
                case "column", "bar" ->
                    orTable(data, TimeChart.of(data, TimeChart.Shape.COLUMN, stacked));
                default -> table(data);
              });
      case "distribution" ->
          Optional.of(
              switch (type) {
                case "bar" -> categories(data, CategoryChart.Shape.BAR, stacked);
                case "column" -> categories(data, CategoryChart.Shape.COLUMN, stacked);
                case "line" -> categories(data, CategoryChart.Shape.LINE, stacked);
                case "area" -> categories(data, CategoryChart.Shape.AREA, stacked);
                default -> table(data);
              });
      case "" -> type.isEmpty() ? Optional.empty() : Optional.of(table(data));
      default -> Optional.of(table(data));
    };
  }

  private static Drawing honeycomb(PanelData data) {
    return withRows(data, found -> new Honeycomb(data, Categories.of(found)));
  }

  private static Drawing map(PanelData data) {
    return withRows(data, found -> new WorldMap(data));
  }

  private static Drawing suggested(PanelData data) {
    QueryResult first = data.filled().orElse(data.results().getFirst());
    if (Cells.timeColumn(first).isPresent()) {
      return orTable(data, TimeChart.of(data, TimeChart.Shape.LINE, false));
    }
    return first.fields().size() == 1 && first.rows().size() <= 1
        ? SingleValue.of(data)
        : table(data);
  }

  private static Drawing categories(PanelData data, CategoryChart.Shape shape, boolean stacked) {
    return withRows(data, found -> new CategoryChart(data, Categories.of(found), shape, stacked));
  }

  private static Drawing shares(PanelData data, boolean funnel) {
    return withRows(
        data,
        found -> {
          int most = data.settings().number("/general/maxNumOfSlices").orElse(10.0).intValue();
          List<Categories.Slice> slices = Categories.of(found).slices(Math.max(1, most));
          return slices.isEmpty() ? Note.empty(data) : new ShareChart(data, slices, funnel);
        });
  }

  private static Drawing table(PanelData data) {
    return withRows(data, found -> new RecordTable(data, found));
  }

  /** A chart that cannot be made of these data is a mistake; the records still tell something. */
  private static Drawing orTable(PanelData data, @Nullable Drawing chart) {
    return chart == null ? table(data) : chart;
  }

  /** Makes a drawing of a result with rows. */
  @FunctionalInterface
  interface OfRows {
    Drawing draw(QueryResult found);
  }

  private static Drawing withRows(PanelData data, OfRows drawing) {
    return data.filled().map(drawing::draw).orElseGet(() -> Note.empty(data));
  }
}
