package dev.tailwater.content;

import dev.tailwater.http.ApiException;
import java.util.ArrayList;
import java.util.HashMap;
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
  private static final long CHARS_OF_EXPORT = 8L << 20;

  private final Handle handle;
  private final long account;
  private final String user;
  private final long now;
  private final ContentTable table;

  AccountLibrary(Handle handle, long account, String user, long now) {
    this.handle = handle;
    this.account = account;
    this.user = user;
    this.now = now;
    this.table = new ContentTable(handle, account, user, now);
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
    return ContentTable.newId();
  }

  // Reading.

  /** One item; empty when this account has none with this id. */
  public Optional<ContentItem> find(String id) {
    return table.find(id);
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
    return table.dashboard(documentId);
  }

  /**
   * Dashboards in the order of their creation.
   *
   * @param after only those behind this position
   * @param createdBy only those of this user; null for all
   */
  public List<ContentItem> dashboards(long after, int limit, @Nullable String createdBy) {
    return table.dashboards(after, limit, createdBy);
  }

  /** What is in a folder, in the order of creation. */
  public List<ContentItem> children(ContentItem folder) {
    return table.children(folder);
  }

  /** The stored members of an item's JSON. */
  public String body(ContentItem item) {
    return table.body(item);
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
    long own = table.size(item);
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
    table.insertRoot(root, id);
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
    ContentItem added = get(table.insert(folder, SyncDefinition.of(definition), null));
    requireLimits();
    return added;
  }

  /** Replaces what a dashboard shows; its ids and its place in lists stay. */
  public void replaceDashboard(ContentItem dashboard, DashboardDefinition definition) {
    requireWritable(dashboard);
    table.update(dashboard, SyncDefinition.of(definition));
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
    table.update(folder, checked);
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
    boolean named = table.named(folder, item.type(), item.name()).isPresent();
    if (named) {
      throw taken(folder, item.name());
    }
    requireRoom(folder, height(item));
    table.move(item, folder);
  }

  /** Deletes an item and all that is in it. */
  public void delete(ContentItem item) {
    requireMovable(item);
    table.delete(item);
  }

  /** Deletes what an app brought. */
  public void deleteForApp(ContentItem folder) {
    table.delete(folder);
  }

  private ContentItem store(ContentItem folder, SyncDefinition definition, @Nullable String app) {
    Optional<ContentItem> same = same(folder, definition);
    ContentItem stored;
    if (same.isPresent()) {
      stored = same.get();
      table.update(stored, definition);
    } else {
      stored = get(table.insert(folder, definition, app));
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
          table.update(old.get(), child);
        } else if (old.isPresent()) {
          surplus.remove(old.get().id());
          store(stored, child, app);
        } else if (child instanceof SyncDefinition.Document) {
          table.insert(stored, child, app);
        } else {
          store(stored, child, app);
        }
      }
      surplus.values().forEach(table::delete);
    }
    return get(stored.id());
  }

  private Optional<ContentItem> same(ContentItem folder, SyncDefinition definition) {
    return table.named(folder, definition.type(), definition.name());
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
    ContentTable.Total total = table.total();
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
}
