package dev.tailwater.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.FixtureLines;
import dev.tailwater.TailwaterProcess;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the thirty panels of Overview show for the 39 lines of the acceptance fixture, delivered to
 * the drain URL of the running program and asked for over HTTP. Numbers are rounded to six
 * decimals; slices are named by the minute they begin.
 */
class OverviewPanelsTest {
  private static final String D1 = "heroku.1001.aaaaaaaa-0000-4000-8000-000000000001";
  private static final String D2 = "heroku.1001.aaaaaaaa-0000-4000-8000-000000000002";

  private static final Map<String, String> QUERIES = new HashMap<>();

  /** The fixture's day becomes yesterday: times far from now are replaced by the receipt time. */
  private static LocalDate day = LocalDate.EPOCH;

  @TempDir static Path folder;
  private static TailwaterProcess tailwater;

  @BeforeAll
  static void deliverTheFixture() throws Exception {
    day = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    tailwater = TailwaterProcess.start(folder.resolve("data"), Map.of());
    int deliveries = 0;
    for (String line : FixtureLines.text().replace("2024-05-01", day.toString()).split("\n", -1)) {
      if (!line.isEmpty()) {
        String drain = line.substring(0, line.indexOf(' '));
        String message = line.substring(drain.length() + 1) + "\n";
        int status =
            tailwater.deliver(
                drain, "%032X".formatted(deliveries++), TailwaterProcess.frame(message));
        assertThat(status).isEqualTo(200);
      }
    }
    tailwater.awaitLines(39);
    for (JsonNode dashboard : tailwater.get("/api/v2/dashboards").path("dashboards")) {
      if (dashboard.path("title").asText().equals("Heroku - Overview")) {
        for (JsonNode panel : dashboard.path("panels")) {
          QUERIES.put(panel.path("key").asText(), panel.at("/queries/0/queryString").asText());
        }
      }
    }
    assertThat(QUERIES).hasSizeGreaterThanOrEqualTo(30);
  }

  @AfterAll
  static void stop() {
    tailwater.close();
  }

  @Test
  void o1TotalRequestCount() throws Exception {
    assertThat(panel("O1")).containsExactly(row("requests", "9"));
    assertThat(panel("O1", "application_name", "shop")).containsExactly(row("requests", "6"));
    assertThat(panel("O1", "log_drain", "BLOG")).containsExactly(row("requests", "3"));
  }

  @Test
  void o2AverageConnectionTime() throws Exception {
    assertThat(panel("O2")).containsExactly(row("avg_connect_ms", "2"));
  }

  @Test
  void o3AverageLatency() throws Exception {
    assertThat(panel("O3")).containsExactly(row("avg_latency_s", "4.431429"));
  }

  @Test
  void o4AverageResponseSize() throws Exception {
    assertThat(panel("O4")).containsExactly(row("avg_bytes", "150747.428571"));
  }

  @Test
  void o5FailedRequestCount() throws Exception {
    assertThat(panel("O5")).containsExactly(row("failed_requests", "6"));
  }

  @Test
  void o6TopFailedRequests() throws Exception {
    assertThat(panel("O6"))
        .containsExactly(
            row("path", "/pay", "failures", "3"),
            row("path", "/", "failures", "2"),
            row("path", "/feed", "failures", "1"));
  }

  @Test
  void o7TopSlowestRequests() throws Exception {
    assertThat(panel("O7"))
        .containsExactly(
            row("path", "/pay", "avg_connect_ms", "2.666667"),
            row("path", "/cart", "avg_connect_ms", "2"),
            row("path", "/", "avg_connect_ms", "1"),
            row("path", "/feed", "avg_connect_ms", "1"));
  }

  @Test
  void o8RequestResponseTrend() throws Exception {
    assertThat(panel("O8"))
        .containsExactlyInAnyOrder(
            row("_timeslice", "10:00", "request_ms", "1.6", "response_ms", "64"),
            row("_timeslice", "10:05", "request_ms", "3", "response_ms", "15350"));
  }

  @Test
  void o9DynoLoadAverage() throws Exception {
    assertThat(panel("O9"))
        .containsExactly(
            row("dyno", D1, "load_avg_15m", "0.4"), row("dyno", D2, "load_avg_15m", "0.1"));
  }

  @Test
  void o10DynoMemory() throws Exception {
    assertThat(panel("O10"))
        .containsExactly(
            row("dyno", D1, "memory_total_mb", "200"), row("dyno", D2, "memory_total_mb", "100"));
  }

  @Test
  void o11StatusCodeCountByDyno() throws Exception {
    assertThat(panel("O11"))
        .containsExactly(
            row("dyno", "web.1", "status", "200", "responses", "2"),
            row("dyno", "web.1", "status", "201", "responses", "1"),
            row("dyno", "web.1", "status", "304", "responses", "1"),
            row("dyno", "web.1", "status", "499", "responses", "1"),
            row("dyno", "web.2", "status", "200", "responses", "1"),
            row("dyno", "web.2", "status", "503", "responses", "1"));
  }

  @Test
  void o12MegabytesTransferredByDyno() throws Exception {
    assertThat(panel("O12"))
        .containsExactlyInAnyOrder(
            row("_timeslice", "10:00", "web.1", "0.006348", "web.2", "1"),
            row("_timeslice", "10:05", "web.1", "0", "web.2", "0"));
  }

  @Test
  void o13ResponseThroughputByStatusCode() throws Exception {
    assertThat(panel("O13"))
        .containsExactlyInAnyOrder(
            row("_timeslice", "10:00", "200", "3", "201", "1", "304", "1"),
            row("_timeslice", "10:05", "499", "1", "503", "1"));
  }

