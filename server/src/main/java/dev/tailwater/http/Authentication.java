package dev.tailwater.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Finds out who calls. An {@code Authorization: Basic} header with access id and key counts first,
 * then the UI's session cookie. Safe for use by many threads.
 *
 * <p>A refused call is answered 401. It carries {@code WWW-Authenticate: Basic}, without which some
 * API clients never send their credentials, unless a script in a browser made it: there the header
 * would open the browser's own password window over our login page. A browser's script is known by
 * {@code X-Requested-With}, by the session cookie, by {@code Sec-Fetch-Mode} other than {@code
 * navigate}, or by a browser's {@code User-Agent}.
 */
public final class Authentication {
  /** The name of the session cookie. */
  public static final String COOKIE = "tailwater_session";

  private static final HeaderName REQUESTED_WITH = HeaderNames.create("X-Requested-With");
  private static final HeaderName FETCH_MODE = HeaderNames.create("Sec-Fetch-Mode");
  private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");

  private final Credentials credentials;
  private final PublicAddress address;

  public Authentication(Credentials credentials, PublicAddress address) {
    this.credentials = credentials;
    this.address = address;
  }

  /** A handler that runs for a known caller. */
  @FunctionalInterface
  public interface CallerHandler {
    void handle(Caller caller, ServerRequest request, ServerResponse response) throws Exception;
  }

  /** Lets only known callers through to {@code handler}. */
  public Handler required(CallerHandler handler) {
    return (request, response) -> handler.handle(caller(request), request, response);
  }

  /**
   * The caller of a request.
   *
   * @throws ApiException 401 when nobody known, 403 when another site made the browser write
   */
  public Caller caller(ServerRequest request) {
    Optional<String> authorization = request.headers().first(HeaderNames.AUTHORIZATION);
    if (authorization.isPresent()) {
      return basic(authorization.get())
          .orElseThrow(() ->
              unauthorized(
                  request, "the access id or the access key is wrong, or the key was disabled"));
    }
    Optional<String> token = sessionToken(request);
    Caller caller =
        token
            .flatMap(credentials::bySession)
            .orElseThrow(() ->
                unauthorized(
                    request,
                    token.isPresent()
                        ? "the session has ended: log in again"
                        : "expected a session cookie, or access id and access key by HTTP Basic,"
                            + " found neither"));
    if (isWrite(request)) {
      refuseOtherSites(request);
    }
    return caller;
  }

  /** The session token that the request's cookie carries, whether it is good or not. */
  public static Optional<String> sessionToken(ServerRequest request) {
    return request.headers().cookies().first(COOKIE).asOptional();
  }

  /** The 401 for this request, see above for its headers. */
  public static ApiException unauthorized(ServerRequest request, String message) {
    ApiException e = new ApiException(401, "unauthorized", message);
    return isBrowserScript(request)
        ? e
        : e.header("WWW-Authenticate", "Basic realm=\"tailwater\", charset=\"UTF-8\"");
  }

  /**
   * Refuses a request that a page of another site made the browser send. Browsers say where a
   * request comes from in {@code Sec-Fetch-Site}, or at least in {@code Origin}; what sends neither
   * is no browser and holds no cookie that it did not ask for.
   *
   * @throws ApiException 403
   */
  public void refuseOtherSites(ServerRequest request) {
    Optional<String> site = request.headers().first(FETCH_SITE);
    boolean ours =
        site.isPresent()
            ? site.get().equals("same-origin") || site.get().equals("none")
            : request.headers().first(HeaderNames.ORIGIN).map(o -> isOurs(request, o)).orElse(true);
    if (!ours) {
      throw new ApiException(
          403,
          "forbidden",
          "expected a request from this server's own pages, found one from "
              + request.headers().first(HeaderNames.ORIGIN).orElse("another site")
              + "; behind a proxy, set the public address");
    }
  }

  private boolean isOurs(ServerRequest request, String origin) {
    if (origin.equals(address.baseUrl(request))) {
      return true;
    }
    try {
      // A proxy may end TLS without telling us: the host decides then.
      return request
          .headers()
          .first(HeaderNames.HOST)
          .filter(host -> host.equals(URI.create(origin).getAuthority()))
          .isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Optional<Caller> basic(String authorization) {
    if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    String pair;
    try {
      byte[] bytes = Base64.getDecoder().decode(authorization.substring(6).strip());
      pair = new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    int colon = pair.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : credentials.byAccessKey(pair.substring(0, colon), pair.substring(colon + 1));
  }

  private static boolean isWrite(ServerRequest request) {
    return switch (request.prologue().method().text()) {
      case "GET", "HEAD", "OPTIONS" -> false;
      default -> true;
    };
  }

  private static boolean isBrowserScript(ServerRequest request) {
    Optional<String> mode = request.headers().first(FETCH_MODE);
    if (mode.isPresent()) {
      return !mode.get().equals("navigate");
    }
    return request.headers().contains(REQUESTED_WITH)
        || sessionToken(request).isPresent()
        || request.headers().first(HeaderNames.USER_AGENT).orElse("").startsWith("Mozilla/");
  }
}
