package dev.tailwater.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Json;
import dev.tailwater.http.PublicAddress;
import io.helidon.http.SetCookie;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Logging in to the UI, being logged in, and logging out: {@code /api/v1/session}. */
public final class SessionRoutes implements HttpService {
  private static final String PATH = "/api/v1/session";
  private static final int MAX_BODY_BYTES = 8 * 1024;

  /** With its zone: the web server writes a bare instant in the zone of the machine. */
  private static final ZonedDateTime LONG_AGO = Instant.EPOCH.atZone(ZoneId.of("GMT"));

  private final Accounts accounts;
  private final Authentication authentication;
  private final PublicAddress address;
  private final LoginThrottle throttle;
  private final String version;

  /**
   * A password check burns a tenth of a second; a flood of logins must leave cores for the drain.
   */
  private final Semaphore checks = new Semaphore(1);

  /**
   * @param version the program's version, shown by the UI
   */
  public SessionRoutes(
      Accounts accounts,
      Authentication authentication,
      PublicAddress address,
      Clock clock,
      String version) {
    this.accounts = accounts;
    this.authentication = authentication;
    this.address = address;
    this.throttle = new LoginThrottle(clock);
    this.version = version;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post(PATH, this::logIn);
    rules.get(PATH, this::session);
    rules.delete(PATH, this::logOut);
  }

  private void logIn(ServerRequest request, ServerResponse response) throws InterruptedException {
    authentication.refuseOtherSites(request);
    ObjectNode body = Json.readObject(request, MAX_BODY_BYTES);
    String email = body.path("email").asText("").strip().toLowerCase(Locale.ROOT);
    String password = body.path("password").asText("");
    String from = request.remotePeer().host();
    Optional<Duration> wait = throttle.wait(email, from);
    if (wait.isPresent()) {
      throw ApiException.tooMany(
          "too many failed logins for this email: wait "
              + wait.get().plusSeconds(59).toMinutes()
              + " minutes",
          wait.get());
    }
    Optional<String> user;
    checks.acquire();
    try {
      user = accounts.checkPassword(email, password);
    } finally {
      checks.release();
    }
    if (user.isEmpty()) {
      throttle.failed(email, from);
      // Never with WWW-Authenticate: the one who asks is a login page.
      throw new ApiException(401, "unauthorized", "the email or the password is wrong");
    }
    throttle.succeeded(email, from);
    String token = accounts.beginSession(user.get());
    response.headers().addCookie(cookie(request, token, Accounts.SESSION));
    answer(request, response, accounts.userOfSession(token).orElseThrow());
  }

  private void session(ServerRequest request, ServerResponse response) {
    User user =
        Authentication.sessionToken(request)
            .flatMap(accounts::userOfSession)
            .orElseThrow(() -> Authentication.unauthorized(request, "nobody is logged in"));
    answer(request, response, user);
  }

  private void logOut(ServerRequest request, ServerResponse response) {
    authentication.refuseOtherSites(request);
    Authentication.sessionToken(request).ifPresent(accounts::endSession);
    response.headers().addCookie(cookie(request, "", Duration.ZERO));
    response.status(204).send();
  }

  private void answer(ServerRequest request, ServerResponse response, User user) {
    Json.send(
        request,
        response,
        200,
        Map.of(
            "user", Map.of("id", user.id(), "email", user.email(), "name", user.name()),
            "account", Map.of("id", user.account(), "name", user.accountName()),
            "version", version));
  }

  /** Out of reach for scripts, and not sent by other sites' forms, frames and images. */
  private SetCookie cookie(ServerRequest request, String token, Duration age) {
    SetCookie.Builder cookie =
        SetCookie.builder(Authentication.COOKIE, token)
            .path("/")
            .httpOnly(true)
            .sameSite(SetCookie.SameSite.LAX)
            .secure(address.isTls(request));
    // The web server leaves out an age of zero, and the browser would keep the cookie.
    return age.isZero() ? cookie.expires(LONG_AGO).build() : cookie.maxAge(age).build();
  }
}
