package dev.tailwater.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.account.Metadata;
import dev.tailwater.account.Policies;
import dev.tailwater.account.Policies.Policy;
import dev.tailwater.content.AccountLibrary;
import dev.tailwater.content.ContentItem;
import dev.tailwater.http.Json;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The public links of all accounts, one for each dashboard at most; they go with their dashboards.
 * Safe for use by many threads.
 */
public final class PublicLinks {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int TOKEN_BYTES = 32;
  private static final String SELECT =
      "SELECT token, account_id, content_id, time_range, variables, created_by, created_at"
          + " FROM public_links WHERE ";

  private final Metadata metadata;
  private final Policies policies;

  public PublicLinks(Metadata metadata, Policies policies) {
    this.metadata = metadata;
    this.policies = policies;
  }

  /** The link behind a token; empty when there is none, or its account does not allow links now. */
  Optional<PublicLink> byToken(String token) {
    Optional<PublicLink> link =
        metadata.read(handle ->
            handle
                .createQuery(SELECT + "token = :token")
                .bind("token", token)
                .map((row, context) -> link(row))
                .findOne());
    return link.filter(found -> areAllowed(found.account()));
  }

  /** Whether an account allows links. */
  boolean areAllowed(long account) {
    return policies.isOn(account, Policy.SHARE_DASHBOARDS_OUTSIDE_ORGANIZATION);
  }

  /** The link of a dashboard. */
  static Optional<PublicLink> find(AccountLibrary library, ContentItem dashboard) {
    return library
        .handle()
        .createQuery(SELECT + "account_id = :account AND content_id = :content")
        .bind("account", library.account())
        .bind("content", dashboard.id())
        .map((row, context) -> link(row))
        .findOne();
  }

  /** Makes the link of a dashboard, or changes what it shows; its token stays. */
  static PublicLink put(
      AccountLibrary library,
      ContentItem dashboard,
      @Nullable JsonNode timeRange,
      JsonNode variables) {
    byte[] secret = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(secret);
    library
        .handle()
        .execute(
            "INSERT INTO public_links (token, account_id, content_id, time_range, variables,"
                + " created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (content_id)"
                + " DO UPDATE SET time_range = excluded.time_range, variables = excluded.variables",
            Base64.getUrlEncoder().withoutPadding().encodeToString(secret),
            library.account(),
            dashboard.id(),
            timeRange == null ? null : timeRange.toString(),
            variables.toString(),
            library.user(),
            library.now());
    return find(library, dashboard).orElseThrow();
  }

  /** Switches the link of a dashboard off; the next one has another address. */
  static void delete(AccountLibrary library, ContentItem dashboard) {
    library
        .handle()
        .execute(
            "DELETE FROM public_links WHERE account_id = ? AND content_id = ?",
            library.account(),
            dashboard.id());
  }

  private static PublicLink link(ResultSet row) throws SQLException {
    String timeRange = row.getString("time_range");
    Map<String, List<String>> variables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Map.Entry<String, JsonNode> variable : json(row.getString("variables")).properties()) {
      List<String> values = new ArrayList<>();
      variable.getValue().forEach(value -> values.add(value.asText()));
      variables.put(variable.getKey(), values);
    }
    return new PublicLink(
        row.getString("token"),
        row.getLong("account_id"),
        row.getString("content_id"),
        timeRange == null ? null : json(timeRange),
        variables,
        row.getString("created_by"),
        row.getLong("created_at"));
  }

  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected JSON in public_links, found something else", e);
    }
  }
}
