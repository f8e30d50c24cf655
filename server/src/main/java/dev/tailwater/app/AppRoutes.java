package dev.tailwater.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.account.Accounts;
import dev.tailwater.app.Manifest.Media;
import dev.tailwater.app.Manifest.Parameter;
import dev.tailwater.content.ContentItem;
import dev.tailwater.content.Jobs;
import dev.tailwater.content.Jobs.Done;
import dev.tailwater.content.Jobs.Kind;
import dev.tailwater.content.Library;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Caller;
import dev.tailwater.http.Json;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The app catalogue and the apps of the caller's account: {@code /api/v2/apps}. */
public final class AppRoutes implements HttpService {
  static final String PATH = "/api/v2/apps";
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final Map<String, String> TYPES =
      Map.of(
          "svg", "image/svg+xml",
          "png", "image/png",
          "jpg", "image/jpeg",
          "webp", "image/webp");

  private final Catalog catalog;
  private final AppInstances instances;
  private final Library library;
  private final Accounts accounts;
  private final Jobs jobs;
  private final Authentication authentication;

  public AppRoutes(
      Catalog catalog,
      AppInstances instances,
      Library library,
      Accounts accounts,
      Jobs jobs,
      Authentication authentication) {
    this.catalog = catalog;
    this.instances = instances;
    this.library = library;
    this.accounts = accounts;
    this.jobs = jobs;
    this.authentication = authentication;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get(PATH + "[/]", authentication.required(this::list));
    rules.get(PATH + "/instances[/]", authentication.required(this::instances));
    rules.get(PATH + "/instances/{id}", authentication.required(this::instance));
    rules.get(PATH + "/{uuid}/details", authentication.required(this::details));
    rules.get(PATH + "/{uuid}/files/{name}", authentication.required(this::file));
    rules.post(PATH + "/{uuid}/install", authentication.required(this::install));
    rules.post(PATH + "/{uuid}/upgrade", authentication.required(this::upgrade));
    rules.post(PATH + "/{uuid}/revert", authentication.required(this::revert));
    rules.post(PATH + "/{uuid}/uninstall", authentication.required(this::uninstall));
    status(rules, "install", Kind.APP_INSTALL);
    status(rules, "upgrade", Kind.APP_UPGRADE);
    status(rules, "revert", Kind.APP_REVERT);
    status(rules, "uninstall", Kind.APP_UNINSTALL);
  }

