package dev.tailwater.content;

import dev.tailwater.account.Metadata;
import dev.tailwater.http.ApiException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The library of one account inside one transaction: no method can reach another account's. For the
 * thread and the time of {@link Library#change} or {@link Library#read} only.
 */
public final class AccountLibrary {
  /** What clients compare: it must not change. */
  static final String UNKNOWN = "Content with the given ID does not exist.";

  private static final int ITEMS_OF_ACCOUNT = 10_000;
  private static final long CHARS_OF_ACCOUNT = 256L << 20;

  /** As much as can be imported again. */
  private static final long CHARS_OF_EXPORT = 16L << 20;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String COLUMNS =
      "id, parent_id, type, name, description, document_id, app, position, created_by, created_at,"
          + " modified_by, modified_at";

  private final Handle handle;
  private final long account;
  private final String user;
  private final long now;

  AccountLibrary(Handle handle, long account, String user, long now) {
    this.handle = handle;
    this.account = account;
    this.user = user;
    this.now = now;
  }

  /** The connection, for what a feature keeps beside an item in the same transaction. */
  public Handle handle() {
    return handle;
  }

  /** The account whose library this is. */
  public long account() {
    return account;
  }

  /** Who makes the change. */
  public String user() {
    return user;
  }

  /** The moment of the change, milliseconds since 1970. */
  public long now() {
    return now;
  }

  /** A new random id of 16 hex digits. */
  public static String newId() {
    return hex(8);
  }

  // Reading.

  /** One item; empty when this account has none with this id. */
  public Optional<ContentItem> find(String id) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM content WHERE account_id = :account AND id = :id")
        .bind("account", account)
        .bind("id", id.toUpperCase(Locale.ROOT))
        .map((row, context) -> item(row))
        .findOne();
  }

  /**
   * One item.
   *
   * @throws ApiException 404 when this account has none with this id
   */
  public ContentItem get(String id) {
    return find(id).orElseThrow(() -> ApiException.notFound(UNKNOWN));
  }

  /**
   * A folder.
   *
   * @throws ApiException 404 when this account has none with this id, 400 when it is no folder
   */
  public ContentItem folder(String id) {
    ContentItem item = get(id);
    if (!item.isFolder()) {
      throw ApiException.badRequest(
          "content:not_a_folder",
          "expected the id of a folder, found one of a " + item.type().text());
    }
    return item;
  }

  /** A dashboard by the id of its own API. */
  public Optional<ContentItem> dashboard(String documentId) {
    return handle
        .createQuery(
            "SELECT " + COLUMNS + " FROM content WHERE account_id = :account AND document_id = :id")
        .bind("account", account)
        .bind("id", documentId)
        .map((row, context) -> item(row))
        .findOne();
  }

  /**
   * Dashboards in the order of their creation.
   *
   * @param after only those behind this position
   * @param createdBy only those of this user; null for all
   */
  public List<ContentItem> dashboards(long after, int limit, @Nullable String createdBy) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM content WHERE account_id = :account AND type = 'Dashboard'"
                + " AND position > :after"
                + (createdBy == null ? "" : " AND created_by = :createdBy")
                + " ORDER BY position LIMIT :limit")
        .bind("account", account)
        .bind("after", after)
        .bind("limit", limit)
        .bind("createdBy", createdBy)
        .map((row, context) -> item(row))
        .list();
  }

  /** What is in a folder, in the order of creation. */
  public List<ContentItem> children(ContentItem folder) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM content WHERE account_id = :account AND parent_id = :parent"
                + " ORDER BY position, id")
        .bind("account", account)
        .bind("parent", folder.id())
        .map((row, context) -> item(row))
        .list();
  }

  /** The stored members of an item's JSON. */
  public String body(ContentItem item) {
    return handle
        .createQuery("SELECT body FROM content WHERE account_id = :account AND id = :id")
        .bind("account", account)
        .bind("id", item.id())
        .mapTo(String.class)
        .one();
  }

  /**
   * An item with all that is in it, as {@link SyncDefinition#parse} reads it.
   *
   * @throws ApiException 400 when that is more than could be imported again
   */
  public String export(ContentItem item) {
    if (size(item) > CHARS_OF_EXPORT) {
      throw ApiException.badRequest(
          "content:too_large",
          "expected at most %d MB to export, found more: take what is in the folder one by one"
              .formatted(CHARS_OF_EXPORT >> 20));
    }
    return sync(item);
  }

  private long size(ContentItem item) {
    long own =
        handle
            .createQuery("SELECT size FROM content WHERE account_id = :account AND id = :id")
            .bind("account", account)
            .bind("id", item.id())
            .mapTo(Long.class)
            .one();
    return item.isFolder() ? own + children(item).stream().mapToLong(this::size).sum() : own;
  }

  private String sync(ContentItem item) {
    String body = body(item);
    return switch (item.type()) {
      case FOLDER ->
          SyncDefinition.folderJson(
              new SyncDefinition.Folder(item.name(), item.description(), body, List.of()),
              children(item).stream().map(this::sync).toList());
      case DASHBOARD -> DashboardDefinition.sync(item, body);
      case SEARCH, REPORT -> "{" + JsonMembers.stored(body).withText("name", item.name()) + "}";
    };
  }

  /** The folders above an item, the root first. */
  List<ContentItem> ancestors(ContentItem item) {
    List<ContentItem> above = new ArrayList<>();
    for (String parent = item.parent(); parent != null; ) {
      ContentItem folder = get(parent);
      above.addFirst(folder);
      parent = folder.parent();
    }
    return above;
  }

  // Roots.

  /** A root, made when nobody looked before. */
  public ContentItem root(Root root, String user) {
    String id = root.id(account, user);
    Optional<ContentItem> made = find(id);
    if (made.isPresent()) {
      return made.get();
    }
    handle.execute(
        "INSERT INTO content (id, account_id, type, name, description, size, body, position,"
            + " created_by, created_at, modified_by, modified_at) VALUES (?, ?, 'Folder', ?, '', 0, '', 0, ?, ?,"
            + " ?, ?) ON CONFLICT (id) DO NOTHING",
        id,
        account,
        root.label(),
        root == Root.PERSONAL ? user : Library.APP,
        now,
        root == Root.PERSONAL ? user : Library.APP,
        now);
    return get(id);
  }

  // Changing.

  /**
   * Puts an item with all that is in it into a folder.
   *
   * @param overwrite true: an item of the same type and name becomes what the definition says and
   *     keeps its ids; what is in a folder and not in the definition goes
   * @throws ApiException 403 for a folder that only apps change, 409 when the name is taken, 400
   *     when the library gets too deep or too large
   */
  public ContentItem put(ContentItem folder, SyncDefinition definition, boolean overwrite) {
    requireWritable(folder);
    Optional<ContentItem> same = same(folder, definition);
    if (same.isPresent() && !overwrite) {
      throw taken(folder, definition.name());
    }
    same.ifPresent(AccountLibrary::requireWritable);
    requireRoom(folder, SyncDefinition.depth(definition));
    ContentItem stored = store(folder, definition, null);
    requireLimits();
    return stored;
  }

  /**
   * Gives a folder of an app exactly what the definition says; dashboards and folders of the same
   * name keep their ids, so that links to them stay good.
   */
  public ContentItem putForApp(String app, SyncDefinition.Folder definition) {
    return store(root(Root.INSTALLED_APPS, Library.APP), definition, app);
  }

  /** Adds a dashboard; another one of the same title may be there. */
  public ContentItem addDashboard(ContentItem folder, DashboardDefinition definition) {
    requireWritable(folder);
    ContentItem added = insert(folder, SyncDefinition.of(definition), null);
    requireLimits();
    return added;
  }

  /** Replaces what a dashboard shows; its ids and its place in lists stay. */
  public void replaceDashboard(ContentItem dashboard, DashboardDefinition definition) {
    requireWritable(dashboard);
    update(dashboard, SyncDefinition.of(definition));
    requireLimits();
  }

  /** A new empty folder. */
  ContentItem addFolder(ContentItem parent, String name, String description) {
    return put(parent, new SyncDefinition.Folder(name, description, "", List.of()), false);
  }

  /** Gives a folder another name and description. */
  void rename(ContentItem folder, String name, String description) {
    requireMovable(folder);
    SyncDefinition.Folder checked =
        new SyncDefinition.Folder(name, description, body(folder), List.of());
    ContentItem parent = get(String.valueOf(folder.parent()));
    if (same(parent, checked).filter(other -> !other.id().equals(folder.id())).isPresent()) {
      throw taken(parent, name);
    }
    update(folder, checked);
  }

  /** Puts a copy into a folder, under another name where the name is taken. */
  ContentItem copy(ContentItem item, ContentItem folder) {
    if (item.isRoot()) {
      throw forbidden("a root folder cannot be copied: copy what is in it");
    }
    SyncDefinition definition = SyncDefinition.parse(export(item));
    String name = definition.name();
    for (int n = 1; same(folder, definition).isPresent(); n++) {
      String mark = n == 1 ? " (Copy)" : " (Copy " + n + ")";
      int room = SyncDefinition.FOLDER_NAME_CHARS - mark.length();
      definition = definition.named((name.length() > room ? name.substring(0, room) : name) + mark);
    }
    return put(folder, definition, false);
  }

  /** Moves an item into another folder. */
  public void move(ContentItem item, ContentItem folder) {
    requireMovable(item);
    requireWritable(folder);
    if (folder.id().equals(item.parent())) {
      return;
    }
    if (folder.id().equals(item.id())
        || ancestors(folder).stream().anyMatch(above -> above.id().equals(item.id()))) {
      throw ApiException.badRequest(
          "content:invalid_move", "a folder cannot be moved into itself or into a folder in it");
    }
    boolean named =
        children(folder).stream()
            .anyMatch(other -> other.type() == item.type() && other.name().equals(item.name()));
    if (named) {
      throw taken(folder, item.name());
    }
    requireRoom(folder, height(item));
    handle.execute(
        "UPDATE content SET parent_id = ?, modified_by = ?, modified_at = ?"
            + " WHERE account_id = ? AND id = ?",
        folder.id(),
        user,
        now,
        account,
        item.id());
  }

  /** Deletes an item and all that is in it. */
  public void delete(ContentItem item) {
    requireMovable(item);
    remove(item);
  }

  /** Deletes what an app brought. */
  public void deleteForApp(ContentItem folder) {
    remove(folder);
  }

  private void remove(ContentItem item) {
    handle.execute("DELETE FROM content WHERE account_id = ? AND id = ?", account, item.id());
  }

  private ContentItem store(ContentItem folder, SyncDefinition definition, @Nullable String app) {
    Optional<ContentItem> same = same(folder, definition);
    ContentItem stored;
    if (same.isPresent()) {
      stored = same.get();
      update(stored, definition);
    } else {
      stored = insert(folder, definition, app);
    }
    if (definition instanceof SyncDefinition.Folder filled) {
      Map<String, ContentItem> surplus = new HashMap<>();
      children(stored).forEach(child -> surplus.put(child.id(), child));
      for (SyncDefinition child : filled.children()) {
        // Two children of one name would else become one.
        Optional<ContentItem> old =
            surplus.values().stream()
                .filter(c -> c.type() == child.type() && c.name().equals(child.name()))
                .findFirst();
        if (old.isPresent() && child instanceof SyncDefinition.Document) {
          surplus.remove(old.get().id());
          update(old.get(), child);
        } else if (old.isPresent()) {
          surplus.remove(old.get().id());
          store(stored, child, app);
        } else if (child instanceof SyncDefinition.Document) {
          insert(stored, child, app);
        } else {
          store(stored, child, app);
        }
      }
      surplus.values().forEach(this::remove);
    }
    return get(stored.id());
  }

  private ContentItem insert(ContentItem folder, SyncDefinition definition, @Nullable String app) {
    String id = newId();
    handle
        .createUpdate(
            "INSERT INTO content (id, account_id, parent_id, type, name, description, document_id,"
                + " size, body, app, position, created_by, created_at, modified_by, modified_at) VALUES"
                + " (:id, :account, :parent, :type, :name, :description, :documentId, :size, :body, :app,"
                + " :position, :user, :now, :user, :now)")
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
    return get(id);
  }

  private void update(ContentItem item, SyncDefinition definition) {
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

  private static String description(SyncDefinition definition) {
    return switch (definition) {
      case SyncDefinition.Folder folder -> folder.description();
      case SyncDefinition.Document document -> document.description();
    };
  }

  private static String body(SyncDefinition definition) {
    return switch (definition) {
      case SyncDefinition.Folder folder -> folder.rest();
      case SyncDefinition.Document document -> document.body();
    };
  }

  private Optional<ContentItem> same(ContentItem folder, SyncDefinition definition) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM content WHERE account_id = :account AND parent_id = :parent"
                + " AND type = :type AND name = :name ORDER BY position LIMIT 1")
        .bind("account", account)
        .bind("parent", folder.id())
        .bind("type", definition.type().text())
        .bind("name", definition.name())
        .map((row, context) -> item(row))
        .findOne();
  }

  private int height(ContentItem item) {
    return item.isFolder() ? 1 + children(item).stream().mapToInt(this::height).max().orElse(0) : 0;
  }

  private void requireRoom(ContentItem folder, int height) {
    int depth = ancestors(folder).size() + height;
    if (depth > SyncDefinition.FOLDER_DEPTH) {
      throw ApiException.badRequest(
          "content:too_deep",
          "expected at most %d folders one in the other, found %d"
              .formatted(SyncDefinition.FOLDER_DEPTH, depth));
    }
  }

  private void requireLimits() {
    record Total(long items, long chars) {}
    Total total =
        handle
            .createQuery("SELECT count(*), sum(size) FROM content WHERE account_id = :account")
            .bind("account", account)
            .map((row, context) -> new Total(row.getLong(1), row.getLong(2)))
            .one();
    if (total.items() > ITEMS_OF_ACCOUNT || total.chars() > CHARS_OF_ACCOUNT) {
      throw ApiException.badRequest(
          "content:too_large",
          "expected at most %d items and %d MB in the library: delete some first"
              .formatted(ITEMS_OF_ACCOUNT, CHARS_OF_ACCOUNT >> 20));
    }
  }

  /**
   * Lets users change only what is theirs.
   *
   * @throws ApiException 403 for what an app brought, and for the folder of apps
   */
  static void requireWritable(ContentItem item) {
    if (item.app() != null) {
      throw forbidden(
          "this %s belongs to the app %s and follows its versions: copy it and change the copy"
              .formatted(item.type().text().toLowerCase(Locale.ROOT), item.app()));
    }
    if (item.isRoot() && item.name().equals(Root.INSTALLED_APPS.label())) {
      throw forbidden("only apps put something into Installed Apps: choose another folder");
    }
  }

  private static void requireMovable(ContentItem item) {
    requireWritable(item);
    if (item.isRoot()) {
      throw forbidden("the folder " + item.name() + " is always there and cannot be changed");
    }
  }

  private static ApiException forbidden(String message) {
    return new ApiException(403, "forbidden", message);
  }

  private static ApiException taken(ContentItem folder, String name) {
    return new ApiException(
        409,
        "content:duplicate_content",
        "the folder %s has an item with the name %s: choose another name, or overwrite it"
            .formatted(folder.name(), name));
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

  private static String hex(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().withUpperCase().formatHex(random);
  }
}
