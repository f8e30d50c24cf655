package dev.tailwater.savedlog;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What lines of a saved log are filed under; an empty text leaves it to the source.
 *
 * @param name {@code _sourceName}: the drain token of an app
 * @param category {@code _sourceCategory}
 * @param host {@code _sourceHost}
 */
public record Labels(String name, String category, String host) {
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Sumo-Name", name);
    headers.put("X-Sumo-Category", category);
    headers.put("X-Sumo-Host", host);
    headers.values().removeIf(String::isEmpty);
    return headers;
  }
}
