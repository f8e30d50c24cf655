package dev.tailwater.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The UI's files, from the class path folder {@code /ui}. A path without a file extension is one of
 * the UI's own routes and gets {@code index.html}. Register it last: it answers every GET that is
 * left, and refuses what remains below {@code /api}.
 *
 * <p>Files under {@code /assets/} carry a hash of their content in their names and may be kept for
 * ever; everything else is asked for again each time and answered 304 when it did not change. Files
 * are held in memory, plain and compressed; there are only as many as the jar has.
 */
public final class StaticUi implements HttpService {
  // No dot at the start of a segment, hence no "..": a path can only lead down.
  private static final Pattern FILE =
      Pattern.compile(
          "(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/[A-Za-z0-9_-][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)+");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html;charset=UTF-8"),
          Map.entry("js", "text/javascript;charset=UTF-8"),
          Map.entry("mjs", "text/javascript;charset=UTF-8"),
          Map.entry("css", "text/css;charset=UTF-8"),
          Map.entry("json", "application/json;charset=UTF-8"),
          Map.entry("map", "application/json;charset=UTF-8"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("svg", "image/svg+xml;charset=UTF-8"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("txt", "text/plain;charset=UTF-8"));

  private final Authentication authentication;
  private final String folder;
  private final Map<String, Asset> assets = new ConcurrentHashMap<>();

  /** Serves the class path folder {@code /ui}. */
  public StaticUi(Authentication authentication) {
    this(authentication, "/ui");
  }

  StaticUi(Authentication authentication, String folder) {
    this.authentication = authentication;
    this.folder = folder;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.any(
        "/api/*",
        authentication.required((caller, request, response) -> {
          throw ApiException.notFound(
              "there is no "
                  + request.prologue().method().text()
                  + " "
                  + request.path().absolute().path());
        }));
    rules.get("/*", this::serve);
    rules.head("/*", this::serve);
  }

  private void serve(ServerRequest request, ServerResponse response) {
    String path = request.path().absolute().path();
    if (path.startsWith("/receiver/")
        || path.startsWith("/observe/")
        || path.startsWith("/heroku/")) {
      throw ApiException.notFound("there is nothing at " + path);
    }
    boolean isRoute = path.indexOf('.', path.lastIndexOf('/')) < 0;
    Asset asset = asset(isRoute ? "/index.html" : path);
    if (asset == null) {
      notFound(response, isRoute);
      return;
    }
    response.headers().set(HeaderNames.ETAG, asset.etag());
    response.headers().set(HeaderNames.VARY, "Accept-Encoding");
    response
        .headers()
        .set(
            HeaderNames.CACHE_CONTROL,
            !isRoute && path.startsWith("/assets/")
                ? "public, max-age=31536000, immutable"
                : "no-cache");
    if (request.headers().first(HeaderNames.IF_NONE_MATCH).orElse("").contains(asset.etag())) {
      response.status(304).send();
      return;
    }
    response.headers().set(HeaderNames.CONTENT_TYPE, asset.type());
    boolean gzip = asset.gzip().length < asset.plain().length && Json.acceptsGzip(request);
    if (gzip) {
      response.headers().set(HeaderNames.CONTENT_ENCODING, "gzip");
    }
    response.send(gzip ? asset.gzip() : asset.plain());
  }

  private static void notFound(ServerResponse response, boolean isRoute) {
    response.headers().set(HeaderNames.CONTENT_TYPE, "text/plain;charset=UTF-8");
    String text =
        isRoute
            ? "This build of Tailwater has no user interface in it; the API under /api works.\n"
            : "There is no such file.\n";
    response.status(404).send(text.getBytes(StandardCharsets.UTF_8));
  }

  private @Nullable Asset asset(String path) {
    Asset known = assets.get(path);
    if (known != null) {
      return known;
    }
    if (!FILE.matcher(path).matches()) {
      return null;
    }
    try (InputStream in = StaticUi.class.getResourceAsStream(folder + path)) {
      if (in == null) {
        return null;
      }
      String extension = path.substring(path.lastIndexOf('.') + 1);
      Asset loaded =
          Asset.of(in.readAllBytes(), TYPES.getOrDefault(extension, "application/octet-stream"));
      assets.put(path, loaded);
      return loaded;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder + path + " from the class path", e);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared, only sent
  private record Asset(byte[] plain, byte[] gzip, String type, String etag) {
    static Asset of(byte[] plain, String type) throws IOException {
      ByteArrayOutputStream compressed = new ByteArrayOutputStream(plain.length / 2 + 64);
      try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
        gzip.write(plain);
      }
      try {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(plain);
        String etag = '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
        return new Asset(plain, compressed.toByteArray(), type, etag);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }
  }
}
