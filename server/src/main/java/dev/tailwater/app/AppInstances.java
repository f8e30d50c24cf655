package dev.tailwater.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.account.Sources;
import dev.tailwater.app.Manifest.Parameter;
import dev.tailwater.content.AccountLibrary;
import dev.tailwater.content.ContentItem;
import dev.tailwater.content.ItemType;
import dev.tailwater.content.Library;
import dev.tailwater.content.Root;
import dev.tailwater.content.SyncDefinition;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The apps of all accounts: installs, upgrades, reverts and uninstalls them, each in one
 * transaction with what changes in the library. Safe for use by many threads.
 */
public final class AppInstances {
  private final Catalog catalog;
  private final Library library;
  private final Sources sources;
  private volatile ObjLongConsumer<String> onDashboard = (dashboard, account) -> {};

  public AppInstances(Catalog catalog, Library library, Sources sources) {
    this.catalog = catalog;
    this.library = library;
    this.sources = sources;
  }

  /** Sets who is told of each dashboard that an account gets: of its JSON, and of the account. */
  public void onDashboard(ObjLongConsumer<String> listener) {
    onDashboard = listener;
  }

  /**
   * Gives accounts the apps that install themselves, each once in its life, and those that follow
   * new versions the newest one. For every start and every new account.
   */
  public void installMissing(List<Long> accounts) {
    for (long account : accounts) {
      for (AppPackage app : catalog.apps()) {
        library.run(account, Library.APP, found -> installMissing(found, app));
      }
    }
  }

  private void installMissing(AccountLibrary found, AppPackage app) {
    Optional<AppInstance> instance = find(found, app);
    if (instance.isPresent()) {
      if (instance.get().follows() && isOutdated(app, instance.get())) {
        upgrade(found, app, instance.get(), null, true);
      }
      return;
    }
    boolean isNew =
        app.manifest().autoInstall()
            && found
                    .handle()
                    .execute(
                        "INSERT INTO app_offers (account_id, app) VALUES (?, ?)"
                            + " ON CONFLICT DO NOTHING",
                        found.account(),
                        app.name())
                == 1;
    if (isNew) {
      ObjectNode configuration = Json.MAPPER.createObjectNode();
      app.manifest()
          .parameters()
          .forEach(p ->
              configuration
                  .put(p.fieldVariable(), p.field())
                  .put(p.variable(), value(found.account(), p)));
      install(found, app, configuration, true);
    }
  }

  /** The value that a parameter has without a choice: what the account's first source has. */
  String value(long account, Parameter parameter) {
    return parameter.field().equalsIgnoreCase("_sourceCategory")
        ? sources.firstCategory(account).filter(AppParameters::isValue).orElse(parameter.value())
        : parameter.value();
  }

  /** Reads what a client sent; what it leaves open is as in {@link #value}. */
  AppParameters parameters(long account, AppPackage app, JsonNode sent) {
    return AppParameters.of(app.manifest(), sent, parameter -> value(account, parameter));
  }

  /** What an account has of an app; empty when it is not installed. */
  Optional<AppInstance> find(long account, AppPackage app) {
    return library.read(account, found -> find(found, app));
  }

  /** All apps of an account. */
  List<AppInstance> all(long account) {
    return library.read(account, found -> query(found, "", ""));
  }

  /** An app of an account by the id of the instance. */
  Optional<AppInstance> byId(long account, String id) {
    return library.read(
        account, found -> query(found, " AND id = :value", id).stream().findFirst());
  }

  /** What stands in the folder of an instance. */
  List<ContentItem> contents(long account, AppInstance instance) {
    return library.read(
        account, found -> found.find(instance.folder()).map(found::children).orElse(List.of()));
  }

  static boolean isOutdated(AppPackage app, AppInstance instance) {
    return !instance.version().equals(app.manifest().version());
  }

  /**
   * Installs the app.
   *
   * @param configuration parameters as a client sent them
   * @throws ApiException 409 when the account has it already, 400 for unusable parameters
   */
  AppInstance install(long account, String user, AppPackage app, JsonNode configuration) {
    return library.change(
        account,
        user,
        found -> {
          if (find(found, app).isPresent()) {
            throw new ApiException(
                409,
                "app:already_installed",
                "the app "
                    + app.manifest().name()
                    + " is installed: upgrade it to change its version or its parameters");
          }
          return install(found, app, configuration, false);
        });
  }

  private AppInstance install(
      AccountLibrary found, AppPackage app, JsonNode configuration, boolean follows) {
    AppParameters parameters = parameters(found.account(), app, configuration);
    ContentItem folder = put(found, app, app.content(parameters));
    found
        .handle()
        .execute(
            "INSERT INTO app_instances (id, account_id, app, version, configuration, parameters,"
                + " folder_id, follows, created_by, created_at, modified_by, modified_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            AccountLibrary.newId(),
            found.account(),
            app.name(),
            app.manifest().version(),
            configuration.toString(),
            parameters.json().toString(),
            folder.id(),
            follows ? 1 : 0,
            found.user(),
            found.now(),
            found.user(),
            found.now());
    return installed(found, app);
  }

  /**
   * Brings the app to the version of the catalogue, or gives it other parameters.
   *
   * @param configuration parameters as a client sent them; null leaves them
   * @throws ApiException 404 when it is not installed, 400 for unusable parameters
   */
  AppInstance upgrade(long account, String user, AppPackage app, @Nullable JsonNode configuration) {
    return library.change(
        account, user, found -> upgrade(found, app, installed(found, app), configuration, false));
  }

