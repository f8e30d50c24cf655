package dev.tailwater.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where clients reach this server: the configured address, otherwise the one that the request came
 * in by. Safe for use by many threads.
 */
public final class PublicAddress {
  private static final HeaderName FORWARDED_PROTO = HeaderNames.create("X-Forwarded-Proto");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9._-]+(:\\d+)?|\\[[0-9A-Fa-f:.]+](:\\d+)?");

  private final @Nullable String configured;

  /**
   * @param configured for example {@code https://logs.example.com}; null takes each request's own
   */
  public PublicAddress(@Nullable URI configured) {
    if (configured != null && (configured.getHost() == null || configured.getScheme() == null)) {
      throw new IllegalArgumentException(
          "expected a public address like https://logs.example.com, found " + configured);
    }
    this.configured = configured == null ? null : configured.toString().replaceAll("/+$", "");
  }

  /** Scheme, host and port, without a slash at the end. */
  public String baseUrl(ServerRequest request) {
    if (configured != null) {
      return configured;
    }
    String host = request.headers().first(HeaderNames.HOST).orElse("");
    // It goes into URLs that people paste into a terminal: nothing but a host may stand there.
    if (!HOST.matcher(host).matches()) {
      host = "localhost";
    }
    return (arrivedByTls(request) ? "https://" : "http://") + host;
  }

  /** Whether the client speaks TLS, to us or to a proxy before us. */
  public boolean isTls(ServerRequest request) {
    return (configured != null && configured.startsWith("https:")) || arrivedByTls(request);
  }

  private static boolean arrivedByTls(ServerRequest request) {
    Optional<String> forwarded = request.headers().first(FORWARDED_PROTO);
    return request.isSecure()
        || forwarded.map(f -> f.toLowerCase(Locale.ROOT).startsWith("https")).orElse(false);
  }
}
