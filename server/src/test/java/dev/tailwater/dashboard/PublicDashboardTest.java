package dev.tailwater.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.FixtureLines;
import dev.tailwater.TestTailwater;
import dev.tailwater.account.FirstStart;
import dev.tailwater.http.Json;
import dev.tailwater.query.plan.AccountTables;
import dev.tailwater.query.plan.StoredTable;
import dev.tailwater.query.run.QueryLimits;
import dev.tailwater.query.run.QueryRunner;
import dev.tailwater.query.run.TableWriter;
import dev.tailwater.query.run.Tables;
import dev.tailwater.query.syntax.TablePath;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see who have nothing but a public link, and what they try. */
class PublicDashboardTest {
  private static final String POLICY = "/api/v1/policies/shareDashboardsOutsideOrganization";

  private static final String DASHBOARD =
      """
      {"title":"Shared","description":"d","domain":"secret-domain","refreshInterval":60,
       "timeRange":{"type":"BeginBoundedTimeRange","from":{"type":"RelativeTimeRangeBoundary","relativeTime":"-10m"},"to":null},
       "panels":[
         {"id":"PANELID","key":"count","title":"Lines","panelType":"SumoSearchPanel","visualSettings":"{}","linkedDashboards":[{"id":"LINKED"}],
          "queries":[{"queryKey":"A","queryType":"Logs","queryString":"_sourceCategory={{Logsdatasource}} | where _sourceName matches \\"{{drain}}\\" | count"},
                     {"queryKey":"B","queryType":"Metrics","queryString":"metric=x"}]},
         {"key":"short","title":"Short","panelType":"SumoSearchPanel","timeRange":{"type":"BeginBoundedTimeRange","from":{"type":"RelativeTimeRangeBoundary","relativeTime":"-1m"},"to":null},
          "queries":[{"queryKey":"A","queryType":"Logs","queryString":"* | count"}]},
         {"key":"lines","title":"Newest","panelType":"SumoSearchPanel","queries":[{"queryKey":"A","queryType":"Logs","queryString":"router"}]},
         {"key":"wrong","title":"Wrong","panelType":"SumoSearchPanel","queries":[{"queryKey":"A","queryType":"Logs","queryString":"_sourceCategory=hidden | nonsense"}]},
         {"key":"save","title":"Saves","panelType":"SumoSearchPanel","queries":[{"queryKey":"A","queryType":"Logs","queryString":"* | count by _sourceName | save /shared/x"}]},
         {"key":"text","title":"","panelType":"TextPanel","text":"## Words"}],
       "layout":{"layoutType":"Grid","layoutStructures":[]},
       "variables":[
         {"name":"Logsdatasource","defaultValue":"heroku","hideFromUI":true,"sourceDefinition":{"variableSourceType":"CsvVariableSourceDefinition","values":"heroku"}},
         {"name":"drain","displayName":"Drain","defaultValue":null,"sourceDefinition":{"variableSourceType":"LogQueryVariableSourceDefinition","query":"secret-query","field":"_sourceName"}}]}
      """;

