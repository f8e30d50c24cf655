package dev.tailwater.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.TestTailwater;
import dev.tailwater.http.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorRoutesTest {
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
  void listsTheHostedCollector() throws Exception {
    for (String path :
        new String[] {
          "/api/v1/collectors",
          "/api/v1/collectors/",
          "/api/v1/collectors?",
          "/api/v1/collectors?filter=hosted"
        }) {
      HttpResponse<String> answer = tailwater.get(tailwater.ours, path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      JsonNode collectors = Json.MAPPER.readTree(answer.body()).path("collectors");
      assertThat(collectors).hasSize(1);
      JsonNode collector = collectors.get(0);
      assertThat(collector.path("id").isNumber()).isTrue();
      assertThat(collector.path("name").asText()).isEqualTo("heroku");
      assertThat(collector.path("category").asText()).isEqualTo("heroku");
      assertThat(collector.path("collectorType").asText()).isEqualTo("Hosted");
      assertThat(collector.path("alive").asBoolean()).isTrue();
      assertThat(collector.at("/links/0/href").asText()).isEqualTo("/v1/collectors/2/sources");
    }
    assertThat(tailwater.get(tailwater.ours, "/api/v1/collectors?filter=installed").body())
        .isEqualTo("{\"collectors\":[]}");
  }

  @Test
  void oneCollectorCarriesAnETag() {
    HttpResponse<String> byId = tailwater.get(tailwater.ours, "/api/v1/collectors/2");
    HttpResponse<String> byName = tailwater.get(tailwater.ours, "/api/v1/collectors/name/heroku");
    assertThat(byId.statusCode()).isEqualTo(200);
    assertThat(byId.headers().firstValue("ETag").orElseThrow()).matches("\"[0-9a-f]{32}\"");
    assertThat(byName.headers().firstValue("ETag")).isEqualTo(byId.headers().firstValue("ETag"));
    assertThat(byId.body()).startsWith("{\"collector\":{\"id\":2,");
  }

  @Test
  void aSourceShowsItsDrainUrl() throws Exception {
    HttpResponse<String> answer =
        tailwater.send(
            tailwater
                .request(tailwater.ours, "/api/v1/collectors/2/sources")
                .header("X-Forwarded-Proto", "https"));
    JsonNode source = Json.MAPPER.readTree(answer.body()).at("/sources/0");
    String host = tailwater.at("/").getAuthority();
    assertThat(source.path("url").asText())
        .isEqualTo("https://" + host + "/receiver/v1/http/our-token");
    assertThat(source.path("baseUrl").asText()).isEqualTo("https://" + host + "/receiver/v1/http");
    assertThat(source.path("token").asText()).isEqualTo("our-token");
    assertThat(source.path("name").asText()).isEqualTo("logplex");
    assertThat(source.path("sourceType").asText()).isEqualTo("HTTP");

    HttpResponse<String> one = tailwater.get(tailwater.ours, "/api/v1/collectors/2/sources/3");
    assertThat(one.headers().firstValue("ETag")).isPresent();
    assertThat(Json.MAPPER.readTree(one.body()).at("/source/id").asInt()).isEqualTo(3);

    String download =
        tailwater.get(tailwater.ours, "/api/v1/collectors/2/sources?download=true").body();
    assertThat(download)
        .startsWith("{\"api.version\":\"v1\",\"sources\":[{\"name\":\"logplex\"")
        .doesNotContain("our-token");
  }

  @Test
  void anotherAccountsCollectorIsNotThere() throws Exception {
    for (String path :
        new String[] {
          "/api/v1/collectors/2", "/api/v1/collectors/2/sources", "/api/v1/collectors/2/sources/3"
        }) {
      HttpResponse<String> answer = tailwater.get(tailwater.theirs, path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(Json.MAPPER.readTree(answer.body()).path("code").asText())
          .isEqualTo("collectors.collector.invalid");
    }
    JsonNode theirs =
        Json.MAPPER.readTree(tailwater.get(tailwater.theirs, "/api/v1/collectors").body());
    assertThat(theirs.path("collectors")).hasSize(1);
    assertThat(theirs.at("/collectors/0/id").asInt()).isNotEqualTo(2);
    // Their collector and our source in one path.
    int collector = theirs.at("/collectors/0/id").asInt();
    assertThat(
            tailwater
                .get(tailwater.theirs, "/api/v1/collectors/" + collector + "/sources/3")
                .body())
        .contains("collectors.source.invalid");
  }

  @Test
  void badNumbersAreNamed() {
    assertThat(tailwater.get(tailwater.ours, "/api/v1/collectors?limit=0").body())
        .contains("\"code\":\"service.limit.invalid\"")
        .contains("expected limit between 1 and 1000, found 0");
    assertThat(tailwater.get(tailwater.ours, "/api/v1/collectors?offset=x").statusCode())
        .isEqualTo(400);
    assertThat(tailwater.get(tailwater.ours, "/api/v1/collectors/abc").statusCode()).isEqualTo(404);
  }
}
