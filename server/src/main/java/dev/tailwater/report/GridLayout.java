package dev.tailwater.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tailwater.http.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where panels stand on the grid of 24 columns. */
final class GridLayout {
  static final int COLUMNS = 24;

  private static final int MOST_ROWS = 1_000_000;
  private static final int ROWS = 7;

  /** What is higher is drawn this high. */
  private static final int HIGHEST = 40;

  private GridLayout() {}

  /**
   * A panel in its place, in cells of the grid.
   *
   * @param page the page that it stands on, from 0
   * @param y rows from the top of that page
   */
  record Placed(ReportPanel panel, int page, int x, int y, int width, int height) {
    int bottom() {
      return y + height;
    }

    private boolean covers(Placed other) {
      return x < other.x + other.width
          && other.x < x + width
          && y < other.bottom()
          && other.y < bottom();
    }

    private Placed at(int otherPage, int otherY) {
      return new Placed(panel, otherPage, x, otherY, width, height);
    }
  }

  /**
   * Places panels in reading order. Those of one row stay on one page; empty rows are left out; a
   * panel without a place goes below the others, one that would cover another is moved down.
   *
   * @param layout of the dashboard
   * @param firstRows how many rows the first page has
   * @param rows how many rows a further page has
   */
  static List<Placed> place(List<ReportPanel> panels, JsonNode layout, int firstRows, int rows) {
    List<Placed> placed =
        withoutGaps(asWritten(panels, layout, Math.min(HIGHEST, Math.min(firstRows, rows))));
    List<Placed> onPages = new ArrayList<>();
    int page = 0;
    int top = 0;
    int row = -1;
    for (Placed one : placed) {
      if (one.y != row) {
        row = one.y;
        int bottom = bottomOfRow(placed, row);
        if (bottom - top > (page == 0 ? firstRows : rows)) {
          page++;
          top = row;
        }
      }
      onPages.add(one.at(page, one.y - top));
    }
    return onPages;
  }

  /** Where a row of panels ends; headings stand on the page of what they are above. */
  private static int bottomOfRow(List<Placed> placed, int row) {
    List<Placed> panels = placed.stream().filter(one -> one.y == row).toList();
    int bottom = panels.stream().mapToInt(Placed::bottom).max().orElse(row);
    boolean headings = panels.stream().allMatch(one -> one.panel.isHeading());
    return headings && !panels.isEmpty() ? Math.max(bottom, bottomOfRow(placed, bottom)) : bottom;
  }

  private static List<Placed> asWritten(List<ReportPanel> panels, JsonNode layout, int mostHeight) {
    Map<String, JsonNode> structures = new HashMap<>();
    for (JsonNode structure : layout.path("layoutStructures")) {
      JsonNode place = read(structure.path("structure").asText(""));
      if (place.isObject()) {
        structures.put(structure.path("key").asText(""), place);
      }
    }
    List<Placed> placed = new ArrayList<>();
    for (ReportPanel panel : panels) {
      JsonNode place = structures.getOrDefault(panel.key(), MissingNode.getInstance());
      int width = within(place, "width", 12, 1, COLUMNS);
      placed.add(
          new Placed(
              panel,
              0,
              within(place, "x", 0, 0, COLUMNS - width),
              within(place, "y", MOST_ROWS, 0, MOST_ROWS),
              width,
              within(place, "height", ROWS, 1, mostHeight)));
    }
    placed.sort(Comparator.comparingInt(Placed::y).thenComparingInt(Placed::x));
    return placed;
  }

  private static int within(JsonNode place, String name, int missing, int least, int most) {
    double value = place.path(name).asDouble(missing);
    return (int) Math.max(least, Math.min(most, Math.round(value)));
  }

  private static List<Placed> withoutGaps(List<Placed> written) {
    List<Placed> placed = new ArrayList<>();
    int bottom = 0;
    int removed = 0;
    for (Placed one : written) {
      removed = Math.max(removed, one.y - bottom);
      Placed moved = one.at(0, one.y - removed);
      for (Optional<Placed> hit = covered(placed, moved); hit.isPresent(); ) {
        moved = moved.at(0, hit.get().bottom());
        hit = covered(placed, moved);
      }
      placed.add(moved);
      bottom = Math.max(bottom, moved.bottom());
    }
    placed.sort(Comparator.comparingInt(Placed::y).thenComparingInt(Placed::x));
    return placed;
  }

  private static Optional<Placed> covered(List<Placed> placed, Placed by) {
    return placed.stream().filter(by::covers).findFirst();
  }

  private static JsonNode read(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
