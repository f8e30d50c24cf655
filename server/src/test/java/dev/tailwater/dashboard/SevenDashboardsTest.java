package dev.tailwater.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.FixtureLines;
import dev.tailwater.TailwaterProcess;
import dev.tailwater.geo.SampleAddresses;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every panel of the seven dashboards shows for the 39 lines of the acceptance fixture,
 * delivered to the drain URL of the running program as Logplex does and asked for over HTTP. What
 * must come stands in {@code fixtures/two-drains.panels}.
 */
class SevenDashboardsTest {
  private static final ExpectedPanels EXPECTED = ExpectedPanels.read();
  private static final String NOBODY = "nobody";

  /** The panels that the server has, by the names that the file gives them. */
  private static final Map<String, Panel> PANELS = new LinkedHashMap<>();

  private static final List<JsonNode> DASHBOARDS = new ArrayList<>();

  /** The day of the lines. */
  private static LocalDate day = LocalDate.EPOCH;

  @TempDir static Path folder;
  private static TailwaterProcess tailwater;

  /** A panel, and the variables of its dashboard with their defaults. */
  private record Panel(JsonNode json, Map<String, String> variables) {
    String query(String key) {
      for (JsonNode query : json.path("queries")) {
        if (query.path("queryKey").asText().equals(key)) {
          return query.path("queryString").asText();
        }
      }
      throw new AssertionError(
          json.path("title").asText() + " has no query " + key + ", yet an answer is expected");
    }
  }

  @BeforeAll
  static void deliverTheFixture() throws Exception {
    Path cities = SampleAddresses.cities(folder.resolve("cities.mmdb"));
    tailwater =
        TailwaterProcess.start(
            Files.createDirectory(folder.resolve("data")),
            Map.of("TAILWATER_GEO_CITY_FILE", cities.toString()));
    day = FixtureLines.deliver(tailwater);
    for (JsonNode dashboard : tailwater.get("/api/v2/dashboards?limit=100").path("dashboards")) {
      DASHBOARDS.add(dashboard);
      Map<String, String> variables = new HashMap<>();
      dashboard
          .path("variables")
          .forEach(v -> variables.put(v.path("name").asText(), v.path("defaultValue").asText()));
      for (JsonNode panel : dashboard.path("panels")) {
        if (!panel.path("panelType").asText().equals("TextPanel")) {
          String name =
              ExpectedPanels.name(dashboard.path("title").asText(), panel.path("title").asText());
          PANELS.put(name, new Panel(panel, Map.copyOf(variables)));
        }
      }
    }
  }

  @AfterAll
  static void stop() {
    tailwater.close();
  }

  @Test
  void everyPanelIsExpectedAndEveryExpectationHasItsPanel() {
    assertThat(PANELS.keySet()).containsExactlyElementsOf(EXPECTED.panels.keySet());
    PANELS.forEach((name, panel) -> {
      List<String> asked = panel.json.path("queries").findValuesAsText("queryKey");
      assertThat(
              EXPECTED.of(name).answers().stream()
                  .filter(answer -> answer.with().isEmpty())
                  .map(ExpectedPanels.Answer::query))
          .as(name)
          .containsExactlyElementsOf(asked);
    });
  }

  @TestFactory
  Stream<DynamicTest> showsWhatIsExpected() {
    return EXPECTED.panels.entrySet().stream()
        .flatMap(entry ->
            entry.getValue().answers().stream()
                .map(answer -> {
                  String name = entry.getKey() + called(answer);
                  return DynamicTest.dynamicTest(
                      name, () -> assertAnswer(name, panel(entry.getKey()), answer, answer.with()));
                }));
  }

  private static String called(ExpectedPanels.Answer answer) {
    return (answer.query().equals("A") ? "" : ", query " + answer.query())
        + (answer.with().isEmpty() ? "" : ", with " + answer.with());
  }

  /** With a value that no line has, a variable empties the panels that it changes and no others. */
  @TestFactory
  Stream<DynamicTest> followsItsVariablesAndNoOthers() {
    return EXPECTED.panels.entrySet().stream()
        .flatMap(entry ->
            panel(entry.getKey()).variables.keySet().stream()
                .filter(variable -> !variable.equals("Logsdatasource"))
                .map(variable -> {
                  String name = entry.getKey() + ", " + variable;
                  return DynamicTest.dynamicTest(
                      name,
                      () -> assertFollows(name, panel(entry.getKey()), entry.getValue(), variable));
                }));
  }

