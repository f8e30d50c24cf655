package dev.tailwater.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.TestTailwater;
import dev.tailwater.account.FirstStart;
import dev.tailwater.http.Json;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library over HTTP, as automation uses it. */
class ContentRoutesTest {
  private static final String UNKNOWN = "Content with the given ID does not exist.";

  /** Odd on purpose: unknown keys, numbers, white space and order must all come back. */
  private static final String DASHBOARD =
      "{\"type\":\"DashboardV2SyncDefinition\",\"name\":\"Odd\",\"description\":\"d\","
          + "\"title\":\"Odd\",\"x-new\":{ \"b\":1.50,\"a\" :[1e3, null]},"
          + "\"timeRange\":{\"type\":\"BeginBoundedTimeRange\",\"from\":{\"type\":"
          + "\"RelativeTimeRangeBoundary\",\"relativeTime\":\"-15m\"},\"to\":null},"
          + "\"panels\":[{\"key\":\"p\",\"visualSettings\":\"{\\\"a\\\": 1}\",\"queries\":"
          + "[{\"queryString\":\"$$NAME | count\"}]}],\"theme\":\"Light\",\"\\u007a\":\"\\/\"}";

  private static final String SEARCH =
      "{\"type\":\"SavedSearchWithScheduleSyncDefinition\",\"name\":\"Errors\",\"description\":\"e\","
          + "\"search\":{\"queryText\":\"error | count\",\"defaultTimeRange\":\"-15m\","
          + "\"byReceiptTime\":false,\"viewName\":\"\",\"viewStartTime\":null,"
          + "\"queryParameters\":[],\"parsingMode\":\"Manual\"},\"searchSchedule\":null,\"new\":[1, 2]}";

  private static final String FOLDER =
      "{\"type\":\"FolderSyncDefinition\",\"name\":\"Team\",\"description\":\"ours\",\"extra\":{\"k\":1.0},"
          + "\"children\":["
          + DASHBOARD
          + ","
          + SEARCH
          + ",{\"type\":\"FolderSyncDefinition\",\"name\":\"Inner\",\"description\":\"\",\"children\":[]}]}";

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
  void whatIsImportedIsExportedByteForByte() throws Exception {
    for (String definition : List.of(DASHBOARD, SEARCH, FOLDER)) {
      String id = importInto(personal(), definition);
      assertThat(export(id)).isEqualTo(definition);
    }
  }

  @Test
  void theStatusOfAnImportEndsWithTheIdOfWhatItMade() throws Exception {
    String folder = personal();
    JsonNode started =
        post("/api/v2/content/folders/" + folder + "/import?overwrite=false", DASHBOARD);
    JsonNode status =
        get("/api/v2/content/folders/%s/import/%s/status".formatted(folder, id(started)));
    assertThat(status.path("status").asText()).isEqualTo("Success");
    assertThat(status.path("statusMessage").asText()).matches("[^:]+:[0-9A-F]{16}");
    assertThat(status.path("error").isNull()).isTrue();
  }

  @Test
  void anImportedDashboardIsADashboard() throws Exception {
    String id = importInto(personal(), DASHBOARD);
    String dashboardId = get("/api/v2/content/" + id).path("dashboardId").asText();
    JsonNode dashboard = get("/api/v2/dashboards/" + dashboardId);
    assertThat(dashboard.path("contentId").asText()).isEqualTo(id);
    assertThat(dashboard.path("folderId").asText()).isEqualTo(personal());
    assertThat(dashboard.has("type")).isFalse();
    assertThat(dashboard.has("name")).isFalse();
    assertThat(dashboard.at("/x-new/b").asText()).isEqualTo("1.5");
  }

  @Test
  void aDashboardAsItsApiGivesItImportsToo() throws Exception {
    JsonNode made =
        post("/api/v2/dashboards", "{\"title\":\"Mine\",\"timeRange\":{},\"panels\":[],\"y\":1}");
    String plain = get("/api/v2/dashboards/" + id(made)).toString().replace("Mine", "Again");
    String id = importInto(personal(), plain);
    assertThat(export(id))
        .isEqualTo(
            "{\"type\":\"DashboardV2SyncDefinition\",\"name\":\"Again\",\"title\":\"Again\","
                + "\"timeRange\":{},\"panels\":[],\"y\":1}");
  }