  private void list(Caller caller, ServerRequest request, ServerResponse response) {
    String name = lower(request.query().first("name").orElse(""));
    String author = lower(request.query().first("author").orElse(""));
    List<AppPackage> found =
        catalog.apps().stream()
            .filter(app ->
                app.manifest().showOnMarketplace()
                    && lower(app.manifest().name()).contains(name)
                    && lower(app.manifest().author().name()).contains(author))
            .toList();
    Json.send(
        request,
        response,
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("apps");
          for (AppPackage app : found) {
            out.writeStartObject();
            AppJson.write(out, app, instances.find(caller.account(), app));
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private void details(Caller caller, ServerRequest request, ServerResponse response) {
    AppPackage app = app(request);
    Manifest manifest = app.manifest();
    Optional<AppInstance> instance = instances.find(caller.account(), app);
    Json.send(
        request,
        response,
        200,
        out -> {
          out.writeStartObject();
          AppJson.write(out, app, instance);
          out.writeStringField("schemaVersion", manifest.schemaVersion());
          out.writeObjectField("authorDetails", manifest.author());
          out.writeStringField("overview", manifest.overview());
          out.writeArrayFieldStart("media");
          for (Media media : manifest.media()) {
            out.writeStartObject();
            out.writeStringField("title", media.title());
            out.writeStringField("description", media.description());
            out.writeStringField("image", AppJson.address(manifest, media.image()));
            out.writeEndObject();
          }
          out.writeEndArray();
          AppJson.writeTexts(out, "versions", List.of(manifest.version()));
          out.writeStringField(
              "previousVersion", instance.flatMap(AppInstance::previousVersion).orElse(null));
          out.writeArrayFieldStart("parameters");
          for (Parameter parameter : manifest.parameters()) {
            AppJson.writeParameter(out, parameter, instances.value(caller.account(), parameter));
          }
          out.writeEndArray();
          AppJson.writeResources(out, app);
          out.writeFieldName("instance");
          if (instance.isPresent()) {
            AppJson.writeInstance(out, instance.get(), app, contents(caller, instance.get()));
          } else {
            out.writeNull();
          }
          out.writeEndObject();
        });
  }

  private void file(Caller caller, ServerRequest request, ServerResponse response) {
    String name = request.path().pathParameters().get("name");
    byte[] bytes =
        app(request)
            .file(name)
            .orElseThrow(() -> ApiException.notFound("the app has no file " + name));
    String extension = name.substring(name.lastIndexOf('.') + 1);
    response
        .headers()
        .set(HeaderNames.CONTENT_TYPE, TYPES.getOrDefault(extension, "application/octet-stream"));
    response.headers().set(HeaderNames.CACHE_CONTROL, "private, max-age=3600");
    response.send(bytes);
  }

  // Jobs.

  private void install(Caller caller, ServerRequest request, ServerResponse response) {
    AppPackage app = app(request);
    if (!app.manifest().installable()) {
      throw ApiException.badRequest(
          "app:not_installable", "the app " + app.manifest().name() + " cannot be installed");
    }
    JsonNode parameters = parameters(app, request);
    String user = accounts.user(caller).id();
    JsonNode configuration = parameters == null ? Json.MAPPER.createObjectNode() : parameters;
    // What can never succeed is said at once.
    instances.parameters(caller.account(), app, configuration);
    if (instances.find(caller.account(), app).isPresent()) {
      throw new ApiException(
          409,
          "app:already_installed",
          "the app "
              + app.manifest().name()
              + " is installed: upgrade it to change its version or its parameters");
    }
    run(
        caller,
        request,
        response,
        Kind.APP_INSTALL,
        () -> done(app, instances.install(caller.account(), user, app, configuration)));
  }

  private void upgrade(Caller caller, ServerRequest request, ServerResponse response) {
    AppPackage app = installed(caller, request);
    JsonNode parameters = parameters(app, request);
    String user = accounts.user(caller).id();
    if (parameters != null) {
      instances.parameters(caller.account(), app, parameters);
    }
    run(
        caller,
        request,
        response,
        Kind.APP_UPGRADE,
        () -> done(app, instances.upgrade(caller.account(), user, app, parameters)));
  }

  private void revert(Caller caller, ServerRequest request, ServerResponse response) {
    AppPackage app = installed(caller, request);
    String user = accounts.user(caller).id();
    boolean canRevert =
        instances.find(caller.account(), app).flatMap(AppInstance::previousVersion).isPresent();
    if (!canRevert) {
      throw ApiException.badRequest(
          "app:no_previous_version",
          "there is no version to go back to: the app was never upgraded, or reverted already");
    }
    run(
        caller,
        request,
        response,
        Kind.APP_REVERT,
        () -> done(app, instances.revert(caller.account(), user, app)));
  }

  private void uninstall(Caller caller, ServerRequest request, ServerResponse response) {
    AppPackage app = installed(caller, request);
    String user = accounts.user(caller).id();
    run(
        caller,
        request,
        response,
        Kind.APP_UNINSTALL,
        () -> {
          instances.uninstall(caller.account(), user, app);
          return new Done("uninstalled", "");
        });
  }

  private void run(
      Caller caller,
      ServerRequest request,
      ServerResponse response,
      Kind kind,
      Supplier<Done> work) {
    Json.send(request, response, 200, Map.of("jobId", jobs.run(caller.account(), kind, "", work)));
  }

  private static Done done(AppPackage app, AppInstance instance) {
    ObjectNode result =
        Json.MAPPER
            .createObjectNode()
            .put("instanceId", instance.id())
            .put("path", AppJson.path(app))
            .put("folderId", instance.folder());
    return new Done("the app is installed in " + AppJson.path(app), result.toString());
  }

  private void status(HttpRules rules, String name, Kind kind) {
    rules.get(
        PATH + "/" + name + "/{job}/status",
        authentication.required((caller, request, response) -> {
          Jobs.Job job =
              jobs.find(caller.account(), kind, "", request.path().pathParameters().get("job"));
          JsonNode result =
              job.result().isEmpty()
                  ? Json.MAPPER.createObjectNode()
                  : Json.MAPPER.readTree(job.result());
          Json.send(
              request,
              response,
              200,
              out -> {
                out.writeStartObject();
                job.writeStatus(out);
                for (String member : List.of("instanceId", "path", "folderId")) {
                  out.writeStringField(member, result.path(member).asText(null));
                }
                out.writeEndObject();
              });
        }));
  }

  /** The parameters of a request; null when it has none. Checks its version on the way. */
  private static @Nullable JsonNode parameters(AppPackage app, ServerRequest request) {
    if (request.headers().contentLength().orElse(1) == 0) {
      return null;
    }
    ObjectNode body = Json.readObject(request, MAX_BODY_BYTES);
    String version = body.path("version").asText("");
    if (!version.isEmpty() && !version.equals(app.manifest().version())) {
      throw ApiException.badRequest(
          "app:invalid_version",
          "expected the version %s of %s, the only one in this catalogue, found %s"
              .formatted(app.manifest().version(), app.manifest().name(), version));
    }
    JsonNode parameters = body.path("parameters");
    if (parameters.isMissingNode() || parameters.isNull()) {
      return null;
    }
    if (!parameters.isObject()) {
      throw ApiException.badRequest(
          "app:invalid_parameters", "expected an object as parameters, found " + parameters);
    }
    return parameters;
  }

  private AppPackage app(ServerRequest request) {
    return catalog.app(request.path().pathParameters().get("uuid"));
  }

  private AppPackage installed(Caller caller, ServerRequest request) {
    AppPackage app = app(request);
    if (instances.find(caller.account(), app).isEmpty()) {
      throw ApiException.notFound("the app " + app.manifest().name() + " is not installed");
    }
    return app;
  }

  // Instances.

  private void instances(Caller caller, ServerRequest request, ServerResponse response) {
    List<AppInstance> all = instances.all(caller.account());
    Json.send(
        request,
        response,
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("instances");
          for (AppInstance instance : all) {
            Optional<AppPackage> app = packageOf(instance);
            if (app.isPresent()) {
              AppJson.writeInstance(out, instance, app.get(), contents(caller, instance));
            }
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private void instance(Caller caller, ServerRequest request, ServerResponse response) {
    String id = request.path().pathParameters().get("id");
    AppInstance instance =
        instances
            .byId(caller.account(), id)
            .orElseThrow(
                () -> ApiException.notFound("this account has no app with the instance id " + id));
    AppPackage app =
        packageOf(instance)
            .orElseThrow(() ->
                ApiException.notFound("the catalogue no longer has the app " + instance.app()));
    Json.send(
        request,
        response,
        200,
        out -> AppJson.writeInstance(out, instance, app, contents(caller, instance)));
  }

  /** The app of an instance; empty when the program no longer has it. */
  private Optional<AppPackage> packageOf(AppInstance instance) {
    return catalog.apps().stream().filter(app -> app.name().equals(instance.app())).findFirst();
  }

  private List<ContentItem> contents(Caller caller, AppInstance instance) {
    return library.read(
        caller.account(),
        found -> found.find(instance.folder()).map(found::children).orElse(List.of()));
  }
}