  private AppInstance upgrade(
      AccountLibrary found,
      AppPackage app,
      AppInstance instance,
      @Nullable JsonNode configuration,
      boolean follows) {
    AppParameters parameters =
        configuration == null
            ? AppParameters.stored(app.manifest(), instance.parameters())
            : parameters(found.account(), app, configuration);
    String previous = instance.previous().map(JsonNode::toString).orElse(null);
    if (isOutdated(app, instance)) {
      previous =
          Json.MAPPER
              .createObjectNode()
              .put("version", instance.version())
              .put("configuration", instance.configuration())
              .put("content", found.export(found.get(instance.folder())))
              .<ObjectNode>set("parameters", instance.parameters())
              .toString();
    }
    ContentItem folder = put(found, app, app.content(parameters));
    String newConfiguration =
        configuration == null ? instance.configuration() : configuration.toString();
    update(
        found,
        instance,
        app.manifest().version(),
        newConfiguration,
        parameters.json(),
        folder,
        follows,
        previous);
    return installed(found, app);
  }

  /**
   * Brings back what was installed before the last upgrade, with its parameters.
   *
   * @throws ApiException 404 when it is not installed, 400 when it was never upgraded
   */
  AppInstance revert(long account, String user, AppPackage app) {
    return library.change(
        account,
        user,
        found -> {
          AppInstance instance = installed(found, app);
          JsonNode previous =
              instance
                  .previous()
                  .orElseThrow(() ->
                      ApiException.badRequest(
                          "app:no_previous_version",
                          "there is no version before "
                              + instance.version()
                              + " to go back to: it was never upgraded, or reverted already"));
          SyncDefinition definition = SyncDefinition.parse(previous.path("content").asText());
          if (!(definition instanceof SyncDefinition.Folder content)) {
            throw new IllegalStateException("expected a folder as content of an app");
          }
          ContentItem folder = put(found, app, content);
          update(
              found,
              instance,
              previous.path("version").asText(),
              previous.path("configuration").asText(),
              previous.path("parameters"),
              folder,
              false,
              null);
          return installed(found, app);
        });
  }

  /**
   * Removes the app's folder; copies that users made stay.
   *
   * @throws ApiException 404 when it is not installed
   */
  void uninstall(long account, String user, AppPackage app) {
    library.run(
        account,
        user,
        found -> {
          AppInstance instance = installed(found, app);
          // The instance goes with its folder.
          found.deleteForApp(found.get(instance.folder()));
        });
  }

  /** Puts the app's content into the app's folder; another app's folder of that name is not it. */
  private ContentItem put(AccountLibrary found, AppPackage app, SyncDefinition.Folder content) {
    for (ContentItem other : found.children(found.root(Root.INSTALLED_APPS, Library.APP))) {
      if (other.name().equals(content.name()) && !app.name().equals(other.app())) {
        throw new ApiException(
            409,
            "app:folder_taken",
            "the app "
                + other.app()
                + " has a folder with the name "
                + content.name()
                + ": uninstall it first");
      }
    }
    for (SyncDefinition child : content.children()) {
      if (child instanceof SyncDefinition.Document document
          && document.type() == ItemType.DASHBOARD) {
        onDashboard.accept("{" + document.body() + "}", found.account());
      }
    }
    return found.putForApp(app.name(), content);
  }

  private static void update(
      AccountLibrary found,
      AppInstance instance,
      String version,
      String configuration,
      JsonNode parameters,
      ContentItem folder,
      boolean follows,
      @Nullable String previous) {
    found
        .handle()
        .execute(
            "UPDATE app_instances SET version = ?, configuration = ?, parameters = ?,"
                + " folder_id = ?, follows = ?, previous = ?, modified_by = ?, modified_at = ?"
                + " WHERE account_id = ? AND id = ?",
            version,
            configuration,
            parameters.toString(),
            folder.id(),
            follows ? 1 : 0,
            previous,
            found.user(),
            found.now(),
            found.account(),
            instance.id());
    if (!folder.id().equals(instance.folder())) {
      // This version calls its folder otherwise.
      found.find(instance.folder()).ifPresent(found::deleteForApp);
    }
  }

  private static AppInstance installed(AccountLibrary found, AppPackage app) {
    return find(found, app)
        .orElseThrow(
            () -> ApiException.notFound("the app " + app.manifest().name() + " is not installed"));
  }

  private static Optional<AppInstance> find(AccountLibrary found, AppPackage app) {
    return query(found, " AND app = :value", app.name()).stream().findFirst();
  }

  private static List<AppInstance> query(AccountLibrary found, String condition, String value) {
    return found
        .handle()
        .createQuery(
            "SELECT id, app, version, configuration, parameters, folder_id, follows, previous,"
                + " created_by, created_at, modified_by, modified_at FROM app_instances"
                + " WHERE account_id = :account"
                + condition
                + " ORDER BY created_at, id")
        .bind("account", found.account())
        .bind("value", value)
        .map((row, context) -> instance(row))
        .list();
  }

  private static AppInstance instance(ResultSet row) throws SQLException {
    return new AppInstance(
        row.getString("id"),
        row.getString("app"),
        row.getString("version"),
        row.getString("configuration"),
        json(row.getString("parameters")),
        row.getString("folder_id"),
        row.getInt("follows") == 1,
        Optional.ofNullable(row.getString("previous")).map(AppInstances::json),
        row.getString("created_by"),
        row.getLong("created_at"),
        row.getString("modified_by"),
        row.getLong("modified_at"));
  }

  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected JSON in app_instances, found something else", e);
    }
  }
}
