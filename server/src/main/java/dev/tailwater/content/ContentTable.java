package dev.tailwater.content;

import dev.tailwater.account.Metadata;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The rows of the table {@code content} of one account, on one connection. Knows no rules. */
final class ContentTable {
  private static final int DESCRIPTION_CHARS = 1_024;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String SELECT =
      "SELECT id, parent_id, type, name, description, document_id, app, position, created_by,"
          + " created_at, modified_by, modified_at FROM content WHERE account_id = :account AND ";

  private final Handle handle;
  private final long account;
  private final String user;
  private final long now;

  ContentTable(Handle handle, long account, String user, long now) {
    this.handle = handle;
    this.account = account;
    this.user = user;
    this.now = now;
  }

  /** How much there is. */
  record Total(long items, long chars) {}

  Optional<ContentItem> find(String id) {
    return query(SELECT + "id = :id")
        .bind("id", id.toUpperCase(Locale.ROOT))
        .map((row, context) -> item(row))
        .findOne();
  }

  Optional<ContentItem> dashboard(String documentId) {
    return query(SELECT + "document_id = :id")
        .bind("id", documentId)
        .map((row, context) -> item(row))
        .findOne();
  }

  List<ContentItem> dashboards(long after, int limit, @Nullable String createdBy) {
    return query(
            SELECT
                + "type = 'Dashboard' AND position > :after"
                + (createdBy == null ? "" : " AND created_by = :createdBy")
                + " ORDER BY position LIMIT :limit")
        .bind("after", after)
        .bind("limit", limit)
        .bind("createdBy", createdBy)
        .map((row, context) -> item(row))
        .list();
  }

  List<ContentItem> children(ContentItem folder) {
    return query(SELECT + "parent_id = :parent ORDER BY position, id")
        .bind("parent", folder.id())
        .map((row, context) -> item(row))
        .list();
  }

  /** The oldest item of a type and name in a folder. */
  Optional<ContentItem> named(ContentItem folder, ItemType type, String name) {
    return query(
            SELECT
                + "parent_id = :parent AND type = :type AND name = :name"
                + " ORDER BY position LIMIT 1")
        .bind("parent", folder.id())
        .bind("type", type.text())
        .bind("name", name)
        .map((row, context) -> item(row))
        .findOne();
  }

  String body(ContentItem item) {
    return query("SELECT body FROM content WHERE account_id = :account AND id = :id")
        .bind("id", item.id())
        .mapTo(String.class)
        .one();
  }

  /** The characters of an item's body. */
  long size(ContentItem item) {
    return query("SELECT size FROM content WHERE account_id = :account AND id = :id")
        .bind("id", item.id())
        .mapTo(Long.class)
        .one();
  }

  Total total() {
    return query("SELECT count(*), sum(size) FROM content WHERE account_id = :account")
        .map((row, context) -> new Total(row.getLong(1), row.getLong(2)))
        .one();
  }

  void insertRoot(Root root, String id) {
    String owner = root == Root.PERSONAL ? id : Library.APP;
    handle.execute(
        "INSERT INTO content (id, account_id, type, name, description, size, body, position,"
            + " created_by, created_at, modified_by, modified_at)"
            + " VALUES (?, ?, 'Folder', ?, '', 0, '', 0, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        id,
        account,
        root.label(),
        owner,
        now,
        owner,
        now);
  }

  /**
   * Adds an item, of a folder without what is in it.
   *
   * @return its id
   */
  String insert(ContentItem folder, SyncDefinition definition, @Nullable String app) {
    String id = newId();
    handle
        .createUpdate(
            "INSERT INTO content (id, account_id, parent_id, type, name, description, document_id,"
                + " size, body, app, position, created_by, created_at, modified_by, modified_at)"
                + " VALUES (:id, :account, :parent, :type, :name, :description, :documentId,"
                + " :size, :body, :app, :position, :user, :now, :user, :now)")
        .bind("id", id)
        .bind("account", account)
        .bind("parent", folder.id())
        .bind("type", definition.type().text())
        .bind("name", definition.name())
        .bind("description", description(definition))
        .bind("documentId", definition.type() == ItemType.DASHBOARD ? hex(24) : null)
        .bind("size", body(definition).length())
        .bind("body", body(definition))
        .bind("app", app)
        .bind("position", Metadata.nextId(handle))
        .bind("user", user)
        .bind("now", now)
        .execute();
    return id;
  }

  void update(ContentItem item, SyncDefinition definition) {
    handle.execute(
        "UPDATE content SET name = ?, description = ?, size = ?, body = ?, modified_by = ?,"
            + " modified_at = ? WHERE account_id = ? AND id = ?",
        definition.name(),
        description(definition),
        body(definition).length(),
        body(definition),
        user,
        now,
        account,
        item.id());
  }

  void move(ContentItem item, ContentItem folder) {
    handle.execute(
        "UPDATE content SET parent_id = ?, modified_by = ?, modified_at = ?"
            + " WHERE account_id = ? AND id = ?",
        folder.id(),
        user,
        now,
        account,
        item.id());
  }

  /** Deletes an item with what is in it and what other features keep beside it. */
  void delete(ContentItem item) {
    handle.execute("DELETE FROM content WHERE account_id = ? AND id = ?", account, item.id());
  }

  private Query query(String sql) {
    return handle.createQuery(sql).bind("account", account);
  }

  /** What lists show; the whole of it is in the body. */
  private static String description(SyncDefinition definition) {
    String text =
        switch (definition) {
          case SyncDefinition.Folder folder -> folder.description();
          case SyncDefinition.Document document -> document.description();
        };
    return text.length() > DESCRIPTION_CHARS ? text.substring(0, DESCRIPTION_CHARS) : text;
  }

  private static String body(SyncDefinition definition) {
    return switch (definition) {
      case SyncDefinition.Folder folder -> folder.rest();
      case SyncDefinition.Document document -> document.body();
    };
  }

  private static ContentItem item(ResultSet row) throws SQLException {
    return new ContentItem(
        row.getString("id"),
        row.getString("parent_id"),
        ItemType.of(row.getString("type")),
        row.getString("name"),
        row.getString("description"),
        row.getString("document_id"),
        row.getString("app"),
        row.getLong("position"),
        row.getString("created_by"),
        row.getLong("created_at"),
        row.getString("modified_by"),
        row.getLong("modified_at"));
  }

  /** A random id of 16 hex digits. */
  static String newId() {
    return hex(8);
  }

  private static String hex(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().withUpperCase().formatHex(random);
  }
}
