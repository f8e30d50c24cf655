package dev.tailwater.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * An app that an account has.
 *
 * @param id 16 hex digits
 * @param app the name of the app's folder in the jar
 * @param configuration JSON: the parameters as a client sent them
 * @param parameters what they came to mean, see {@link AppParameters#json}
 * @param folder the id of its folder in the library
 * @param follows whether new versions install themselves
 * @param previous version, configuration, parameters and content before the last upgrade
 * @param createdAt milliseconds since 1970, as {@code modifiedAt}
 */
record AppInstance(
    String id,
    String app,
    String version,
    String configuration,
    JsonNode parameters,
    String folder,
    boolean follows,
    Optional<JsonNode> previous,
    String createdBy,
    long createdAt,
    String modifiedBy,
    long modifiedAt) {
  /** The version that a revert goes back to. */
  Optional<String> previousVersion() {
    return previous.map(old -> old.path("version").asText());
  }
}
