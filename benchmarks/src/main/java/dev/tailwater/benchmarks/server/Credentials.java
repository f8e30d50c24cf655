package dev.tailwater.benchmarks.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** What a measured server is told to use for its first account. It listens on loopback only. */
public final class Credentials {
  /** Last part of the drain URL. */
  public static final String SOURCE_TOKEN = "benchmark-source";

  private static final String ACCESS_ID = "benchmark";
  private static final String ACCESS_KEY = "benchmark-access-key";

  private Credentials() {}

  static Map<String, String> environment() {
    return Map.of(
        "TAILWATER_SOURCE_TOKEN", SOURCE_TOKEN,
        "TAILWATER_ACCESS_ID", ACCESS_ID,
        "TAILWATER_ACCESS_KEY", ACCESS_KEY);
  }

  /** The header {@code Authorization} for it. */
  public static String authorization() {
    return basic(ACCESS_ID, ACCESS_KEY);
  }

  /**
   * The header {@code Authorization} for a server that somebody else started.
   *
   * @throws IOException when the environment has no access key for it
   */
  public static String authorizationOfEnvironment() throws IOException {
    String id = System.getenv("TAILWATER_ACCESS_ID");
    String key = System.getenv("TAILWATER_ACCESS_KEY");
    if (id == null || key == null) {
      throw new IOException(
          "expected the server's access key in TAILWATER_ACCESS_ID and TAILWATER_ACCESS_KEY, found "
              + (id == null ? "no TAILWATER_ACCESS_ID" : "no TAILWATER_ACCESS_KEY"));
    }
    return basic(id, key);
  }

  private static String basic(String id, String key) {
    byte[] pair = (id + ":" + key).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }
}
