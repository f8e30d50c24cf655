package dev.tailwater.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;

/**
 * Headers that tell a browser what it must not do with our answers. Deliveries are left alone:
 * there is no browser at the other end, and they come thousands a second.
 */
public final class SecurityHeaders implements Filter {
  private static final List<Header> ALWAYS =
      List.of(
          HeaderValues.createCached("X-Content-Type-Options", "nosniff"),
          HeaderValues.createCached("X-Frame-Options", "DENY"),
          HeaderValues.createCached("Referrer-Policy", "same-origin"),
          HeaderValues.createCached("Cross-Origin-Opener-Policy", "same-origin"),
          HeaderValues.createCached("Cross-Origin-Resource-Policy", "same-origin"),
          HeaderValues.createCached(
              "Permissions-Policy",
              "camera=(), geolocation=(), microphone=(), payment=(), usb=()"));

  private static final Header NOTHING =
      HeaderValues.createCached(
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

  /**
   * Everything comes from this server. Styles may stand inline because the component library and
   * the charts set them on elements; scripts may not.
   */
  private static final Header UI =
      HeaderValues.createCached(
          "Content-Security-Policy",
          "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline';"
              + " img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self';"
              + " worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self';"
              + " frame-ancestors 'none'");

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    String path = request.path().path();
    if (!path.startsWith("/receiver/")) {
      for (Header header : ALWAYS) {
        response.header(header);
      }
      response.header(isMachine(path) ? NOTHING : UI);
    }
    chain.proceed();
  }

  private static boolean isMachine(String path) {
    return path.startsWith("/api/") || path.startsWith("/observe/") || path.startsWith("/heroku/");
  }
}
