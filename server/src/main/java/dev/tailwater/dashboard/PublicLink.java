package dev.tailwater.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An address at which one dashboard is shown to people without an account.
 *
 * @param token the secret part of the address
 * @param account the account whose lines are shown
 * @param content the dashboard's id in the library
 * @param timeRange the range that viewers see; null for the dashboard's own
 * @param variables what variables are set to, by name; others have their defaults
 * @param createdAt milliseconds since 1970
 */
record PublicLink(
    String token,
    long account,
    String content,
    @Nullable JsonNode timeRange,
    Map<String, List<String>> variables,
    String createdBy,
    long createdAt) {
  /** Without the token, which is a secret. */
  @Override
  public String toString() {
    return "PublicLink[account=" + account + ", content=" + content + "]";
  }
}