  private static void assertFollows(
      String name, Panel panel, ExpectedPanels.Panel expected, String variable) throws Exception {
    Map<String, String> nobody = Map.of(variable, NOBODY);
    for (ExpectedPanels.Answer answer : expected.answers()) {
      if (!answer.with().isEmpty()) {
        continue;
      }
      if (expected.changedBy().contains(variable)) {
        List<String> lines = ask(panel.query(answer.query()), with(panel.variables, nobody));
        assertThat(lines).as(name).hasSize(2).element(1).isIn("no rows", "null", "0");
      } else {
        assertAnswer(name, panel, answer, nobody);
      }
    }
  }

  private static void assertAnswer(
      String name, Panel panel, ExpectedPanels.Answer answer, Map<String, String> with)
      throws Exception {
    String query = panel.query(answer.query());
    List<String> lines = ask(query, with(panel.variables, with));
    if (query.contains("| sort ")) {
      assertThat(lines).as(name).isEqualTo(answer.lines());
    } else {
      assertThat(lines.getFirst()).as(name).isEqualTo(answer.lines().getFirst());
      assertThat(lines).as(name).containsExactlyInAnyOrderElementsOf(answer.lines());
    }
  }

  private static Panel panel(String name) {
    Panel panel = PANELS.get(name);
    if (panel == null) {
      throw new AssertionError("the server has no panel " + name);
    }
    return panel;
  }

  @TestFactory
  Stream<DynamicTest> theVariablesOfferWhatOccurs() {
    Map<String, List<String>> offered =
        Map.of(
            "Logsdatasource", List.of(),
            "log_drain", List.of("BLOG", "SHOP"),
            "application_name", List.of("blog", "shop"),
            "dyno",
                List.of(
                    "heroku.1001.aaaaaaaa-0000-4000-8000-000000000001",
                    "heroku.1001.aaaaaaaa-0000-4000-8000-000000000002"));
    return DASHBOARDS.stream()
        .flatMap(dashboard ->
            StreamSupport.stream(dashboard.path("variables").spliterator(), false)
                .map(variable ->
                    DynamicTest.dynamicTest(
                        dashboard.path("title").asText() + ", " + variable.path("name").asText(),
                        () ->
                            assertThat(values(variable))
                                .containsExactlyInAnyOrderElementsOf(
                                    offered.get(variable.path("name").asText())))));
  }

  private static List<String> values(JsonNode variable) throws Exception {
    String query = variable.at("/sourceDefinition/query").asText();
    if (query.isEmpty()) {
      return List.of();
    }
    JsonNode result = answer(query, Map.of("Logsdatasource", "heroku"));
    List<String> names = result.path("fields").findValuesAsText("name");
    int field =
        IntStream.range(0, names.size())
            .filter(
                i -> names.get(i).equalsIgnoreCase(variable.at("/sourceDefinition/field").asText()))
            .findFirst()
            .orElseThrow();
    List<String> values = new ArrayList<>();
    result.path("rows").forEach(row -> values.add(row.get(field).asText()));
    return values;
  }

  private static Map<String, String> with(Map<String, String> variables, Map<String, String> more) {
    Map<String, String> values = new HashMap<>(variables);
    values.putAll(more);
    return values;
  }

  /** The names of the fields and the rows as the file of expectations writes them. */
  private static List<String> ask(String query, Map<String, String> variables) throws Exception {
    JsonNode result = answer(query, variables);
    assertThat(result.path("kind").asText()).isEqualTo("records");
    List<String> names = result.path("fields").findValuesAsText("name");
    List<String> lines = new ArrayList<>();
    lines.add(String.join(" | ", names));
    for (JsonNode row : result.path("rows")) {
      lines.add(
          IntStream.range(0, names.size())
              .mapToObj(i -> text(names.get(i), row.get(i)))
              .collect(Collectors.joining(" | ")));
    }
    if (lines.size() == 1) {
      lines.add("no rows");
    }
    return lines;
  }

  private static JsonNode answer(String query, Map<String, String> variables) throws Exception {
    return tailwater.query(query, day + "T10:00:00Z", day + "T10:10:00Z", variables);
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
}
