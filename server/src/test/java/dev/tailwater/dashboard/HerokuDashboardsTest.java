package dev.tailwater.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Heroku dashboards as documents; what their queries find is in SevenDashboardsTest. */
class HerokuDashboardsTest {
  /** All codes that Heroku documents and still emits. */
  private static final String CODES =
      "H10 H11 H12 H13 H14 H15 H17 H18 H19 H20 H21 H22 H23 H24 H25 H26 H27 H28 H31 H32 H33 H34"
          + " H80 H81 H82 H83 H99 L10 L11 L12 L13 L14 L15 R10 R12 R13 R14 R15 R16 R17 R99";

  private static final Pattern CODE = Pattern.compile("[HRL]\\d\\d");
  private static final Pattern TABLE_ROW =
      Pattern.compile("\\| \\[([HRL]\\d\\d)]\\((\\S+)\\) \\| ([^|]+) \\| ([^|]+) \\|");

  /** The dashboards' files and the variables that they show. */
  private static final Map<String, List<String>> VARIABLES =
      new TreeMap<>(
          Map.of(
              "overview", List.of("log_drain", "application_name"),
              "dyno", List.of("log_drain"),
              "application", List.of("log_drain"),
              "memory-metrics", List.of("dyno", "log_drain"),
              "cpu-load-metrics", List.of("dyno", "log_drain"),
              "infrastructure-errors", List.of("log_drain", "application_name"),
              "application-errors", List.of("log_drain")));

  /**
   * A code as the dashboard Infrastructure Errors explains it.
   *
   * @param link to what to do
   */
  private record Explained(String name, String meaning, String link) {}

  private static Stream<String> dashboards() {
    return VARIABLES.keySet().stream();
  }

  @Test
  void theManifestNamesThemAll() {
    JsonNode manifest = read("/apps/heroku/manifest.json");
    List<String> files = new ArrayList<>();
    manifest.path("dashboards").forEach(file -> files.add(file.asText()));
    assertThat(files)
        .containsExactlyInAnyOrderElementsOf(
            dashboards().map(name -> "dashboards/" + name + ".json").toList());
  }

