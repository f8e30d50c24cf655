package dev.tailwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.TestTailwater;
import dev.tailwater.account.FirstStart;
import dev.tailwater.http.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The app catalogue over HTTP, with an app that has an older and a newer version. */
class AppRoutesTest {
  private static final String SAMPLE = "/api/v2/apps/11111111-2222-3333-4444-555555555555";

  @TempDir private Path folder;
  private TestTailwater tailwater;

  @BeforeEach
  void start() {
    tailwater = TestTailwater.start(folder, Catalog.read("/test-apps/old"));
  }

  @AfterEach
  void stop() {
    tailwater.close();
  }

  private void restart(String apps) {
    tailwater.close();
    tailwater = TestTailwater.start(folder, Catalog.read(apps));
  }

  @Test
  void theHerokuAppIsInTheCatalogue() throws Exception {
    restart("/apps");
    JsonNode app = get("/api/v2/apps?name=herok&author=tail").at("/apps/0");
    assertThat(app.path("name").asText()).isEqualTo("Heroku");
    assertThat(app.path("installedVersion").asText()).isEqualTo(app.path("latestVersion").asText());
    assertThat(app.path("upgradeAvailable").asBoolean()).isFalse();
    assertThat(app.at("/attributes/category")).isNotEmpty();
    assertThat(get("/api/v2/apps?name=nope").path("apps")).isEmpty();
    assertThat(get("/api/v2/apps?author=nobody").path("apps")).isEmpty();

    JsonNode details = get("/api/v2/apps/" + app.path("uuid").asText() + "/details");
    assertThat(details.path("overview").asText()).contains("log drain");
    assertThat(details.at("/parameters/0/keyVariable/defaultValue").asText())
        .isEqualTo("_sourceCategory");
    assertThat(details.at("/parameters/0/valueVariable/defaultValue").asText()).isEqualTo("heroku");
    assertThat(details.at("/resources/dashboards").findValuesAsText("name"))
        .contains("Heroku - Overview");
    assertThat(details.at("/instance/path").asText()).isEqualTo("/Library/Installed Apps/Heroku");

    HttpResponse<String> icon = tailwater.get(tailwater.ours, app.path("icon").asText());
    assertThat(icon.statusCode()).isEqualTo(200);
    assertThat(icon.headers().firstValue("Content-Type")).contains("image/svg+xml");
    assertThat(details.path("media")).isNotEmpty();
    for (JsonNode media : details.path("media")) {
      HttpResponse<String> picture = tailwater.get(tailwater.ours, media.path("image").asText());
      assertThat(picture.statusCode()).as(media.toString()).isEqualTo(200);
      assertThat(picture.headers().firstValue("Content-Type")).contains("image/webp");
    }
    for (String name :
        List.of(
            "manifest.json",
            "media/",
            "..%2Fmanifest.json",
            "media/../manifest.json",
            "nope.svg")) {
      assertThat(
              tailwater
                  .get(
                      tailwater.ours,
                      "/api/v2/apps/" + app.path("uuid").asText() + "/files/" + name)
                  .statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void aNewAccountHasTheAppWithTheCategoryOfItsFirstSource() throws Exception {
    JsonNode instance = instance();
    assertThat(instance.path("version").asText()).isEqualTo("1.0.0");
    assertThat(Json.MAPPER.readTree(instance.path("configurationBlob").asText()))
        .isEqualTo(
            Json.MAPPER.readTree(
                "{\"LogsdatasourceField\":\"_sourceCategory\",\"Logsdatasource\":\"heroku\"}"));
    JsonNode variable = dashboard("A").at("/variables/0");
    assertThat(variable.path("name").asText()).isEqualTo("Logsdatasource");
    assertThat(variable.path("defaultValue").asText()).isEqualTo("heroku");
    assertThat(variable.at("/sourceDefinition/values").asText()).isEqualTo("heroku");
    assertThat(variable.path("hideFromUI").asBoolean()).isTrue();
    assertThat(query("A")).isEqualTo("_sourceCategory={{Logsdatasource}} old | count");
  }

  @Test
  void anInstallBringsTheChosenFieldAndValueEverywhere() throws Exception {
    restart("/test-apps/new");
    uninstall();
    JsonNode status =
        run(
            "install",
            "{\"version\":\"1.1.0\",\"parameters\":{\"_collector\":\"my \\\"x\\\" y\"}}");
    assertThat(status.path("path").asText()).isEqualTo("/Library/Installed Apps/Sample");
    assertThat(status.path("folderId").asText()).matches("[0-9A-F]{16}");
    JsonNode instance = get("/api/v2/apps/instances/" + status.path("instanceId").asText());
    assertThat(instance.path("uuid").asText()).isEqualTo(SAMPLE.substring(SAMPLE.length() - 36));
    assertThat(instance.path("version").asText()).isEqualTo("1.1.0");
    assertThat(instance.path("configurationBlob").asText())
        .isEqualTo("{\"_collector\":\"my \\\"x\\\" y\"}");
    assertThat(instance.path("managedObjects").findValuesAsText("name"))
        .containsExactly("A", "C", "S");

    assertThat(query("A")).isEqualTo("_collector={{Logsdatasource}} new | count");
    for (String title : List.of("A", "C")) {
      JsonNode variables = dashboard(title).path("variables");
      assertThat(variables).hasSize(2);
      assertThat(variables.at("/0/name").asText()).isEqualTo("Logsdatasource");
      assertThat(variables.at("/0/defaultValue").asText()).isEqualTo("my \"x\" y");
      assertThat(variables.at("/1/sourceDefinition/query").asText())
          .isEqualTo("_collector={{Logsdatasource}} | count by _sourceName");
    }
    String search = instance.at("/managedObjects/2/id").asText();
    assertThat(get("/api/v2/content/" + search).at("/definition/search/queryText").asText())
        .isEqualTo("_collector=\"my \\\"x\\\" y\" error");
  }

  @Test
  void whatCannotBeInstalledIsToldAtOnce() throws Exception {
    assertThat(error(post(SAMPLE + "/install", "{}"), 409)).isEqualTo("app:already_installed");
    uninstall();
    for (String parameters :
        List.of(
            "{\"_sourceCategory\":\"\"}",
            "{\"_sourceCategory\":\"a,b\"}",
            "{\"_sourceCategory\":1}",
            "{\"bad field\":\"x\"}",
            "{\"x=* or y\":\"x\"}",
            "{\"Logsdatasource\":\"x\",\"other\":\"y\"}",
            "{\"a\":\"x\",\"b\":\"y\"}",
            "{\"Logsdatasource\":\"" + "x".repeat(1_025) + "\"}",
            "[]")) {
      assertThat(error(post(SAMPLE + "/install", "{\"parameters\":" + parameters + "}"), 400))
          .as(parameters)
          .isEqualTo("app:invalid_parameters");
    }
    assertThat(error(post(SAMPLE + "/install", "{\"version\":\"9\"}"), 400))
        .isEqualTo("app:invalid_version");
    for (String action : List.of("upgrade", "revert", "uninstall")) {
      assertThat(error(post(SAMPLE + "/" + action, "{}"), 404)).isEqualTo("notfound");
    }
    assertThat(error(post("/api/v2/apps/nope/install", "{}"), 404)).isEqualTo("notfound");
  }

  @Test
  void anAppThatIsShownNeedNotBeInstallable() throws Exception {
    restart("/test-apps/closed");
    assertThat(app().path("installable").asBoolean()).isFalse();
    assertThat(error(post(SAMPLE + "/install", "{}"), 400)).isEqualTo("app:not_installable");
  }

  @Test
  void whatNobodyTouchedFollowsANewVersion() throws Exception {
    String id = dashboard("A").path("id").asText();
    restart("/test-apps/new");
    assertThat(instance().path("version").asText()).isEqualTo("1.1.0");
    assertThat(instance().path("previousVersion").asText()).isEqualTo("1.0.0");
    assertThat(titles()).containsExactly("A", "C");
    assertThat(dashboard("A").path("id").asText()).isEqualTo(id);
    assertThat(dashboard("A").at("/variables/0/defaultValue").asText()).isEqualTo("heroku");
    assertThat(query("A")).contains("new");
  }

  @Test
  void whatSomebodyChoseIsUpgradedByHandAndReverted() throws Exception {
    run("upgrade", "{\"parameters\":{\"_sourceCategory\":\"mine\"}}");
    assertThat(dashboard("A").at("/variables/0/defaultValue").asText()).isEqualTo("mine");
    assertThat(error(post(SAMPLE + "/revert", ""), 400)).isEqualTo("app:no_previous_version");
    String id = dashboard("A").path("id").asText();

    restart("/test-apps/new");
    assertThat(instance().path("version").asText()).isEqualTo("1.0.0");
    assertThat(app().path("upgradeAvailable").asBoolean()).isTrue();

    run("upgrade", "{\"version\":\"1.1.0\"}");
    assertThat(instance().path("version").asText()).isEqualTo("1.1.0");
    assertThat(app().path("upgradeAvailable").asBoolean()).isFalse();
    assertThat(titles()).containsExactly("A", "C");
    assertThat(query("A")).contains("new");
    assertThat(dashboard("A").at("/variables/0/defaultValue").asText()).isEqualTo("mine");
    assertThat(dashboard("A").path("id").asText()).isEqualTo(id);
    assertThat(get(SAMPLE + "/details").path("previousVersion").asText()).isEqualTo("1.0.0");

    run("revert", "");
    assertThat(instance().path("version").asText()).isEqualTo("1.0.0");
    assertThat(titles()).containsExactly("A", "B");
    assertThat(query("A")).contains("old");
    assertThat(dashboard("A").path("id").asText()).isEqualTo(id);
    assertThat(error(post(SAMPLE + "/revert", ""), 400)).isEqualTo("app:no_previous_version");

    restart("/test-apps/new");
    assertThat(instance().path("version").asText()).isEqualTo("1.0.0");
    assertThat(app().path("upgradeAvailable").asBoolean()).isTrue();
  }

  @Test
  void anUninstallLastsAndLeavesCopies() throws Exception {
    String content = dashboard("A").path("contentId").asText();
    String home = get("/api/v2/content/folders/personal").path("id").asText();
    post("/api/v2/content/" + content + "/copy?destinationFolder=" + home, "");
    uninstall();
    assertThat(titles()).containsExactly("A");
    assertThat(
            tailwater
                .get(tailwater.ours, "/api/v2/content/path?path=/Library/Installed%20Apps/Sample")
                .statusCode())
        .isEqualTo(404);
    restart("/test-apps/old");
    assertThat(app().path("installedVersion").isNull()).isTrue();
    assertThat(titles()).containsExactly("A");
    // The other account decides for itself.
    assertThat(
            Json.MAPPER
                .readTree(tailwater.get(tailwater.theirs, "/api/v2/apps").body())
                .at("/apps/0/installs")
                .asInt())
        .isEqualTo(1);
    run("install", "{}");
    assertThat(titles()).containsExactly("A", "A", "B");
  }

  @Test
  void anotherAccountsInstancesAndJobsAreNotThere() throws Exception {
    String id = instance().path("id").asText();
    String job = jobId("upgrade", "{}");
    FirstStart them = tailwater.theirs;
    assertThat(tailwater.get(them, "/api/v2/apps/instances/" + id).statusCode()).isEqualTo(404);
    assertThat(tailwater.get(them, "/api/v2/apps/upgrade/" + job + "/status").statusCode())
        .isEqualTo(404);
    assertThat(
            tailwater.get(tailwater.ours, "/api/v2/apps/install/" + job + "/status").statusCode())
        .isEqualTo(404);
    uninstall();
    assertThat(
            Json.MAPPER
                .readTree(tailwater.get(them, "/api/v2/apps/instances").body())
                .path("instances"))
        .hasSize(1);
    assertThat(tailwater.send(tailwater.request("/api/v2/apps").GET()).statusCode()).isEqualTo(401);
  }

  @Test
  void theOlderFlowMakesCopiesThatCanBeChanged() throws Exception {
    JsonNode listed = get("/api/v1/apps").at("/apps/0");
    assertThat(listed.at("/appDefinition/contentId").asText()).isEqualTo("1111111122223333");
    assertThat(listed.at("/appDefinition/appVersion").asText()).isEqualTo("1.0.0");
    assertThat(listed.at("/appManifest/parameters/0/parameterType").asText())
        .isEqualTo("DATA_SOURCE");
    assertThat(listed.at("/appManifest/parameters/0/example").asText())
        .isEqualTo("_sourceCategory=sample");
    String home = get("/api/v2/content/folders/personal").path("id").asText();
    String path = SAMPLE.replace("/v2/", "/v1/") + "/install";
    String body =
        "{\"name\":\"Mine\",\"description\":\"d\",\"destinationFolderId\":\"%s\",\"dataSourceValues\":{\"Logsdatasource\":\"_source = \\\"web\\\"\"}}"
            .formatted(home);
    String job = Json.MAPPER.readTree(post(path, body).body()).path("id").asText();
    JsonNode status = get("/api/v1/apps/install/" + job + "/status");
    assertThat(status.path("status").asText()).isEqualTo("Success");
    String made = status.path("statusMessage").asText().split(":", -1)[1];
    JsonNode folder = get("/api/v2/content/folders/" + made);
    assertThat(folder.path("name").asText()).isEqualTo("Mine");
    String id = folder.at("/children/0/dashboardId").asText();
    JsonNode dashboard = get("/api/v2/dashboards/" + id);
    assertThat(dashboard.at("/panels/0/queries/0/queryString").asText())
        .startsWith("_source={{Logsdatasource}}");
    assertThat(dashboard.at("/variables/0/defaultValue").asText()).isEqualTo("web");
    assertThat(
            tailwater
                .send("PUT", tailwater.ours, "/api/v2/dashboards/" + id, dashboard.toString())
                .statusCode())
        .isEqualTo(200);
    assertThat(error(post(path, body.replace(home, "00000000000000FF")), 404))
        .isEqualTo("notfound");
    assertThat(error(post(path, body.replace("\"Logsdatasource\"", "\"other\"")), 400))
        .isEqualTo("app:invalid_parameters");
  }

  // Plumbing.

  private JsonNode app() throws Exception {
    return get("/api/v2/apps").at("/apps/0");
  }

  private JsonNode instance() throws Exception {
    JsonNode all = get("/api/v2/apps/instances").path("instances");
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private List<String> titles() throws Exception {
    return get("/api/v2/dashboards").path("dashboards").findValuesAsText("title").stream()
        .filter(title -> !title.equals("P"))
        .sorted()
        .toList();
  }

  private JsonNode dashboard(String title) throws Exception {
    for (JsonNode dashboard : get("/api/v2/dashboards").path("dashboards")) {
      if (dashboard.path("title").asText().equals(title)) {
        return dashboard;
      }
    }
    throw new AssertionError("no dashboard " + title);
  }

  private String query(String title) throws Exception {
    return dashboard(title).at("/panels/0/queries/0/queryString").asText();
  }

  private String jobId(String action, String body) throws Exception {
    HttpResponse<String> answer = post(SAMPLE + "/" + action, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.MAPPER.readTree(answer.body()).path("jobId").asText();
  }

  private JsonNode run(String action, String body) throws Exception {
    JsonNode status = get("/api/v2/apps/" + action + "/" + jobId(action, body) + "/status");
    assertThat(status.path("status").asText()).as(status.toString()).isEqualTo("Success");
    return status;
  }

  private void uninstall() throws Exception {
    run("uninstall", "");
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> answer = tailwater.get(tailwater.ours, path);
    assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
    return Json.MAPPER.readTree(answer.body());
  }

  private HttpResponse<String> post(String path, String json) {
    return tailwater.send("POST", tailwater.ours, path, json);
  }

  private static String error(HttpResponse<String> answer, int status) throws Exception {
    assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(status);
    return Json.MAPPER.readTree(answer.body()).at("/errors/0/code").asText();
  }
}
