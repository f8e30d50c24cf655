package dev.tailwater.app;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.account.Accounts;
import dev.tailwater.content.JobRoutes;
import dev.tailwater.content.Jobs;
import dev.tailwater.content.Jobs.Done;
import dev.tailwater.content.Jobs.Kind;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Caller;
import dev.tailwater.http.Json;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Installs, upgrades, reverts and uninstalls apps, by jobs: {@code /api/v2/apps}. */
public final class AppInstallRoutes implements HttpService {
  private static final String PATH = AppRoutes.PATH;
  private static final int MAX_BODY_BYTES = 64 * 1024;

  private final Catalog catalog;
  private final AppInstances instances;
  private final Accounts accounts;
  private final Jobs jobs;
  private final Authentication authentication;

  public AppInstallRoutes(
      Catalog catalog,
      AppInstances instances,
      Accounts accounts,
      Jobs jobs,
      Authentication authentication) {
    this.catalog = catalog;
    this.instances = instances;
    this.accounts = accounts;
    this.jobs = jobs;
    this.authentication = authentication;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post(PATH + "/{uuid}/install", authentication.required(this::install));
    rules.post(PATH + "/{uuid}/upgrade", authentication.required(this::upgrade));
    rules.post(PATH + "/{uuid}/revert", authentication.required(this::revert));
    rules.post(PATH + "/{uuid}/uninstall", authentication.required(this::uninstall));
    JobRoutes jobRoutes = new JobRoutes(jobs, authentication);
    Map.of(
            "install", Kind.APP_INSTALL,
            "upgrade", Kind.APP_UPGRADE,
            "revert", Kind.APP_REVERT,
            "uninstall", Kind.APP_UNINSTALL)
        .forEach((name, kind) ->
            jobRoutes.status(
                rules, PATH + "/" + name + "/{job}/status", kind, AppInstallRoutes::writeResult));
  }

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

  private static void writeResult(JsonGenerator out, Jobs.Job job) throws IOException {
    JsonNode result = Json.MAPPER.readTree(job.result().isEmpty() ? "{}" : job.result());
    for (String member : List.of("instanceId", "path", "folderId")) {
      out.writeStringField(member, result.path(member).asText(null));
    }
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
}
