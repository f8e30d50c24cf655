package dev.tailwater.content;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.account.Accounts;
import dev.tailwater.content.Jobs.Done;
import dev.tailwater.content.Jobs.Kind;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Caller;
import dev.tailwater.http.Flag;
import dev.tailwater.http.Json;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Folders of the library, and what is imported into them: {@code /api/v2/content/folders}. */
public final class FolderRoutes implements HttpService {
  private static final String PATH = "/api/v2/content/folders";
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final int MAX_IMPORT_BYTES = 8 * 1024 * 1024;

  private static final int IMPORTS = 2;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration IMPORT_PAUSE = Duration.ofSeconds(5);

  private final Library library;
  private final Accounts accounts;
  private final Jobs jobs;
  private final Authentication authentication;
  private final Semaphore imports = new Semaphore(IMPORTS, true);

  public FolderRoutes(
      Library library, Accounts accounts, Jobs jobs, Authentication authentication) {
    this.library = library;
    this.accounts = accounts;
    this.jobs = jobs;
    this.authentication = authentication;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post(PATH + "[/]", authentication.required(this::create));
    rules.get(PATH + "/personal", authentication.required(this::personal));
    JobRoutes jobRoutes = new JobRoutes(jobs, authentication);
    shared(rules, jobRoutes, "global", Kind.GLOBAL_FOLDER);
    shared(rules, jobRoutes, "adminRecommended", Kind.ADMIN_RECOMMENDED_FOLDER);
    shared(rules, jobRoutes, "installedApps", Kind.INSTALLED_APPS_FOLDER);
    rules.get(PATH + "/{id}", authentication.required(this::one));
    rules.put(PATH + "/{id}", authentication.required(this::rename));
    rules.post(PATH + "/{id}/import", authentication.required(this::importInto));
    jobRoutes.status(rules, PATH + "/{id}/import/{job}/status", Kind.IMPORT);
  }

  /** Folders that clients get by a job, because elsewhere they take long to collect. */
  private void shared(HttpRules rules, JobRoutes jobRoutes, String name, Kind kind) {
    rules.get(
        PATH + "/" + name,
        authentication.required((caller, request, response) ->
            JobRoutes.sendId(
                request,
                response,
                jobs.run(
                    caller.account(),
                    kind,
                    "",
                    () -> new Done("the folder is ready", result(caller, kind))))));
    jobRoutes.status(rules, PATH + "/" + name + "/{job}/status", kind);
    jobRoutes.result(rules, PATH + "/" + name + "/{job}/result", kind);
  }

  private String result(Caller caller, Kind kind) {
    return library.read(
        caller.account(),
        found ->
            text(out -> {
              if (kind == Kind.GLOBAL_FOLDER) {
                out.writeStartObject();
                out.writeArrayFieldStart("data");
                for (ContentItem item : Permissions.shared(found)) {
                  ContentJson.write(out, item);
                }
                out.writeEndArray();
                out.writeEndObject();
              } else {
                Root root =
                    kind == Kind.ADMIN_RECOMMENDED_FOLDER
                        ? Root.ADMIN_RECOMMENDED
                        : Root.INSTALLED_APPS;
                ContentItem folder = found.root(root, Library.APP);
                ContentJson.writeFolder(out, folder, found.children(folder));
              }
            }));
  }

  private static String text(Json.Body body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = Json.MAPPER.createGenerator(text)) {
      body.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    return text.toString();
  }

  private void personal(Caller caller, ServerRequest request, ServerResponse response) {
    String user = accounts.user(caller).id();
    send(request, response, caller, found -> found.root(Root.PERSONAL, user));
  }

  private void one(Caller caller, ServerRequest request, ServerResponse response) {
    String id = request.path().pathParameters().get("id");
    send(request, response, caller, found -> found.folder(id));
  }

  private void create(Caller caller, ServerRequest request, ServerResponse response) {
    ObjectNode body = Json.readObject(request, MAX_BODY_BYTES);
    ContentItem folder =
        library.change(
            caller.account(),
            accounts.user(caller).id(),
            found ->
                found.addFolder(
                    found.folder(body.path("parentId").asText()),
                    body.path("name").asText(""),
                    body.path("description").asText("")));
    Json.send(request, response, 200, out -> ContentJson.writeFolder(out, folder, List.of()));
  }

  private void rename(Caller caller, ServerRequest request, ServerResponse response) {
    String id = request.path().pathParameters().get("id");
    ObjectNode body = Json.readObject(request, MAX_BODY_BYTES);
    library.run(
        caller.account(),
        accounts.user(caller).id(),
        found -> {
          ContentItem folder = found.folder(id);
          found.rename(
              folder,
              body.path("name").asText(folder.name()),
              body.path("description").asText(folder.description()));
        });
    send(request, response, caller, found -> found.folder(id));
  }

  private void importInto(Caller caller, ServerRequest request, ServerResponse response)
      throws InterruptedException {
    // A definition in memory takes some times its size: few at once, the others wait.
    if (!imports.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw ApiException.tooMany("too many imports are under way: try again", IMPORT_PAUSE);
    }
    try {
      runImport(caller, request, response);
    } finally {
      imports.release();
    }
  }

  private void runImport(Caller caller, ServerRequest request, ServerResponse response) {
    String id = request.path().pathParameters().get("id");
    boolean overwrite = Flag.of(request, "overwrite");
    SyncDefinition definition = SyncDefinition.parse(Json.readText(request, MAX_IMPORT_BYTES));
    // Who names a folder that is not there learns it at once.
    AccountLibrary.requireWritable(library.read(caller.account(), found -> found.folder(id)));
    String user = accounts.user(caller).id();
    String job =
        jobs.run(
            caller.account(),
            Kind.IMPORT,
            id,
            () -> {
              ContentItem made =
                  library.change(
                      caller.account(),
                      user,
                      found -> found.put(found.folder(id), definition, overwrite));
              String note =
                  made.type() == ItemType.REPORT
                      ? "kept, but dashboards of this older kind are not drawn:"
                      : "imported:";
              return new Done(note + made.id(), "");
            });
    JobRoutes.sendId(request, response, job);
  }

  private void send(
      ServerRequest request,
      ServerResponse response,
      Caller caller,
      Function<AccountLibrary, ContentItem> which) {
    record Filled(ContentItem folder, List<ContentItem> children) {}
    Filled filled =
        library.read(
            caller.account(),
            found -> {
              ContentItem folder = which.apply(found);
              return new Filled(folder, found.children(folder));
            });
    Json.send(
        request,
        response,
        200,
        out -> ContentJson.writeFolder(out, filled.folder(), filled.children()));
  }
}
