package dev.tailwater.app;

import dev.tailwater.http.ApiException;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Caller;
import dev.tailwater.http.Json;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/** The apps that the caller's account has: {@code /api/v2/apps/instances}. */
public final class AppInstanceRoutes implements HttpService {
  private static final String PATH = AppRoutes.PATH + "/instances";

  private final Catalog catalog;
  private final AppInstances instances;
  private final Authentication authentication;

  public AppInstanceRoutes(Catalog catalog, AppInstances instances, Authentication authentication) {
    this.catalog = catalog;
    this.instances = instances;
    this.authentication = authentication;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get(PATH + "[/]", authentication.required(this::all));
    rules.get(PATH + "/{id}", authentication.required(this::one));
  }

  private void all(Caller caller, ServerRequest request, ServerResponse response) {
    List<AppInstance> all = instances.all(caller.account());
    Json.sendObject(
        request,
        response,
        out -> {
          out.writeArrayFieldStart("instances");
          for (AppInstance instance : all) {
            Optional<AppPackage> app = catalog.named(instance.app());
            if (app.isPresent()) {
              AppJson.writeInstance(
                  out, instance, app.get(), instances.contents(caller.account(), instance));
            }
          }
          out.writeEndArray();
        });
  }

  private void one(Caller caller, ServerRequest request, ServerResponse response) {
    String id = request.path().pathParameters().get("id");
    AppInstance instance =
        instances
            .byId(caller.account(), id)
            .orElseThrow(
                () -> ApiException.notFound("this account has no app with the instance id " + id));
    AppPackage app =
        catalog
            .named(instance.app())
            .orElseThrow(() ->
                ApiException.notFound("the catalogue no longer has the app " + instance.app()));
    Json.send(
        request,
        response,
        200,
        out ->
            AppJson.writeInstance(
                out, instance, app, instances.contents(caller.account(), instance)));
  }
}
