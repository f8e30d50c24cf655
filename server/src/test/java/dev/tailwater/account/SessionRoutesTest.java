package dev.tailwater.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.TestTailwater;
import dev.tailwater.http.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionRoutesTest {
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
  void theRightPasswordOpensASession() throws Exception {
    HttpResponse<String> login = logIn("Ana@Example.com", TestTailwater.PASSWORD);

    assertThat(login.statusCode()).isEqualTo(200);
    JsonNode body = Json.MAPPER.readTree(login.body());
    assertThat(body.at("/user/email").asText()).isEqualTo("ana@example.com");
    assertThat(body.at("/user/id").asText()).matches("[0-9A-F]{16}");
    assertThat(body.at("/account/name").asText()).isEqualTo("Ours");
    assertThat(body.at("/version").asText()).isEqualTo("0.1.0");

    HttpResponse<String> session =
        tailwater.send(tailwater.request("/api/v1/session").header("Cookie", cookie(login)));
    assertThat(session.statusCode()).isEqualTo(200);
    assertThat(Json.MAPPER.readTree(session.body())).isEqualTo(body);
  }

  @Test
  void theCookieIsOutOfReachForScriptsAndOtherSites() {
    String plain =
        logIn("ana@example.com", TestTailwater.PASSWORD)
            .headers()
            .firstValue("Set-Cookie")
            .orElseThrow();
    assertThat(plain)
        .contains("HttpOnly")
        .contains("SameSite=Lax")
        .contains("Path=/")
        .contains("Max-Age=1209600");
    assertThat(plain).doesNotContain("Secure");

    String behindTls =
        tailwater
            .send(
                login("ana@example.com", TestTailwater.PASSWORD)
                    .header("X-Forwarded-Proto", "https"))
            .headers()
            .firstValue("Set-Cookie")
            .orElseThrow();
    assertThat(behindTls).contains("Secure");
  }

  @Test
  void aWrongPasswordAndAnUnknownEmailLookTheSame() throws Exception {
    HttpResponse<String> wrong = logIn("ana@example.com", "guess");
    HttpResponse<String> unknown = logIn("nobody@example.com", "guess");

    for (HttpResponse<String> answer : List.of(wrong, unknown)) {
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
      JsonNode error = Json.MAPPER.readTree(answer.body());
      assertThat(error.path("status").asInt()).isEqualTo(401);
      assertThat(error.path("code").asText()).isEqualTo("unauthorized");
      assertThat(error.path("id").asText()).matches("[2-9A-Z]{5}-[2-9A-Z]{5}-[2-9A-Z]{5}");
      assertThat(error.path("message").asText()).isEqualTo("the email or the password is wrong");
    }
  }

  @Test
  void afterFiveWrongPasswordsOnePairOfEmailAndAddressMustWait() {
    for (int i = 0; i < 5; i++) {
      assertThat(logIn("ana@example.com", "guess " + i).statusCode()).isEqualTo(401);
    }

    HttpResponse<String> throttled = logIn("ana@example.com", TestTailwater.PASSWORD);
    assertThat(throttled.statusCode()).isEqualTo(429);
    assertThat(throttled.body()).contains("\"code\":\"rate.limit.exceeded\"");
    assertThat(Integer.parseInt(throttled.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(290, 300);

    assertThat(logIn("bo@example.com", TestTailwater.PASSWORD).statusCode()).isEqualTo(200);
  }

  @Test
  void loggingOutEndsTheSession() {
    String cookie = cookie(logIn("ana@example.com", TestTailwater.PASSWORD));

    HttpResponse<String> out =
        tailwater.send(tailwater.request("/api/v1/session").header("Cookie", cookie).DELETE());
    assertThat(out.statusCode()).isEqualTo(204);
    assertThat(out.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("Expires=Thu, 1 Jan 1970 00:00:00 GMT");

    HttpResponse<String> after =
        tailwater.send(tailwater.request("/api/v1/session").header("Cookie", cookie));
    assertThat(after.statusCode()).isEqualTo(401);
  }

  @Test
  void anotherSiteCannotLogInOrWriteThroughTheBrowser() {
    HttpResponse<String> crossSite =
        tailwater.send(
            login("ana@example.com", TestTailwater.PASSWORD)
                .header("Sec-Fetch-Site", "cross-site"));
    assertThat(crossSite.statusCode()).isEqualTo(403);

    String cookie = cookie(logIn("ana@example.com", TestTailwater.PASSWORD));
    HttpResponse<String> otherOrigin =
        tailwater.send(
            tailwater
                .request("/api/v2/dashboards")
                .header("Cookie", cookie)
                .header("Origin", "https://evil.example")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    assertThat(otherOrigin.statusCode()).isEqualTo(403);

    HttpResponse<String> form =
        tailwater.send(
            tailwater
                .request("/api/v1/session")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("email=a&password=b")));
    assertThat(form.statusCode()).isEqualTo(415);
  }

  private HttpResponse<String> logIn(String email, String password) {
    return tailwater.send(login(email, password));
  }

  private HttpRequest.Builder login(String email, String password) {
    String body =
        Json.MAPPER.createObjectNode().put("email", email).put("password", password).toString();
    return tailwater
        .request("/api/v1/session")
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static String cookie(HttpResponse<String> login) {
    return login.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
  }
}
