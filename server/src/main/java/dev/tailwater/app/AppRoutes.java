package dev.tailwater.app;

import dev.tailwater.app.Manifest.Media;
import dev.tailwater.app.Manifest.Parameter;
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

/** The app catalogue: {@code /api/v2/apps}. */
public final class AppRoutes implements HttpService {
  static final String PATH = "/api/v2/apps";
  private static final Map<String, String> TYPES =
      Map.of(
          "svg", "image/svg+xml",
          "png", "image/png",
          "jpg", "image/jpeg",
          "webp", "image/webp");

  private final Catalog catalog;
  private final AppInstances instances;
  private final Authentication authentication;

  public AppRoutes(Catalog catalog, AppInstances instances, Authentication authentication) {
    this.catalog = catalog;
    this.instances = instances;
    this.authentication = authentication;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get(PATH + "[/]", authentication.required(this::list));
    rules.get(PATH + "/{uuid}/details", authentication.required(this::details));
    rules.get(PATH + "/{uuid}/files/{+name}", authentication.required(this::file));
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
    Json.sendObject(
        request,
        response,
        out -> {
          out.writeArrayFieldStart("apps");
          for (AppPackage app : found) {
            out.writeStartObject();
            AppJson.write(out, app, instances.find(caller.account(), app));
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private void details(Caller caller, ServerRequest request, ServerResponse response) {
    AppPackage app = app(request);
    Manifest manifest = app.manifest();
    Optional<AppInstance> instance = instances.find(caller.account(), app);
    Json.sendObject(
        request,
        response,
        out -> {
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
          out.writeObjectField("versions", List.of(manifest.version()));
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
            AppJson.writeInstance(
                out, instance.get(), app, instances.contents(caller.account(), instance.get()));
          } else {
            out.writeNull();
          }
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

  private AppPackage app(ServerRequest request) {
    return catalog.app(request.path().pathParameters().get("uuid"));
  }
}
