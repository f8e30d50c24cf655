package dev.tailwater.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.TestTailwater;
import dev.tailwater.http.Json;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardRoutesTest {
  private TestTailwater tailwater;

  @BeforeEach
  void start(@TempDir Path folder) {
    tailwater = TestTailwater.start(folder);
  }

  @AfterEach
  void stop() {
    tailwater.close();
  }

  @Test
  void everyAccountHasTheHerokuDashboards() throws Exception {
    JsonNode list =
        Json.MAPPER.readTree(tailwater.get(tailwater.ours, "/api/v2/dashboards?limit=100").body());
    assertThat(list.path("next").isNull()).isTrue();
    List<String> titles = new ArrayList<>();
    list.path("dashboards").forEach(d -> titles.add(d.path("title").asText()));
    assertThat(titles)
        .containsExactly(
            "Heroku - Overview",
            "Heroku - Dyno",
            "Heroku - Application",
            "Heroku - Memory Metrics",
            "Heroku - CPU Load Metrics",
            "Heroku - Infrastructure Errors",
            "Heroku - Application Errors");
    JsonNode overview = list.at("/dashboards/0");
    assertThat(overview.path("id").asText()).matches("[0-9A-F]{48}");
    assertThat(overview.path("contentId").asText()).matches("[0-9A-F]{16}");

    JsonNode one =
        Json.MAPPER.readTree(
            tailwater
                .get(tailwater.ours, "/api/v2/dashboards/" + overview.path("id").asText())
                .body());
    assertThat(one).isEqualTo(overview);
  }

  @Test
  void anotherAccountsDashboardIsNotThere() throws Exception {
    String id =
        Json.MAPPER
            .readTree(tailwater.get(tailwater.ours, "/api/v2/dashboards").body())
            .at("/dashboards/0/id")
            .asText();
    String path = "/api/v2/dashboards/" + id;
    for (HttpResponse<String> answer :
        List.of(
            tailwater.get(tailwater.theirs, path),
            tailwater.send("PUT", tailwater.theirs, path, MINE),
            tailwater.send(tailwater.request(tailwater.theirs, path).DELETE()))) {
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(Json.MAPPER.readTree(answer.body()).at("/errors/0/code").asText())
          .isEqualTo("notfound");
    }
    assertThat(tailwater.get(tailwater.ours, path).statusCode()).isEqualTo(200);
  }

  private static final String MINE =
      """
      { "id":"theirs to choose? no", "title" : "Mine",
        "timeRange":{"type":"BeginBoundedTimeRange"},"x-new" : 1.50,
        "panels":[ {"visualSettings":"{\\"a\\": 1}"} ],"contentId":null,  "z":1e3}
      """;

  @Test
  void whatWasSentComesBackByteForByte() throws Exception {
    HttpResponse<String> created =
        tailwater.send("POST", tailwater.ours, "/api/v2/dashboards", MINE);
    assertThat(created.statusCode()).isEqualTo(200);
    String id = Json.MAPPER.readTree(created.body()).path("id").asText();
    assertThat(created.body())
        .contains("\"title\" : \"Mine\"")
        .contains("\"x-new\" : 1.50")
        .contains("\"panels\":[ {\"visualSettings\":\"{\\\"a\\\": 1}\"} ]")
        .endsWith("\"z\":1e3}")
        .doesNotContain("theirs to choose");
    assertThat(created.body().split("\"contentId\"", -1)).hasSize(2);
    assertThat(tailwater.get(tailwater.ours, "/api/v2/dashboards/" + id).body())
        .isEqualTo(created.body());

    // A client sends back what it got.
    HttpResponse<String> replaced =
        tailwater.send(
            "PUT",
            tailwater.ours,
            "/api/v2/dashboards/" + id,
            created.body().replace("Mine", "Ours"));
    assertThat(replaced.body()).isEqualTo(created.body().replace("Mine", "Ours"));

    assertThat(
            tailwater
                .send(tailwater.request(tailwater.ours, "/api/v2/dashboards/" + id).DELETE())
                .statusCode())
        .isEqualTo(204);
    assertThat(tailwater.get(tailwater.ours, "/api/v2/dashboards/" + id).statusCode())
        .isEqualTo(404);
  }

  @Test
  void timeRangesOfOldDashboardsStay() {
    for (String range : new String[] {"\"-15m\"", "[{\"t\":\"relative\",\"d\":-86400000}]"}) {
      HttpResponse<String> created =
          tailwater.send(
              "POST",
              tailwater.theirs,
              "/api/v2/dashboards",
              "{\"title\":\"Old\",\"timeRange\":" + range + "}");
      assertThat(created.statusCode()).isEqualTo(200);
      assertThat(created.body()).contains("\"timeRange\":" + range);
    }
  }

  @Test
  void listsComeInPages() throws Exception {
    for (int i = 1; i <= 4; i++) {
      tailwater.send(
          "POST",
          tailwater.ours,
          "/api/v2/dashboards",
          "{\"title\":\"D" + i + "\",\"timeRange\":{}}");
    }
    StringBuilder titles = new StringBuilder();
    String token = "";
    do {
      JsonNode page =
          Json.MAPPER.readTree(
              tailwater.get(tailwater.ours, "/api/v2/dashboards?limit=2&token=" + token).body());
      page.path("dashboards").forEach(d -> titles.append(d.path("title").asText()).append(' '));
      token = page.path("next").isNull() ? "" : page.path("next").asText();
    } while (!token.isEmpty());
    assertThat(titles.toString())
        .startsWith("Heroku - Overview Heroku - Dyno ")
        .endsWith("Heroku - Application Errors D1 D2 D3 D4 ");

    String mine = tailwater.get(tailwater.ours, "/api/v2/dashboards?mode=createdByUser").body();
    assertThat(Json.MAPPER.readTree(mine).path("dashboards")).hasSize(4);
  }

  @Test
  void anAppsDashboardIsReadOnly() throws Exception {
    String id =
        Json.MAPPER
            .readTree(tailwater.get(tailwater.ours, "/api/v2/dashboards").body())
            .at("/dashboards/0/id")
            .asText();
    HttpResponse<String> answer =
        tailwater.send("PUT", tailwater.ours, "/api/v2/dashboards/" + id, MINE);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("copy it and change the copy");
  }

  @Test
  void whatIsNoDashboardIsRefused() {
    assertRefused("{\"timeRange\":{}}", "expected a title of 1 to 255 characters, found none");
    assertRefused(
        "{\"title\":\"\",\"timeRange\":{}}", "expected a title of 1 to 255 characters, found 0");
    assertRefused("{\"title\":\"x\"}", "expected an object, an array or a text as timeRange");
    assertRefused("[]", "expected a JSON object");
    assertRefused("{\"title\":\"x\",\"timeRange\":{}} more", "expected JSON");
    assertThat(tailwater.get(tailwater.ours, "/api/v2/dashboards?limit=101").statusCode())
        .isEqualTo(400);
    assertThat(tailwater.get(tailwater.ours, "/api/v2/dashboards?token=zz").statusCode())
        .isEqualTo(400);
  }

  @Test
  void longAnswersAreCompressed() throws Exception {
    HttpResponse<byte[]> answer =
        tailwater.send(
            tailwater
                .request(tailwater.ours, "/api/v2/dashboards")
                .header("Accept-Encoding", "gzip"),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    String plain =
        new String(
            new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes(),
            StandardCharsets.UTF_8);
    assertThat(plain).isEqualTo(tailwater.get(tailwater.ours, "/api/v2/dashboards").body());
    assertThat(answer.body().length).isLessThan(plain.length() / 3);
  }

  private void assertRefused(String json, String because) {
    HttpResponse<String> answer =
        tailwater.send("POST", tailwater.ours, "/api/v2/dashboards", json);
    assertThat(answer.statusCode()).as(json).isEqualTo(400);
    assertThat(answer.body()).contains(because);
  }
}
