package dev.tailwater.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.http.Json;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The Overview dashboard as a document; what its queries find is in OverviewPanelsTest. */
class OverviewTest {
  private final JsonNode overview = read();

  @Test
  void hasThirtyPanelsUnderFourHeadings() {
    StringBuilder titles = new StringBuilder();
    overview
        .path("panels")
        .forEach(p ->
            titles
                .append(
                    p.path("panelType").asText().equals("TextPanel")
                        ? p.path("text").asText()
                        : p.path("title").asText())
                .append('\n'));
    assertThat(titles)
        .hasToString(
            """
            ## Requests
            Total Request Count
            Average Connection Time
            Average Latency
            Average Response Size
            Failed Request Count
            Top 10 Failed Requests
            Top 10 Slowest Requests
            Request-Response Trend
            ## Dynos
            Dyno Load Average(15 min)
            Dyno Memory(MB)
            Status code count by Dyno
            MBs Transferred by Dyno Over Time
            Response Throughput by Status Code
            ## Errors Overview
            Total Errors by Host
            Overall Error Rate
            App Error Rate
            Heroku Error Rate
            Total Errors by Component
            ## Connection time and latency
            Max Connection Time Trend
            Average Connection Time Trend
            50th Percentile Connection Time Trend
            Max Latency Trend
            Average Latency Trend
            50th Percentile Latency Trend
            Max Path Latency
            Average Path Latency
            50th Percentile Path Latency
            Max Method Latency
            Average Method Latency
            50th Percentile Method Latency
            """);
  }

  @Test
  void everyPanelExplainsItselfAndAsksOneQueryOfTheInstalledSource() throws Exception {
    for (JsonNode panel : overview.path("panels")) {
      JsonNode settings = Json.MAPPER.readTree(panel.path("visualSettings").asText());
      assertThat(settings.at("/general/type").asText()).as(panel.path("key").asText()).isNotEmpty();
      if (panel.path("panelType").asText().equals("SumoSearchPanel")) {
        assertThat(panel.path("description").asText()).endsWith(".");
        assertThat(panel.path("queries")).hasSize(1);
        assertThat(panel.at("/queries/0/queryString").asText())
            .startsWith("_sourceCategory={{Logsdatasource}}")
            .contains("{{log_drain}}");
      }
    }
  }

  @Test
  void fillsTheGridWithoutOverlap() throws Exception {
    Set<String> cells = new HashSet<>();
    Set<String> placed = new HashSet<>();
    for (JsonNode structure : overview.at("/layout/layoutStructures")) {
      JsonNode at = Json.MAPPER.readTree(structure.path("structure").asText());
      placed.add(structure.path("key").asText());
      assertThat(at.path("x").asInt() + at.path("width").asInt()).isLessThanOrEqualTo(24);
      for (int x = at.path("x").asInt(); x < at.path("x").asInt() + at.path("width").asInt(); x++) {
        for (int y = at.path("y").asInt();
            y < at.path("y").asInt() + at.path("height").asInt();
            y++) {
          assertThat(cells.add(x + "," + y)).as(structure.path("key").asText()).isTrue();
        }
      }
    }
    Set<String> panels = new HashSet<>();
    overview.path("panels").forEach(p -> panels.add(p.path("key").asText()));
    assertThat(placed).isEqualTo(panels);
  }

  @Test
  void showsTwoVariablesAndHidesTheDataSource() {
    assertThat(overview.at("/variables/0/name").asText()).isEqualTo("Logsdatasource");
    assertThat(overview.at("/variables/0/hideFromUI").asBoolean()).isTrue();
    assertThat(overview.at("/variables/0/defaultValue").asText()).isEqualTo("heroku");
    assertThat(overview.at("/variables/1/name").asText()).isEqualTo("log_drain");
    assertThat(overview.at("/variables/2/name").asText()).isEqualTo("application_name");
    assertThat(overview.path("variables")).hasSize(3);
  }

  static JsonNode read() {
    try (InputStream in =
        OverviewTest.class.getResourceAsStream("/apps/heroku/dashboards/overview.json")) {
      return Json.MAPPER.readTree(Objects.requireNonNull(in));
    } catch (java.io.IOException e) {
      throw new AssertionError("cannot read the overview", e);
    }
  }
}