  private FixtureLines lines;
  private TestTailwater tailwater;
  private String dashboard = "";

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    Clock clock = Clock.fixed(FixtureLines.TO, ZoneOffset.UTC);
    lines = new FixtureLines(folder.resolve("spill"), 1);
    QueryRunner runner =
        new QueryRunner(
            lines.engine(),
            lines,
            QueryLimits.defaults(),
            account -> Set.of(),
            account -> new NoWriting(),
            Map.of(),
            Optional::empty);
    tailwater = TestTailwater.start(folder, clock, runner);
    dashboard = create(tailwater.ours, DASHBOARD);
  }

  /** Whoever gets as far as writing fails the test. */
  private static final class NoWriting implements Tables.View {
    @Override
    public AccountTables read() {
      return AccountTables.NONE;
    }

    @Override
    public TableWriter write(TablePath path, List<StoredTable.Column> columns, boolean append) {
      throw new AssertionError("a public viewer wrote to " + path);
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void stop() {
    tailwater.close();
    lines.close();
  }

  @Test
  void nothingIsSharedUntilTheAccountAllowsIt() throws Exception {
    assertThat(get(tailwater.ours, POLICY).path("enabled").asBoolean()).isFalse();
    HttpResponse<String> refused = putLink(tailwater.ours, dashboard, "{}");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("policy:disabled").contains(POLICY.substring(17));

    allow(tailwater.ours, true);
    String token = link("{}");
    assertThat(look(token).statusCode()).isEqualTo(200);
    assertThat(panel(token, "count").statusCode()).isEqualTo(200);

    allow(tailwater.ours, false);
    assertThat(look(token).statusCode()).isEqualTo(404);
    assertThat(panel(token, "count").statusCode()).isEqualTo(404);
    allow(tailwater.theirs, true);
    assertThat(look(token).statusCode()).isEqualTo(404);

    allow(tailwater.ours, true);
    assertThat(look(token).statusCode()).isEqualTo(200);
  }

  @Test
  void viewersSeeWhatItTakesToDrawItAndNoMore() throws Exception {
    allow(tailwater.ours, true);
    String body = look(link("{}")).body();
    JsonNode shown = Json.MAPPER.readTree(body);
    assertThat(shown.path("title").asText()).isEqualTo("Shared");
    assertThat(shown.path("refreshInterval").asInt()).isEqualTo(60);
    assertThat(shown.path("panels")).hasSize(6);
    assertThat(shown.at("/panels/0/queries/0/queryKey").asText()).isEqualTo("A");
    assertThat(shown.at("/panels/5/text").asText()).isEqualTo("## Words");
    assertThat(shown.path("variables").toString())
        .isEqualTo("[{\"name\":\"drain\",\"displayName\":\"Drain\",\"values\":[\"*\"]}]");
    assertThat(body)
        .doesNotContain("queryString")
        .doesNotContain("heroku")
        .doesNotContain("secret")
        .doesNotContain("PANELID")
        .doesNotContain("LINKED")
        .doesNotContain(dashboard)
        .doesNotContain(tailwater.ours.ownerEmail());
  }

  @Test
  void panelsRunTheirOwnQueriesOverTheirOwnRange() throws Exception {
    allow(tailwater.ours, true);
    String token = link("{}");
    JsonNode count = Json.MAPPER.readTree(panel(token, "count").body());
    assertThat(count.path("rows").toString()).isEqualTo("[[39]]");
    assertThat(count.path("kind").asText()).isEqualTo("records");
    JsonNode brief = Json.MAPPER.readTree(panel(token, "short").body());
    assertThat(brief.at("/range/to").asLong() - brief.at("/range/from").asLong()).isEqualTo(60_000);
    JsonNode newest = Json.MAPPER.readTree(panel(token, "lines").body());
    assertThat(newest.path("fields").findValuesAsText("name"))
        .containsExactlyInAnyOrder("_messagetime", "_raw");
    assertThat(newest.path("rows")).isNotEmpty();
    assertThat(newest.at("/rows/0")).hasSize(2);
  }

  @Test
  void rangeAndValuesAreFixedByTheOwner() throws Exception {
    allow(tailwater.ours, true);
    String fixed =
        "{\"variables\":{\"DRAIN\":\"BLOG\"},\"timeRange\":{\"type\":\"BeginBoundedTimeRange\","
            + "\"from\":{\"type\":\"RelativeTimeRangeBoundary\",\"relativeTime\":\"-9m\"},\"to\":null}}";
    String token = link(fixed);
    JsonNode count = Json.MAPPER.readTree(panel(token, "count").body());
    assertThat(count.at("/range/to").asLong() - count.at("/range/from").asLong())
        .isEqualTo(540_000);
    assertThat(count.at("/rows/0/0").asInt()).isBetween(1, 8);
    assertThat(Json.MAPPER.readTree(look(token).body()).at("/variables/0/values/0").asText())
        .isEqualTo("BLOG");

    // What a viewer asks for besides changes nothing.
    String path =
        "/api/v2/public/dashboards/"
            + token
            + "/panels/count/queries/A?query=*&variables=drain&drain=*&from=-1d&limit=1&timeZone=Europe/Berlin";
    JsonNode asked = Json.MAPPER.readTree(tailwater.send(tailwater.request(path).GET()).body());
    assertThat(asked.path("rows")).isEqualTo(count.path("rows"));
    assertThat(asked.path("range")).isEqualTo(count.path("range"));

    // The owner may change it; the address stays.
    assertThat(link("{}")).isEqualTo(token);
    assertThat(Json.MAPPER.readTree(panel(token, "count").body()).at("/rows/0/0").asInt())
        .isEqualTo(39);
    for (String wrong :
        List.of(
            "{\"variables\":{\"other\":\"x\"}}",
            "{\"variables\":{\"drain\":{}}}",
            "{\"variables\":{\"drain\":[]}}",
            "{\"timeRange\":{\"type\":\"x\"}}")) {
      assertThat(putLink(tailwater.ours, dashboard, wrong).statusCode()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void viewersCannotAskForAnythingElse() throws Exception {
    allow(tailwater.ours, true);
    allow(tailwater.theirs, true);
    String token = link("{}");
    String other = create(tailwater.ours, DASHBOARD.replace("\"count\"", "\"other\""));
    String theirDashboard = create(tailwater.theirs, DASHBOARD.replace("\"count\"", "\"theirs\""));
    String theirToken = token(putLink(tailwater.theirs, theirDashboard, "{}"));

    for (String panel : List.of("other", "theirs", "PANELID", "nope", "", "..", "text")) {
      assertThat(panel(token, panel).statusCode()).as(panel).isNotIn(200, 500);
    }
    String path = "/api/v2/public/dashboards/" + token + "/panels/count/queries/";
    for (String query : List.of("B", "C", "", "A%20or%201", "*")) {
      assertThat(tailwater.send(tailwater.request(path + query).GET()).statusCode())
          .as(query)
          .isNotIn(200, 500);
    }
    for (String id : List.of(dashboard, other, "nope", "%00", "' or 1=1 --".replace(" ", "%20"))) {
      assertThat(look(id).statusCode()).as(id).isEqualTo(404);
    }
    // The token opens nothing of the account's own API, and no method changes anything.
    for (String closed :
        List.of("/api/v2/dashboards", "/api/v2/dashboards/" + dashboard, "/api/v2/content/path")) {
      assertThat(
              tailwater
                  .send(
                      tailwater
                          .request(closed)
                          .header("Authorization", TestTailwater.basic(token, token))
                          .GET())
                  .statusCode())
          .isEqualTo(401);
    }
    for (String method : List.of("POST", "PUT", "DELETE")) {
      assertThat(
              tailwater
                  .send(
                      tailwater
                          .request("/api/v2/public/dashboards/" + token)
                          .method(method, HttpRequest.BodyPublishers.ofString("{}")))
                  .statusCode())
          .isNotIn(200, 204, 500);
    }
    // Their link shows their lines: they have none.
    JsonNode theirs = Json.MAPPER.readTree(panel(theirToken, "theirs").body());
    assertThat(theirs.at("/rows").toString()).isIn("[]", "[[0]]");
  }

  @Test
  void anotherAccountCannotShareOurDashboard() throws Exception {
    allow(tailwater.ours, true);
    allow(tailwater.theirs, true);
    String token = link("{}");
    assertThat(putLink(tailwater.theirs, dashboard, "{}").statusCode()).isEqualTo(404);
    String path = "/api/v2/dashboards/" + dashboard + "/publicLink";
    assertThat(tailwater.get(tailwater.theirs, path).statusCode()).isEqualTo(404);
    assertThat(tailwater.send(tailwater.request(tailwater.theirs, path).DELETE()).statusCode())
        .isEqualTo(404);
    assertThat(look(token).statusCode()).isEqualTo(200);
    assertThat(tailwater.send(tailwater.request(path).GET()).statusCode()).isEqualTo(401);
  }

  @Test
  void aLinkThatIsSwitchedOffIsGoneForGood() throws Exception {
    allow(tailwater.ours, true);
    String token = link("{}");
    assertThat(token).matches("[A-Za-z0-9_-]{43}");
    String path = "/api/v2/dashboards/" + dashboard + "/publicLink";
    assertThat(get(tailwater.ours, path).path("url").asText())
        .isEqualTo(tailwater.at("/public/" + token).toString());
    assertThat(tailwater.send(tailwater.request(tailwater.ours, path).DELETE()).statusCode())
        .isEqualTo(204);
    assertThat(look(token).statusCode()).isEqualTo(404);
    assertThat(panel(token, "count").statusCode()).isEqualTo(404);
    assertThat(tailwater.get(tailwater.ours, path).statusCode()).isEqualTo(404);

    String second = link("{}");
    assertThat(second).isNotEqualTo(token);
    assertThat(look(token).statusCode()).isEqualTo(404);
    assertThat(look(second).statusCode()).isEqualTo(200);

    tailwater.send(tailwater.request(tailwater.ours, "/api/v2/dashboards/" + dashboard).DELETE());
    assertThat(look(second).statusCode()).isEqualTo(404);
    assertThat(panel(second, "count").statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsWrongWithAQueryIsNotTold() throws Exception {
    allow(tailwater.ours, true);
    HttpResponse<String> answer = panel(link("{}"), "wrong");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("public:query_failed")
        .doesNotContain("hidden")
        .doesNotContain("nonsense");
  }

  @Test
  void aPanelThatSavesDoesNotForViewers() throws Exception {
    allow(tailwater.ours, true);
    HttpResponse<String> answer = panel(link("{}"), "save");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("query.readonly");
  }

  @Test
  void viewersOfALinkHaveALimit() throws Exception {
    allow(tailwater.ours, true);
    String token = link("{}");
    // Refused queries count too: they cost the server as much as looking.
    HttpResponse<String> answer = panel(token, "wrong");
    for (int i = 1; i <= 600; i++) {
      assertThat(answer.statusCode()).as("query " + i).isEqualTo(400);
      answer = panel(token, "wrong");
    }
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(look(token).statusCode()).isEqualTo(429);
    // Another dashboard is not to blame.
    String other = create(tailwater.ours, DASHBOARD);
    assertThat(look(token(putLink(tailwater.ours, other, "{}"))).statusCode()).isEqualTo(200);
  }

  // Plumbing.

  private String create(FirstStart account, String json) throws Exception {
    return Json.MAPPER
        .readTree(tailwater.send("POST", account, "/api/v2/dashboards", json).body())
        .path("id")
        .asText();
  }

  private void allow(FirstStart account, boolean enabled) {
    HttpResponse<String> answer =
        tailwater.send("PUT", account, POLICY, "{\"enabled\":" + enabled + "}");
    assertThat(answer.body()).isEqualTo("{\"enabled\":" + enabled + "}");
  }

  private HttpResponse<String> putLink(FirstStart account, String id, String body) {
    return tailwater.send("PUT", account, "/api/v2/dashboards/" + id + "/publicLink", body);
  }

  private String link(String body) throws Exception {
    return token(putLink(tailwater.ours, dashboard, body));
  }

  private static String token(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.MAPPER.readTree(answer.body()).path("token").asText();
  }

  private HttpResponse<String> look(String token) {
    return tailwater.send(tailwater.request("/api/v2/public/dashboards/" + token).GET());
  }

  private HttpResponse<String> panel(String token, String key) {
    return tailwater.send(
        tailwater
            .request("/api/v2/public/dashboards/" + token + "/panels/" + key + "/queries/A")
            .GET());
  }

  private JsonNode get(FirstStart account, String path) throws Exception {
    return Json.MAPPER.readTree(tailwater.get(account, path).body());
  }
}