  @Test
  void o14TotalErrorsByHost() throws Exception {
    assertThat(panel("O14"))
        .containsExactly(
            row("origin", "heroku", "errors", "7"), row("origin", "app", "errors", "3"));
  }

  @Test
  void o15OverallErrorRate() throws Exception {
    assertThat(panel("O15")).containsExactly(row("error_rate", "20.512821"));
  }

  @Test
  void o16AppErrorRate() throws Exception {
    assertThat(panel("O16")).containsExactly(row("error_rate", "30"));
  }

  @Test
  void o17HerokuErrorRate() throws Exception {
    assertThat(panel("O17")).containsExactly(row("error_rate", "17.241379"));
  }

  @Test
  void o18TotalErrorsByComponent() throws Exception {
    assertThat(panel("O18"))
        .containsExactly(
            row("component", "router", "errors", "4"),
            row("component", "web.1", "errors", "4"),
            row("component", "logplex", "errors", "1"),
            row("component", "release.7", "errors", "1"));
  }

  @Test
  void o19To21ConnectionTimeTrends() throws Exception {
    assertThat(panel("O19")).containsExactlyInAnyOrder(slices("max_connect_ms", "3", "4"));
    assertThat(panel("O20")).containsExactlyInAnyOrder(slices("avg_connect_ms", "1.6", "3"));
    assertThat(panel("O21")).containsExactlyInAnyOrder(slices("p50_connect_ms", "1", "3"));
  }

  @Test
  void o22To24LatencyTrends() throws Exception {
    assertThat(panel("O22")).containsExactlyInAnyOrder(slices("max_latency_s", "0.2", "30"));
    assertThat(panel("O23")).containsExactlyInAnyOrder(slices("avg_latency_s", "0.064", "15.35"));
    assertThat(panel("O24")).containsExactlyInAnyOrder(slices("p50_latency_s", "0.04", "15.35"));
  }

  @Test
  void o25To27PathLatency() throws Exception {
    assertThat(panel("O25"))
        .containsExactly(paths("max_latency_s", "30", "0.06", "0.011", "0.009"));
    assertThat(panel("O26"))
        .containsExactly(paths("avg_latency_s", "10.3", "0.05", "0.011", "0.009"));
    assertThat(panel("O27"))
        .containsExactly(paths("p50_latency_s", "0.7", "0.05", "0.011", "0.009"));
  }

  @Test
  void o28To30MethodLatency() throws Exception {
    assertThat(panel("O28")).containsExactly(methods("max_latency_s", "30", "0.06"));
    assertThat(panel("O29")).containsExactly(methods("avg_latency_s", "10.3", "0.03"));
    assertThat(panel("O30")).containsExactly(methods("p50_latency_s", "0.7", "0.0255"));
  }

  @Test
  void theVariablesOfferWhatOccurs() throws Exception {
    List<Map<String, String>> drains = new ArrayList<>();
    List<Map<String, String>> apps = new ArrayList<>();
    for (JsonNode variable : OverviewTest.read().path("variables")) {
      String query = variable.at("/sourceDefinition/query").asText();
      switch (variable.path("name").asText()) {
        case "log_drain" -> drains.addAll(run(query, Map.of("Logsdatasource", "heroku")));
        case "application_name" -> apps.addAll(run(query, Map.of("Logsdatasource", "heroku")));
        default -> assertThat(query).isEmpty();
      }
    }
    assertThat(drains)
        .containsExactlyInAnyOrder(
            row("_sourcename", "SHOP", "_count", "31"), row("_sourcename", "BLOG", "_count", "8"));
    assertThat(apps)
        .containsExactlyInAnyOrder(
            row("app_name", "shop", "_count", "6"), row("app_name", "blog", "_count", "3"));
  }

  private static List<Map<String, String>> panel(String number, String... variables)
      throws Exception {
    Map<String, String> values = new HashMap<>();
    values.put("Logsdatasource", "heroku");
    values.put("log_drain", "*");
    values.put("application_name", "*");
    values.putAll(row(variables));
    return run(QUERIES.getOrDefault("panel" + number, "no such panel"), values);
  }

  private static List<Map<String, String>> run(String query, Map<String, String> variables)
      throws Exception {
    JsonNode result = tailwater.query(query, day + "T10:00:00Z", day + "T10:10:00Z", variables);
    assertThat(result.path("kind").asText()).isEqualTo("records");
    List<Map<String, String>> rows = new ArrayList<>();
    for (JsonNode values : result.path("rows")) {
      Map<String, String> row = new TreeMap<>();
      for (int i = 0; i < values.size(); i++) {
        if (!values.get(i).isNull()) {
          String name = result.path("fields").get(i).path("name").asText();
          row.put(name, text(name, values.get(i)));
        }
      }
      rows.add(row);
    }
    return rows;
  }

  private static String text(String name, JsonNode value) {
    if (name.equals("_timeslice")) {
      return Instant.ofEpochMilli(value.asLong()).toString().substring(11, 16);
    }
    return value.isNumber()
        ? value
            .decimalValue()
            .setScale(6, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString()
        : value.asText();
  }

  private static Map<String, String> row(String... namesAndValues) {
    Map<String, String> row = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return row;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Map<String, String>[] slices(String field, String first, String second) {
    return new Map[] {
      row("_timeslice", "10:00", field, first), row("_timeslice", "10:05", field, second)
    };
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Map<String, String>[] paths(
      String field, String pay, String cart, String feed, String root) {
    return new Map[] {
      row("path", "/pay", field, pay),
      row("path", "/cart", field, cart),
      row("path", "/feed", field, feed),
      row("path", "/", field, root)
    };
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Map<String, String>[] methods(String field, String post, String get) {
    return new Map[] {row("method", "POST", field, post), row("method", "GET", field, get)};
  }
}