  @Test
  void overviewHasFourHeadings() {
    List<String> headings = new ArrayList<>();
    for (JsonNode panel : dashboard("overview").path("panels")) {
      if (panel.path("panelType").asText().equals("TextPanel")) {
        headings.add(panel.path("text").asText());
      }
    }
    assertThat(headings)
        .containsExactly(
            "## Requests", "## Dynos", "## Errors Overview", "## Connection time and latency");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyPanelExplainsItselfAndAsksTheInstalledSource(String name) throws Exception {
    Set<String> ids = new HashSet<>();
    for (JsonNode panel : dashboard(name).path("panels")) {
      String key = panel.path("key").asText();
      assertThat(ids.add(panel.path("id").asText())).as(key).isTrue();
      JsonNode settings = Json.MAPPER.readTree(panel.path("visualSettings").asText());
      assertThat(settings.at("/general/type").asText()).as(key).isNotEmpty();
      if (panel.path("panelType").asText().equals("SumoSearchPanel")) {
        assertThat(panel.path("description").asText())
            .as(key)
            .matches(".*(\\.|https://devcenter\\.heroku\\.com/\\S+)");
        assertThat(panel.path("queries")).isNotEmpty();
        for (JsonNode query : panel.path("queries")) {
          assertThat(query.path("queryString").asText())
              .startsWith("_sourceCategory={{Logsdatasource}}")
              .contains("{{log_drain}}");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void fillsTheGridWithoutOverlapOrHole(String name) throws Exception {
    JsonNode dashboard = dashboard(name);
    Set<String> cells = new HashSet<>();
    List<String> placed = new ArrayList<>();
    int bottom = 0;
    for (JsonNode structure : dashboard.at("/layout/layoutStructures")) {
      JsonNode at = Json.MAPPER.readTree(structure.path("structure").asText());
      placed.add(structure.path("key").asText());
      int right = at.path("x").asInt() + at.path("width").asInt();
      assertThat(right).isLessThanOrEqualTo(24);
      int below = at.path("y").asInt() + at.path("height").asInt();
      bottom = Math.max(bottom, below);
      for (int x = at.path("x").asInt(); x < right; x++) {
        for (int y = at.path("y").asInt(); y < below; y++) {
          assertThat(cells.add(x + "," + y)).as(structure.path("key").asText()).isTrue();
        }
      }
    }
    assertThat(cells).hasSize(24 * bottom);
    assertThat(placed).isEqualTo(dashboard.path("panels").findValuesAsText("key"));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void showsItsVariablesAndHidesTheDataSource(String name) {
    JsonNode variables = dashboard(name).path("variables");
    assertThat(variables.at("/0/name").asText()).isEqualTo("Logsdatasource");
    assertThat(variables.at("/0/defaultValue").asText()).isEqualTo("heroku");
    List<String> shown = new ArrayList<>();
    for (JsonNode variable : variables) {
      if (variable.path("hideFromUI").asBoolean()) {
        assertThat(variable.path("name").asText()).isEqualTo("Logsdatasource");
      } else {
        assertThat(variable.path("defaultValue").asText()).isEqualTo("*");
        assertThat(variable.path("includeAllOption").asBoolean()).isTrue();
        shown.add(variable.path("name").asText());
      }
    }
    assertThat(shown).isEqualTo(VARIABLES.get(name));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void beginsWithTheLastDayAndDoesNotRefresh(String name) {
    JsonNode dashboard = dashboard(name);
    assertThat(dashboard.at("/timeRange/from/relativeTime").asText()).isEqualTo("-24h");
    assertThat(dashboard.path("refreshInterval").asInt(-1)).isZero();
    assertThat(dashboard.path("theme").asText()).isEqualTo("Light");
  }

  @Test
  void everyCodeIsExplainedWithALink() {
    Map<String, Explained> codes = explained();
    assertThat(String.join(" ", codes.keySet())).isEqualTo(CODES);
    codes.forEach((code, explained) ->
        assertThat(explained.link())
            .matches(
                "https://devcenter\\.heroku\\.com/articles/error-codes(#"
                    + code.toLowerCase(Locale.ROOT)
                    + "-[a-z0-9-]+)?"));
  }

  /** Panels name codes as the table does: in charts, under single values, in the details. */
  @Test
  void whereACodeAppearsItHasItsName() throws Exception {
    Map<String, Explained> codes = explained();
    int named = 0;
    for (JsonNode panel : dashboard("infrastructure-errors").path("panels")) {
      JsonNode settings = Json.MAPPER.readTree(panel.path("visualSettings").asText());
      String key = panel.path("key").asText();
      String label = settings.at("/svp/label").asText();
      Matcher labelled = CODE.matcher(label);
      if (labelled.lookingAt()) {
        named++;
        String description = panel.path("description").asText();
        assertThat(panel.at("/queries/0/queryString").asText())
            .contains('"' + label.substring(0, 3));
        do {
          Explained explained = Objects.requireNonNull(codes.get(labelled.group()));
          assertThat(description)
              .as(key)
              .contains(labelled.group() + " " + explained.name() + ": ")
              .contains(explained.link());
        } while (labelled.find());
      }
      if (settings.has("overrides")) {
        Map<String, String> names = new TreeMap<>();
        for (JsonNode override : settings.path("overrides")) {
          names.put(override.at("/series/0").asText(), override.at("/properties/name").asText());
        }
        Map<String, String> wanted = new TreeMap<>();
        codes.forEach((code, explained) -> wanted.put(code, code + " " + explained.name()));
        assertThat(names).as(key).isEqualTo(wanted);
      }
    }
    assertThat(named).isEqualTo(13);
  }

  @Test
  void theDetailsExplainCodesAsTheTableDoes() {
    String query = "";
    for (JsonNode panel : dashboard("infrastructure-errors").path("panels")) {
      if (panel.path("title").asText().equals("Infrastructure Error Details")) {
        query = panel.at("/queries/0/queryString").asText();
      }
    }
    StringBuilder book = new StringBuilder(";");
    Matcher inQuery = Pattern.compile("concat\\(code, \"([^\"]*)\"\\) as book").matcher(query);
    assertThat(inQuery.find()).isTrue();
    Map<String, Explained> codes = explained();
    for (String code : dashboardOrder()) {
      Explained explained = Objects.requireNonNull(codes.get(code));
      String link = explained.link();
      int anchor = link.indexOf('#');
      book.append(code)
          .append(' ')
          .append(anchor < 0 ? "" : link.substring(anchor))
          .append('|')
          .append(explained.meaning())
          .append(';');
    }
    assertThat(inQuery.group(1)).isEqualTo(book.toString());
  }

  private static List<String> dashboardOrder() {
    return rows().map(row -> row.group(1)).toList();
  }

  private static Map<String, Explained> explained() {
    Map<String, Explained> codes = new TreeMap<>();
    rows()
        .forEach(row ->
            codes.put(row.group(1), new Explained(row.group(3), row.group(4), row.group(2))));
    return codes;
  }

  private static Stream<MatchResult> rows() {
    StringBuilder texts = new StringBuilder();
    dashboard("infrastructure-errors")
        .path("panels")
        .forEach(panel -> texts.append(panel.path("text").asText()).append('\n'));
    return TABLE_ROW.matcher(texts).results().toList().stream();
  }

  private static JsonNode dashboard(String name) {
    return read("/apps/heroku/dashboards/" + name + ".json");
  }

  private static JsonNode read(String path) {
    try (InputStream in = HerokuDashboardsTest.class.getResourceAsStream(path)) {
      return Json.MAPPER.readTree(Objects.requireNonNull(in, path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
