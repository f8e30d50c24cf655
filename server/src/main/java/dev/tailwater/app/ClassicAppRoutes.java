package dev.tailwater.app;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.account.Accounts;
import dev.tailwater.app.Manifest.Media;
import dev.tailwater.app.Manifest.Parameter;
import dev.tailwater.content.ContentItem;
import dev.tailwater.content.JobRoutes;
import dev.tailwater.content.Jobs;
import dev.tailwater.content.Jobs.Done;
import dev.tailwater.content.Jobs.Kind;
import dev.tailwater.content.Library;
import dev.tailwater.content.SyncDefinition;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Caller;
import dev.tailwater.http.Json;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Locale;

/**
 * The older flow of the app catalogue, {@code /api/v1/apps}: an install puts copies that their
 * owner may change into a folder of their choice, as often as they like.
 */
public final class ClassicAppRoutes implements HttpService {
  private static final String PATH = "/api/v1/apps";
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final int CONTENT_ID_CHARS = 16;

  private final Catalog catalog;
  private final AppInstances instances;
  private final Library library;
  private final Accounts accounts;
  private final Jobs jobs;
  private final Authentication authentication;

  public ClassicAppRoutes(
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
    rules.get(PATH + "/{uuid}", authentication.required(this::one));
    rules.post(PATH + "/{uuid}/install", authentication.required(this::install));
    new JobRoutes(jobs, authentication)
        .status(rules, PATH + "/install/{job}/status", Kind.CLASSIC_APP_INSTALL);
  }

  private void list(Caller caller, ServerRequest request, ServerResponse response) {
    Json.sendObject(
        request,
        response,
        out -> {
          out.writeArrayFieldStart("apps");
          for (AppPackage app : catalog.apps()) {
            write(out, app);
          }
          out.writeEndArray();
        });
  }

  private void one(Caller caller, ServerRequest request, ServerResponse response) {
    AppPackage app = catalog.app(request.path().pathParameters().get("uuid"));
    Json.send(request, response, 200, out -> write(out, app));
  }

  private static void write(JsonGenerator out, AppPackage app) throws IOException {
    Manifest manifest = app.manifest();
    out.writeStartObject();
    out.writeObjectFieldStart("appDefinition");
    out.writeStringField("contentId", contentId(manifest));
    out.writeStringField("uuid", manifest.uuid());
    out.writeStringField("name", manifest.name());
    out.writeStringField("appVersion", manifest.version());
    out.writeBooleanField("preview", false);
    out.writeStringField("manifestVersion", manifest.schemaVersion());
    out.writeEndObject();
    out.writeObjectFieldStart("appManifest");
    out.writeStringField("description", manifest.description());
    out.writeObjectField("categories", manifest.attributes().category());
    out.writeStringField("iconURL", AppJson.address(manifest, manifest.icon()));
    out.writeStringField("hoverText", manifest.description());
    out.writeArrayFieldStart("screenshotURLs");
    for (Media media : manifest.media()) {
      out.writeString(AppJson.address(manifest, media.image()));
    }
    out.writeEndArray();
    out.writeStringField("author", manifest.author().name());
    out.writeStringField("helpURL", manifest.author().documentationUrl());
    out.writeArrayFieldStart("parameters");
    for (Parameter parameter : manifest.parameters()) {
      out.writeStartObject();
      out.writeStringField("parameterType", "DATA_SOURCE");
      out.writeStringField("parameterId", parameter.variable());
      out.writeStringField("dataSourceType", "LOG");
      out.writeStringField("label", parameter.label());
      out.writeStringField("description", parameter.description());
      out.writeStringField("example", parameter.field() + "=" + parameter.value());
      out.writeBooleanField("hidden", false);
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
    out.writeEndObject();
  }

  /** Sixteen hex digits that stay: the first of the uuid. */
  private static String contentId(Manifest manifest) {
    return manifest.uuid().replace("-", "").substring(0, CONTENT_ID_CHARS).toUpperCase(Locale.ROOT);
  }

  private void install(Caller caller, ServerRequest request, ServerResponse response) {
    AppPackage app = catalog.app(request.path().pathParameters().get("uuid"));
    ObjectNode body = Json.readObject(request, MAX_BODY_BYTES);
    AppParameters parameters =
        AppParameters.ofScopes(
            app.manifest(),
            body.path("dataSourceValues"),
            parameter -> instances.value(caller.account(), parameter));
    SyncDefinition.Folder content = app.content(parameters);
    SyncDefinition.Folder named =
        new SyncDefinition.Folder(
            body.path("name").asText(content.name()),
            body.path("description").asText(content.description()),
            "",
            content.children());
    String user = accounts.user(caller).id();
    String folder = body.path("destinationFolderId").asText();
    library.read(caller.account(), found -> found.folder(folder));
    String job =
        jobs.run(
            caller.account(),
            Kind.CLASSIC_APP_INSTALL,
            "",
            () -> {
              ContentItem made =
                  library.change(
                      caller.account(),
                      user,
                      found -> found.put(found.folder(folder), named, false));
              return new Done("installed:" + made.id(), "");
            });
    JobRoutes.sendId(request, response, job);
  }
}
