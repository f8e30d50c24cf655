package dev.tailwater.benchmarks.server;

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

  static String authorization() {
    byte[] pair = (ACCESS_ID + ":" + ACCESS_KEY).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }
}
