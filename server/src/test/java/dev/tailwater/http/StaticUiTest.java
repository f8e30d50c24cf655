package dev.tailwater.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against the small UI in the test class path folder {@code /test-ui}. */
class StaticUiTest {
  private static WebServer server;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    Credentials nobody =
        new Credentials() {
          @Override
          public Optional<Caller> byAccessKey(String accessId, String accessKey) {
            return Optional.empty();
          }

          @Override
          public Optional<Caller> bySession(String token) {
            return Optional.empty();
          }
        };
    HttpRouting.Builder routing = HttpRouting.builder().addFilter(new SecurityHeaders());
    Errors.register(routing);
    routing.register(new StaticUi(new Authentication(nobody, new PublicAddress(null)), "/test-ui"));
    server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .shutdownHook(false)
            .addFeature(Observability.feature(() -> Optional.of("still replaying the log")))
            .routing(routing)
            .build()
            .start();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @Test
  void theUisOwnRoutesGetTheIndexPage() throws Exception {
    for (String route : new String[] {"/", "/index.html", "/login", "/dashboards/17AF/edit"}) {
      HttpResponse<String> answer = get(route);
      assertThat(answer.statusCode()).as(route).isEqualTo(200);
      assertThat(answer.body()).contains("<title>Test UI</title>");
      assertThat(answer.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache");
    }
  }

  @Test
  void hashedAssetsMayBeKeptForEver() throws Exception {
    HttpResponse<String> answer = get("/assets/main-1a2b3c.js");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("text/javascript;charset=UTF-8");
    assertThat(answer.headers().firstValue("Cache-Control"))
        .contains("public, max-age=31536000, immutable");
  }

  @Test
  void filesAreCompressedForWhoeverAcceptsIt() throws Exception {
    HttpResponse<byte[]> answer =
        CLIENT.send(
            request("/assets/main-1a2b3c.js").header("Accept-Encoding", "br, gzip").build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(answer.headers().firstValue("Vary")).contains("Accept-Encoding");
    String plain =
        new String(
            new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes(),
            StandardCharsets.UTF_8);
    assertThat(plain).isEqualTo(get("/assets/main-1a2b3c.js").body());
    assertThat(answer.body().length).isLessThan(plain.length());
  }

  @Test
  void anUnchangedFileIsNotSentAgain() throws Exception {
    String etag = get("/").headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again =
        CLIENT.send(
            request("/").header("If-None-Match", etag).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void aMissingFileIsNotTheIndexPageAndNothingLeadsOutOfTheFolder() throws Exception {
    for (String path :
        new String[] {
          "/assets/gone.js",
          "/favicon.ico",
          "/../dev/tailwater/http/StaticUi.class",
          "/%2e%2e/db/migration/V1__accounts_sources_dashboards.sql",
          "/..%2fapps/heroku/manifest.json",
          "/.env"
        }) {
      assertThat(get(path).statusCode()).as(path).isIn(400, 404);
    }
  }

  @Test
  void otherPartsOfTheServerAreNotTheUis() throws Exception {
    assertThat(get("/receiver/v1/http/token").statusCode()).isEqualTo(404);
    assertThat(get("/heroku/sso").statusCode()).isEqualTo(404);
    assertThat(get("/api/v1/query").statusCode()).isEqualTo(401);
  }

  @Test
  void aBrowserIsToldWhatItMustNotDo() throws Exception {
    HttpResponse<String> page = get("/");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("X-Frame-Options")).contains("DENY");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("same-origin");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("script-src 'self';")
        .contains("style-src 'self' 'unsafe-inline';")
        .contains("frame-ancestors 'none'");
    assertThat(get("/api/v1/x").headers().firstValue("Content-Security-Policy"))
        .contains("default-src 'none'; frame-ancestors 'none'");
  }

  @Test
  void healthTellsWhetherTheServerIsAliveAndReady() throws Exception {
    assertThat(get("/observe/health/live").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = get("/observe/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("still replaying the log");
  }

  @Test
  void metricsAreInPrometheusFormat() throws Exception {
    HttpResponse<String> metrics = get("/observe/metrics");
    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(metrics.body()).contains("# TYPE ");
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }
}
