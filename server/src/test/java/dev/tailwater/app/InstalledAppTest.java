package dev.tailwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.TailwaterProcess;
import dev.tailwater.http.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Heroku app in the running program: there at the first start, gone when it is unwanted. */
class InstalledAppTest {
  @Test
  void aFirstStartHasItAndAnUninstallLasts(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    String app;
    try (TailwaterProcess tailwater = TailwaterProcess.start(data, Map.of())) {
      JsonNode overview = tailwater.get("/api/v2/dashboards").at("/dashboards/0");
      assertThat(overview.path("title").asText()).isEqualTo("Heroku - Overview");
      share(tailwater, overview);

      app = "/api/v2/apps/" + tailwater.get("/api/v2/apps").at("/apps/0/uuid").asText();
      tailwater.post(app + "/uninstall", "{}");
      assertThat(tailwater.get("/api/v2/dashboards").path("dashboards")).isEmpty();
    }
    try (TailwaterProcess tailwater = TailwaterProcess.start(data, Map.of())) {
      assertThat(tailwater.get("/api/v2/dashboards").path("dashboards")).isEmpty();
      tailwater.post(app + "/install", "{}");
      assertThat(tailwater.get("/api/v2/dashboards").path("dashboards")).isNotEmpty();
    }
  }

  private static void share(TailwaterProcess tailwater, JsonNode overview) throws Exception {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    tailwater.deliver(
        "d.1",
        "1",
        TailwaterProcess.frame(
            "<158>1 "
                + now
                + " host heroku router - at=info method=GET path=\"/\" host=shop.herokuapp.com"
                + " request_id=a1 fwd=\"1.2.3.4\" dyno=web.1 connect=1ms service=2ms status=200"
                + " bytes=3 protocol=https\n"));
    tailwater.awaitLines(1);
    tailwater.send(
        "PUT", "/api/v1/policies/shareDashboardsOutsideOrganization", "{\"enabled\":true}");
    String link = "/api/v2/dashboards/" + overview.path("id").asText() + "/publicLink";
    String token =
        Json.MAPPER.readTree(tailwater.send("PUT", link, "{}").body()).path("token").asText();
    String shared = "/api/v2/public/dashboards/" + token;
    assertThat(tailwater.getAsStranger(shared).path("title")).isEqualTo(overview.path("title"));
    for (JsonNode panel : overview.path("panels")) {
      if (panel.path("title").asText().equals("Total Request Count")) {
        String query =
            shared + "/panels/" + panel.path("key").asText() + "/queries/A?timeZone=Europe/Berlin";
        assertThat(tailwater.getAsStranger(query).path("rows").toString()).isEqualTo("[[1]]");
      }
    }
    tailwater.send("DELETE", link, "{}");
    assertThat(tailwater.getAsStranger(shared).isMissingNode()).isTrue();
  }
}
