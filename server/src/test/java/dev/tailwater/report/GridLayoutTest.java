package dev.tailwater.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.http.Json;
import dev.tailwater.report.GridLayout.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GridLayoutTest {
  private final List<ReportPanel> panels = new ArrayList<>();
  private final ObjectNode layout = Json.MAPPER.createObjectNode();
  private final ArrayNode structures = layout.putArray("layoutStructures");

  private void add(String type, Object x, Object y, Object width, Object height) throws Exception {
    String key = "p" + panels.size();
    ObjectNode panel = Json.MAPPER.createObjectNode();
    panel.put("key", key).put("panelType", type).put("title", key).put("text", "## Heading");
    panels.add(ReportPanel.of(panel));
    ObjectNode place = Json.MAPPER.createObjectNode();
    place.putPOJO("x", x).putPOJO("y", y).putPOJO("width", width).putPOJO("height", height);
    JsonNode read = Json.MAPPER.readTree(place.toString());
    structures.addObject().put("key", key).put("structure", read.toString());
  }

  private List<String> places(int firstRows, int rows) {
    return GridLayout.place(panels, layout, firstRows, rows).stream()
        .map(one -> one.panel().key() + " on " + one.page() + " at " + one.x() + "," + one.y())
        .toList();
  }

  @Test
  void rowsStayTogetherAndGoToTheNextPageWhole() throws Exception {
    add("SumoSearchPanel", 12, 8, 12, 4);
    add("SumoSearchPanel", 0, 0, 24, 8);
    add("SumoSearchPanel", 0, 8, 12, 3);
    assertThat(places(12, 12))
        .containsExactly("p1 on 0 at 0,0", "p2 on 0 at 0,8", "p0 on 0 at 12,8");
    assertThat(places(11, 12))
        .containsExactly("p1 on 0 at 0,0", "p2 on 1 at 0,0", "p0 on 1 at 12,0");
  }

  @Test
  void aHeadingStandsOnThePageOfWhatItIsAbove() throws Exception {
    add("SumoSearchPanel", 0, 0, 24, 8);
    add("TextPanel", 0, 8, 24, 1);
    add("SumoSearchPanel", 0, 9, 24, 6);
    assertThat(places(12, 12))
        .containsExactly("p0 on 0 at 0,0", "p1 on 1 at 0,0", "p2 on 1 at 0,1");
  }

  @Test
  void emptyRowsAreLeftOutAndPanelsWithoutAPlaceGoBelow() throws Exception {
    add("SumoSearchPanel", 0, 5, 12, 4);
    add("SumoSearchPanel", 0, 1_000_000_000L, 12, 4);
    panels.add(ReportPanel.of(Json.MAPPER.createObjectNode().put("key", "none")));
    assertThat(places(40, 40))
        .containsExactly("p0 on 0 at 0,0", "p1 on 0 at 0,4", "none on 0 at 0,8");
  }

  @Test
  void noPanelCoversAnotherOrLeavesItsPageWhateverTheLayoutSays() throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < 100; i++) {
      add(
          i % 7 == 0 ? "TextPanel" : "SumoSearchPanel",
          random.nextInt(-10, 40),
          i % 10 == 0 ? "x" : random.nextInt(-5, 60),
          random.nextInt(-3, 60),
          i % 13 == 0 ? 1e12 : random.nextInt(-3, 12));
    }
    List<Placed> placed = GridLayout.place(panels, layout, 27, 29);
    assertThat(placed).hasSize(100);
    for (Placed one : placed) {
      assertThat(one.x()).isBetween(0, GridLayout.COLUMNS - one.width());
      assertThat(one.bottom()).isLessThanOrEqualTo(one.page() == 0 ? 27 : 29);
      for (Placed other : placed) {
        boolean apart =
            one.equals(other)
                || one.page() != other.page()
                || one.x() + one.width() <= other.x()
                || other.x() + other.width() <= one.x()
                || one.bottom() <= other.y()
                || other.bottom() <= one.y();
        assertThat(apart).as(one + " and " + other).isTrue();
      }
    }
  }
}