  @Test
  void olderDashboardsAreKeptAsTheyAre() throws Exception {
    String old =
        "{\"type\":\"DashboardSyncDefinition\",\"name\":\"Old\",\"description\":\"\",\"detailLevel\":1,"
            + "\"panels\":[{\"viewerType\":\"1\"}],\"filters\":[]}";
    String id = importInto(personal(), old);
    assertThat(export(id)).isEqualTo(old);
    assertThat(get("/api/v2/content/" + id).path("itemType").asText()).isEqualTo("Report");
  }

  @Test
  void foldersListWhatIsInThem() throws Exception {
    String id = importInto(personal(), FOLDER);
    JsonNode folder = get("/api/v2/content/folders/" + id);
    assertThat(folder.path("itemType").asText()).isEqualTo("Folder");
    assertThat(folder.path("description").asText()).isEqualTo("ours");
    assertThat(folder.path("parentId").asText()).isEqualTo(personal());
    assertThat(folder.path("createdAt").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(folder.path("children").findValuesAsText("itemType"))
        .containsExactly("Dashboard", "Search", "Folder");
    JsonNode search = get("/api/v2/content/" + folder.at("/children/1/id").asText());
    assertThat(search.at("/definition/search/queryText").asText()).isEqualTo("error | count");

    JsonNode home = get("/api/v2/content/folders/personal");
    assertThat(home.path("id").asText()).isEqualTo(personal());
    assertThat(home.path("parentId").asText()).isEqualTo("0000000000000000");
    assertThat(home.path("permissions")).hasSize(6);
  }

  @Test
  void foldersAreMadeRenamedAndDeleted() throws Exception {
    JsonNode made =
        post(
            "/api/v2/content/folders",
            "{\"name\":\"A\",\"description\":\"x\",\"parentId\":\"" + personal() + "\"}");
    JsonNode renamed =
        put("/api/v2/content/folders/" + id(made), "{\"name\":\"B\",\"description\":\"y\"}");
    assertThat(renamed.path("name").asText()).isEqualTo("B");
    assertThat(renamed.path("description").asText()).isEqualTo("y");
    assertThat(
            get("/api/v2/content/path?path=" + encoded("/Library/Users/ana@example.com/B"))
                .path("id")
                .asText())
        .isEqualTo(id(made));
    String inside = importInto(id(made), DASHBOARD);
    delete(id(made));
    assertThat(error(tailwater.get(tailwater.ours, "/api/v2/content/" + inside), 404))
        .isEqualTo(UNKNOWN);
  }

  @Test
  void limitsOfFoldersAreTold() throws Exception {
    String path = "/api/v2/content/folders";
    String parent = personal();
    for (int depth = 1; depth <= 6; depth++) {
      parent = id(post(path, "{\"name\":\"" + depth + "\",\"parentId\":\"" + parent + "\"}"));
    }
    assertThat(error(send("POST", path, "{\"name\":\"7\",\"parentId\":\"" + parent + "\"}"), 400))
        .contains("at most 6 folders one in the other, found 7");
    String home = "\"parentId\":\"" + personal() + "\"}";
    assertThat(error(send("POST", path, "{\"name\":\"" + "n".repeat(129) + "\"," + home), 400))
        .contains("name of 1 to 128 characters, found 129");
    assertThat(
            error(
                send(
                    "POST",
                    path,
                    "{\"name\":\"n\",\"description\":\"" + "d".repeat(256) + "\"," + home),
                400))
        .contains("description of 0 to 255 characters, found 256");
    assertThat(error(send("POST", path, "{\"name\":\"1\"," + home), 409)).contains("the name 1");

    String nested = "{\"type\":\"FolderSyncDefinition\",\"name\":\"x\",\"children\":[]}";
    for (int i = 0; i < 6; i++) {
      nested = nested.replace("\"children\":[]", "\"children\":[" + nested + "]");
    }
    assertThat(error(send("POST", path + "/" + personal() + "/import", nested), 400))
        .contains("at most 6 folders");
  }

  @Test
  void anImportOverwritesOnlyWhenItIsAskedTo() throws Exception {
    String id = importInto(personal(), FOLDER);
    String dashboard = get("/api/v2/content/folders/" + id).at("/children/0/dashboardId").asText();

    JsonNode refused = importStatus(personal(), FOLDER, false);
    assertThat(refused.path("status").asText()).isEqualTo("Failed");
    assertThat(refused.at("/error/code").asText()).isEqualTo("content:duplicate_content");

    String changed = FOLDER.replace("$$NAME | count", "new | count").replace("," + SEARCH, "");
    JsonNode done = importStatus(personal(), changed, true);
    assertThat(done.path("statusMessage").asText()).endsWith(":" + id);
    assertThat(export(id)).isEqualTo(changed);
    assertThat(get("/api/v2/dashboards/" + dashboard).toString()).contains("new | count");
  }

  @Test
  void copiesAreWholeAndNamedApart() throws Exception {
    String id = importInto(personal(), FOLDER);
    String copy = copy(id, personal());
    assertThat(export(copy)).isEqualTo(FOLDER.replace("\"Team\"", "\"Team (Copy)\""));
    assertThat(get("/api/v2/content/" + copy(id, personal())).path("name").asText())
        .isEqualTo("Team (Copy 2)");
    String dashboard = get("/api/v2/content/folders/" + id).at("/children/0/id").asText();
    String second = copy(dashboard, id);
    assertThat(export(second)).isEqualTo(DASHBOARD.replace("\"Odd\"", "\"Odd (Copy)\""));
  }

  @Test
  void itemsMove() throws Exception {
    String folder = importInto(personal(), FOLDER);
    String inner = get("/api/v2/content/folders/" + folder).at("/children/2/id").asText();
    String search = importInto(personal(), SEARCH.replace("Errors", "Moved"));
    HttpResponse<String> moved = move(search, inner);
    assertThat(moved.statusCode()).isEqualTo(200);
    assertThat(get("/api/v2/content/" + search + "/path").path("path").asText())
        .isEqualTo("/Library/Users/ana@example.com/Team/Inner/Moved");
    assertThat(error(move(folder, inner), 400)).contains("cannot be moved into itself");
    assertThat(error(move(search, search), 400)).contains("expected the id of a folder");
    assertThat(error(move(personal(), folder), 403)).contains("always there");
  }

  @Test
  void dashboardsMoveWithTheirFolderId() throws Exception {
    String folder = importInto(personal(), FOLDER.replace(DASHBOARD + ",", ""));
    JsonNode made =
        post(
            "/api/v2/dashboards",
            "{\"title\":\"Mine\",\"folderId\":\"" + folder + "\",\"timeRange\":{}}");
    assertThat(made.path("folderId").asText()).isEqualTo(folder);
    JsonNode moved =
        put("/api/v2/dashboards/" + id(made), made.toString().replace(folder, personal()));
    assertThat(moved.path("folderId").asText()).isEqualTo(personal());
    assertThat(moved.path("contentId")).isEqualTo(made.path("contentId"));
    assertThat(
            error(
                send(
                    "POST",
                    "/api/v2/dashboards",
                    "{\"title\":\"x\",\"folderId\":\"00000000000000FF\",\"timeRange\":{}}"),
                404))
        .isEqualTo(UNKNOWN);
  }

  @Test
  void sharedFoldersComeByAJob() throws Exception {
    String job = id(get("/api/v2/content/folders/global"));
    String path = "/api/v2/content/folders/global/" + job;
    assertThat(get(path + "/status").path("status").asText()).isEqualTo("Success");
    assertThat(get(path + "/result").path("data").findValuesAsText("name"))
        .containsExactly("Heroku");

    JsonNode recommended = folderByJob("adminRecommended");
    assertThat(recommended.path("name").asText()).isEqualTo("Admin Recommended");
    String id = importInto(id(recommended), DASHBOARD);
    assertThat(get("/api/v2/content/" + id + "/path").path("path").asText())
        .isEqualTo("/Library/Admin Recommended/Odd");

    assertThat(folderByJob("installedApps").path("children").findValuesAsText("name"))
        .containsExactly("Heroku");
  }

  @Test
  void permissionsAreGrantedAndTakenBack() throws Exception {
    String id = importInto(personal(), DASHBOARD);
    String path = "/api/v2/content/" + id + "/permissions";
    String organisation = "%016X".formatted(tailwater.ours.account());
    String grant =
        """
        {"contentPermissionAssignments":[{"permissionName":"View","sourceType":"org",
          "sourceId":"%s","contentId":"%s"}],"notifyRecipients":false,"notificationMessage":""}
        """
            .formatted(organisation, id);
    JsonNode granted = put(path + "/add", grant);
    assertThat(granted.path("explicitPermissions").toString())
        .isEqualTo(
            "[{\"permissionName\":\"View\",\"sourceType\":\"org\",\"sourceId\":\"%s\",\"contentId\":\"%s\"}]"
                .formatted(organisation, id));
    assertThat(granted.path("implicitPermissions").findValuesAsText("permissionName"))
        .contains("Manage");
    assertThat(get(path + "?explicitOnly=true").path("implicitPermissions")).isEmpty();
    String job = id(get("/api/v2/content/folders/global"));
    assertThat(
            get("/api/v2/content/folders/global/" + job + "/result")
                .path("data")
                .findValuesAsText("id"))
        .contains(id);
    assertThat(put(path + "/remove", grant).path("explicitPermissions")).isEmpty();
    assertThat(error(send("PUT", path + "/add", grant.replace("\"View\"", "\"Own\"")), 400))
        .contains("expected a permissionName");
    assertThat(error(send("PUT", path + "/add", grant.replace("\"org\"", "\"role\"")), 400))
        .contains("there are no roles");
  }

  @Test
  void whatAnAppBroughtIsReadOnly() throws Exception {
    JsonNode apps = folderByJob("installedApps");
    String heroku = apps.at("/children/0/id").asText();
    String overview = get("/api/v2/content/folders/" + heroku).at("/children/0/id").asText();
    assertThat(get("/api/v2/content/" + overview).path("permissions").toString())
        .isEqualTo("[\"View\",\"GrantView\"]");
    for (String item : List.of(overview, heroku)) {
      assertThat(
              error(
                  tailwater.send(
                      tailwater
                          .request(tailwater.ours, "/api/v2/content/" + item + "/delete")
                          .DELETE()),
                  403))
          .contains("belongs to the app heroku")
          .contains("copy it and change the copy");
      assertThat(error(move(item, personal()), 403)).contains("belongs to the app");
    }
    for (String folder : List.of(heroku, id(apps))) {
      String path = "/api/v2/content/folders/" + folder;
      assertThat(send("POST", path + "/import", DASHBOARD).statusCode()).isEqualTo(403);
      assertThat(send("PUT", path, "{\"name\":\"x\"}").statusCode()).isEqualTo(403);
      assertThat(
              send(
                      "POST",
                      "/api/v2/dashboards",
                      "{\"title\":\"x\",\"timeRange\":{},\"folderId\":\"" + folder + "\"}")
                  .statusCode())
          .isEqualTo(403);
    }

    String copy = copy(overview, personal());
    String dashboardId = get("/api/v2/content/" + copy).path("dashboardId").asText();
    JsonNode mine = get("/api/v2/dashboards/" + dashboardId);
    JsonNode changed =
        put("/api/v2/dashboards/" + dashboardId, mine.toString().replace("Overview", "Mine"));
    assertThat(changed.path("title").asText()).contains("Mine");
  }

  @Test
  void anotherAccountsContentIsNotThere() throws Exception {
    String folder = importInto(personal(), FOLDER);
    String dashboard = get("/api/v2/content/folders/" + folder).at("/children/0/id").asText();
    String exportJob = id(post("/api/v2/content/" + dashboard + "/export", ""));
    FirstStart them = tailwater.theirs;
    JsonNode theirs =
        Json.MAPPER.readTree(tailwater.get(them, "/api/v2/content/folders/personal").body());
    for (String id : List.of(folder, dashboard, personal())) {
      String path = "/api/v2/content/" + id;
      for (HttpResponse<String> answer :
          List.of(
              tailwater.get(them, path),
              tailwater.get(them, path + "/path"),
              tailwater.get(them, path + "/permissions"),
              tailwater.get(them, "/api/v2/content/folders/" + id),
              tailwater.send("POST", them, path + "/export", ""),
              tailwater.send("POST", them, path + "/copy?destinationFolder=" + id(theirs), ""),
              tailwater.send("POST", them, path + "/move?destinationFolderId=" + id(theirs), ""),
              tailwater.send("PUT", them, "/api/v2/content/folders/" + id, "{\"name\":\"x\"}"),
              tailwater.send("POST", them, "/api/v2/content/folders/" + id + "/import", DASHBOARD),
              tailwater.send(
                  "POST",
                  them,
                  "/api/v2/content/folders",
                  "{\"name\":\"x\",\"parentId\":\"" + id + "\"}"),
              tailwater.send(tailwater.request(them, path + "/delete").DELETE()))) {
        assertThat(error(answer, 404)).as(answer.uri().toString()).isEqualTo(UNKNOWN);
      }
    }
    String job = "/api/v2/content/" + dashboard + "/export/" + exportJob;
    assertThat(get(job + "/status").path("status").asText()).isEqualTo("Success");
    assertThat(tailwater.get(them, job + "/status").statusCode()).isEqualTo(404);
    assertThat(tailwater.get(them, job + "/result").statusCode()).isEqualTo(404);
    String path = "?path=" + encoded("/Library/Users/ana@example.com/Team");
    assertThat(get("/api/v2/content/path" + path).path("id").asText()).isEqualTo(folder);
    assertThat(tailwater.get(them, "/api/v2/content/path" + path).statusCode()).isEqualTo(404);
    // Their folder of the same kind has another id.
    String job2 =
        id(
            Json.MAPPER.readTree(
                tailwater.get(them, "/api/v2/content/folders/installedApps").body()));
    assertThat(
            tailwater.get(them, "/api/v2/content/folders/installedApps/" + job2 + "/result").body())
        .doesNotContain(id(folderByJob("installedApps")));
  }

  @Test
  void whatIsNoDefinitionIsRefusedAtOnce() throws Exception {
    String path = "/api/v2/content/folders/" + personal() + "/import";
    assertThat(error(send("POST", path, "[]"), 400)).contains("a JSON object, found an array");
    assertThat(error(send("POST", path, ""), 400)).contains("a JSON object, found nothing");
    String folder = "{'type':'FolderSyncDefinition','name':'f','children':%s}".replace('\'', '"');
    assertThat(error(send("POST", path, folder.formatted("\"x\"")), 400))
        .contains("expected an array as children");
    assertThat(error(send("POST", path, folder.formatted("[null]")), 400)).contains("found null");
    String inner = folder.formatted("[]");
    assertThat(error(send("POST", path, folder.formatted("[" + inner + "," + inner + "]")), 400))
        .contains("two with the name f");
    assertThat(error(send("POST", path + "?overwrite=maybe", DASHBOARD), 400))
        .contains("expected true or false as overwrite, found \"maybe\"");
    assertThat(error(send("POST", path, "{\"type\":\"Nope\"}"), 400)).contains("the type Nope");
    assertThat(error(send("POST", path, DASHBOARD + "x"), 400)).contains("expected JSON");
    assertThat(error(send("POST", path, "{\"a\":".repeat(2_000)), 400)).contains("expected JSON");
    assertThat(error(send("POST", path, SEARCH.replace("\"queryText\"", "\"other\"")), 400))
        .contains("queryText");
    JsonNode refused =
        Json.MAPPER.readTree(send("POST", path, "{\"type\":\"Nope\"}").body()).at("/errors/0");
    assertThat(refused.has("detail")).isTrue();
    assertThat(refused.path("meta").isNull()).isTrue();
  }

  @Test
  void anExportIsNoLargerThanAnImport() throws Exception {
    int before = get("/api/v2/dashboards?limit=100").path("dashboards").size();
    String folder =
        id(
            post(
                "/api/v2/content/folders",
                "{\"name\":\"Large\",\"parentId\":\"" + personal() + "\"}"));
    String large =
        "{\"title\":\"D\",\"folderId\":\"%s\",\"timeRange\":{},\"x\":\"%s\"}"
            .formatted(folder, "x".repeat(3_900_000));
    for (int i = 0; i < 6; i++) {
      assertThat(send("POST", "/api/v2/dashboards", large).statusCode()).isEqualTo(200);
    }
    String path = "/api/v2/content/" + folder + "/export";
    JsonNode status = get(path + "/" + id(post(path, "")) + "/status");
    assertThat(status.path("status").asText()).isEqualTo("Failed");
    assertThat(status.at("/error/code").asText()).isEqualTo("content:too_large");
    // A list of them comes in more pages than asked for.
    JsonNode page = get("/api/v2/dashboards?limit=100");
    assertThat(page.path("next").isNull()).isFalse();
    JsonNode rest = get("/api/v2/dashboards?limit=100&token=" + page.path("next").asText());
    assertThat(page.path("dashboards").size() + rest.path("dashboards").size())
        .isEqualTo(before + 6);
  }

  @Test
  void namesWithSlashesAreFoundByPath() throws Exception {
    String folder =
        id(
            post(
                "/api/v2/content/folders",
                "{\"name\":\"a/b\",\"parentId\":\"" + personal() + "\"}"));
    String inside = importInto(folder, DASHBOARD);
    assertThat(
            get("/api/v2/content/path?path=" + encoded("/Library/Users/ana@example.com/a/b/Odd"))
                .path("id")
                .asText())
        .isEqualTo(inside);
    assertThat(
            tailwater
                .get(tailwater.ours, "/api/v2/content/path?path=" + encoded("/Library/Nope"))
                .statusCode())
        .isEqualTo(404);
  }

  // Plumbing.

  private String personal() throws Exception {
    return id(get("/api/v2/content/folders/personal"));
  }

  private JsonNode folderByJob(String kind) throws Exception {
    String path = "/api/v2/content/folders/" + kind;
    return get(path + "/" + id(get(path)) + "/result");
  }

  private JsonNode importStatus(String folder, String definition, boolean overwrite)
      throws Exception {
    String path = "/api/v2/content/folders/" + folder + "/import";
    String job = id(post(path + "?overwrite=" + overwrite, definition));
    return get(path + "/" + job + "/status");
  }

  private String importInto(String folder, String definition) throws Exception {
    return made(importStatus(folder, definition, false));
  }

  private String copy(String id, String folder) throws Exception {
    String path = "/api/v2/content/" + id + "/copy";
    String job = id(post(path + "?destinationFolder=" + folder, ""));
    return made(get(path + "/" + job + "/status"));
  }

  private static String made(JsonNode status) {
    assertThat(status.path("status").asText()).as(status.toString()).isEqualTo("Success");
    return status.path("statusMessage").asText().split(":", -1)[1];
  }

  private HttpResponse<String> move(String id, String folder) {
    return send("POST", "/api/v2/content/" + id + "/move?destinationFolderId=" + folder, "");
  }

  private void delete(String id) throws Exception {
    String path = "/api/v2/content/" + id + "/delete";
    String job =
        id(
            Json.MAPPER.readTree(
                tailwater.send(tailwater.request(tailwater.ours, path).DELETE()).body()));
    assertThat(get(path + "/" + job + "/status").path("status").asText()).isEqualTo("Success");
  }

  private String export(String id) throws Exception {
    String path = "/api/v2/content/" + id + "/export";
    String job = id(post(path, ""));
    assertThat(get(path + "/" + job + "/status").path("status").asText()).isEqualTo("Success");
    return tailwater.get(tailwater.ours, path + "/" + job + "/result").body();
  }

  private static String id(JsonNode json) {
    return json.path("id").asText();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> answer = tailwater.get(tailwater.ours, path);
    assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
    return Json.MAPPER.readTree(answer.body());
  }

  private JsonNode post(String path, String json) throws Exception {
    return answer(send("POST", path, json));
  }

  private JsonNode put(String path, String json) throws Exception {
    return answer(send("PUT", path, json));
  }

  private HttpResponse<String> send(String method, String path, String json) {
    return tailwater.send(method, tailwater.ours, path, json);
  }

  private static JsonNode answer(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(200);
    return Json.MAPPER.readTree(answer.body());
  }

  private static String error(HttpResponse<String> answer, int status) throws Exception {
    assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(status);
    return Json.MAPPER.readTree(answer.body()).at("/errors/0/message").asText();
  }
}
