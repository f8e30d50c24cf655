package dev.tailwater.dashboard;

import dev.tailwater.account.Metadata;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The dashboards of all accounts, each reached only through its account. Safe for use by many
 * threads.
 */
public final class Dashboards {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String COLUMNS = "id, content_id, app, title, body, position";

  private final Metadata metadata;
  private final Clock clock;

  public Dashboards(Metadata metadata, Clock clock) {
    this.metadata = metadata;
    this.clock = clock;
  }

  /**
   * Dashboards of the account in the order of their creation.
   *
   * @param after only those behind this position
   * @param createdBy only those of this principal; null for all
   */
  List<Dashboard> list(long account, long after, int limit, @Nullable String createdBy) {
    return metadata.read(handle ->
        handle
            .createQuery(
                "SELECT "
                    + COLUMNS
                    + " FROM dashboards WHERE account_id = :account AND position > :after"
                    + (createdBy == null ? "" : " AND created_by = :createdBy")
                    + " ORDER BY position LIMIT :limit")
            .bind("account", account)
            .bind("after", after)
            .bind("limit", limit)
            .bind("createdBy", createdBy)
            .map((row, context) -> dashboard(row))
            .list());
  }

  /** One dashboard; empty when the account has none with this id. */
  Optional<Dashboard> find(long account, String id) {
    return metadata.read(handle ->
        handle
            .createQuery(
                "SELECT " + COLUMNS + " FROM dashboards WHERE account_id = :account AND id = :id")
            .bind("account", account)
            .bind("id", id)
            .map((row, context) -> dashboard(row))
            .findOne());
  }

  /** Stores a new dashboard of a user. */
  Dashboard create(long account, String createdBy, DashboardDefinition definition) {
    return metadata.transaction(
        handle -> insert(handle, account, null, createdBy, definition, clock.millis()));
  }

  /** Replaces what a user's dashboard shows; its ids and its place stay. */
  void replace(long account, String id, DashboardDefinition definition) {
    metadata.write(handle ->
        handle.execute(
            "UPDATE dashboards SET title = ?, body = ?, modified_at = ?"
                + " WHERE account_id = ? AND id = ? AND app IS NULL",
            definition.title(),
            definition.members(),
            clock.millis(),
            account,
            id));
  }

  /** Deletes a user's dashboard. */
  void delete(long account, String id) {
    metadata.write(handle ->
        handle.execute(
            "DELETE FROM dashboards WHERE account_id = ? AND id = ? AND app IS NULL", account, id));
  }

  /**
   * Gives the account the app's dashboards, once per version: those of an older version are changed
   * in place by title, so that links to them stay good. Users' copies are not touched.
   */
  void install(long account, AppPackage app) {
    metadata.write(handle -> {
      Optional<String> version =
          handle
              .createQuery("SELECT version FROM app_installs WHERE account_id = :a AND app = :n")
              .bind("a", account)
              .bind("n", app.name())
              .mapTo(String.class)
              .findOne();
      if (version.equals(Optional.of(app.version()))) {
        return;
      }
      long now = clock.millis();
      for (DashboardDefinition definition : app.dashboards()) {
        int changed =
            handle.execute(
                "UPDATE dashboards SET body = ?, modified_at = ?"
                    + " WHERE account_id = ? AND app = ? AND title = ?",
                definition.members(),
                now,
                account,
                app.name(),
                definition.title());
        if (changed == 0) {
          insert(handle, account, app.name(), "app:" + app.name(), definition, now);
        }
      }
      handle.execute(
          "DELETE FROM app_installs WHERE account_id = ? AND app = ?", account, app.name());
      handle.execute(
          "INSERT INTO app_installs (account_id, app, version, installed_at) VALUES (?, ?, ?, ?)",
          account,
          app.name(),
          app.version(),
          now);
    });
  }

  private static Dashboard insert(
      Handle handle,
      long account,
      @Nullable String app,
      String createdBy,
      DashboardDefinition definition,
      long now) {
    Dashboard dashboard =
        new Dashboard(randomHex(24), randomHex(8), app, definition, Metadata.nextId(handle));
    handle
        .createUpdate(
            "INSERT INTO dashboards (id, account_id, content_id, app, title, body, position,"
                + " created_by, created_at, modified_at) VALUES (:id, :account, :contentId, :app,"
                + " :title, :body, :position, :createdBy, :now, :now)")
        .bind("id", dashboard.id())
        .bind("account", account)
        .bind("contentId", dashboard.contentId())
        .bind("app", app)
        .bind("title", definition.title())
        .bind("body", definition.members())
        .bind("position", dashboard.position())
        .bind("createdBy", createdBy)
        .bind("now", now)
        .execute();
    return dashboard;
  }

  private static Dashboard dashboard(ResultSet row) throws SQLException {
    return new Dashboard(
        row.getString("id"),
        row.getString("content_id"),
        row.getString("app"),
        new DashboardDefinition(row.getString("title"), row.getString("body")),
        row.getLong("position"));
  }

  private static String randomHex(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random).toUpperCase(Locale.ROOT);
  }
}
