package dev.tailwater.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.TestTailwater;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticationTest {
  @TempDir static Path folder;
  private static TestTailwater tailwater;

  @BeforeAll
  static void start() {
    tailwater = TestTailwater.start(folder);
  }

  @AfterAll
  static void stop() {
    tailwater.close();
  }

  @Test
  void anApiClientIsToldHowToAuthenticate() {
    HttpResponse<String> answer = tailwater.send(tailwater.request("/api/v1/collectors"));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
        .startsWith("Basic realm=\"tailwater\"");
  }

  @Test
  void aBrowserScriptIsNotBecauseThatWouldOpenThePasswordWindow() {
    for (String[] header :
        new String[][] {
          {"X-Requested-With", "tailwater"},
          {"Cookie", "tailwater_session=stale"},
          {"Sec-Fetch-Mode", "cors"},
          {"User-Agent", "Mozilla/5.0 (X11; Linux x86_64)"}
        }) {
      HttpResponse<String> answer =
          tailwater.send(tailwater.request("/api/v1/collectors").header(header[0], header[1]));
      assertThat(answer.statusCode()).as(header[0]).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).as(header[0]).isEmpty();
    }
  }

  @Test
  void eachApiHasItsErrorShape() throws Exception {
    JsonNode flat =
        Json.MAPPER.readTree(tailwater.send(tailwater.request("/api/v1/collectors")).body());
    assertThat(flat.path("status").asInt()).isEqualTo(401);
    assertThat(flat.path("code").asText()).isEqualTo("unauthorized");
    assertThat(flat.path("message").asText()).contains("access id and access key");

    JsonNode newer =
        Json.MAPPER.readTree(tailwater.send(tailwater.request("/api/v2/dashboards")).body());
    assertThat(newer.path("id").asText()).matches("\\w{5}-\\w{5}-\\w{5}");
    assertThat(newer.at("/errors/0/code").asText()).isEqualTo("unauthorized");
    assertThat(newer.has("status")).isFalse();

    for (String path :
        new String[] {
          "/api/v1/apps", "/api/v1/policies/x", "/api/v1/healthEvents", "/api/v2/content/x"
        }) {
      JsonNode refused = Json.MAPPER.readTree(tailwater.send(tailwater.request(path)).body());
      assertThat(refused.at("/errors/0").toString())
          .as(path)
          .contains("\"code\":\"unauthorized\"")
          .endsWith("\"detail\":null,\"meta\":null}");
    }
    assertThat(tailwater.get(tailwater.ours, "/api/v1/healthEvents").body())
        .isEqualTo("{\"data\":[],\"next\":null}");
  }

  @Test
  void aWrongKeyIsRefused() {
    for (String authorization :
        new String[] {
          TestTailwater.basic("ourId", "theirKey"),
          TestTailwater.basic("nobody", "ourKey"),
          "Basic !!!",
          "Basic " + "bm9jb2xvbg==",
          "Bearer ourKey"
        }) {
      HttpResponse<String> answer =
          tailwater.send(
              tailwater.request("/api/v1/collectors").header("Authorization", authorization));
      assertThat(answer.statusCode()).as(authorization).isEqualTo(401);
    }
  }

  @Test
  void aRefusedBodyDoesNotHoldUpTheConnection() {
    HttpRequest.Builder request =
        tailwater
            .request("/api/v2/dashboards")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(" ".repeat(3_000_000)));
    assertThat(tailwater.send(request).statusCode()).isEqualTo(401);
    assertThat(tailwater.get(tailwater.ours, "/api/v1/collectors").statusCode()).isEqualTo(200);
  }

  @Test
  void tooLargeABodyIsRefused() {
    HttpResponse<String> answer =
        tailwater.send(
            "POST", tailwater.ours, "/api/v2/dashboards", " ".repeat(4 * 1024 * 1024 + 1));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("request.too.large");
  }

  @Test
  void whatIsNotJsonIsLocated() {
    HttpResponse<String> answer =
        tailwater.send("POST", tailwater.ours, "/api/v2/dashboards", "{\"title\":\n nope}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("service.json.invalid").contains("at line 2, column");
  }

  @Test
  void anUnknownPathIsNotFound() {
    assertThat(tailwater.get(tailwater.ours, "/api/v1/nothing").statusCode()).isEqualTo(404);
    assertThat(tailwater.get(tailwater.ours, "/api/v1/nothing").body())
        .contains("\"code\":\"notfound\"");
    assertThat(tailwater.send(tailwater.request("/api/v1/nothing")).statusCode()).isEqualTo(401);
  }
}
