package dev.tailwater.content;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.account.Accounts;
import dev.tailwater.content.Jobs.Done;
import dev.tailwater.content.Jobs.Kind;
import dev.tailwater.content.Permissions.Assignment;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Caller;
import dev.tailwater.http.Json;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** What can be done with any item of the library: {@code /api/v2/content}. */
public final class ContentRoutes implements HttpService {
  private static final String PATH = "/api/v2/content";
  private static final int MAX_BODY_BYTES = 256 * 1024;

  private final Library library;
  private final Accounts accounts;
  private final LibraryPaths paths;
  private final Permissions permissions;
  private final Jobs jobs;
  private final Authentication authentication;

  public ContentRoutes(
      Library library, Accounts accounts, Jobs jobs, Authentication authentication) {
    this.library = library;
    this.accounts = accounts;
    this.paths = new LibraryPaths(accounts);
    this.permissions = new Permissions(accounts);
    this.jobs = jobs;
    this.authentication = authentication;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get(PATH + "/path", authentication.required(this::byPath));
    rules.get(PATH + "/{id}", authentication.required(this::one));
    rules.get(PATH + "/{id}/path", authentication.required(this::path));
    rules.post(PATH + "/{id}/export", authentication.required(this::export));
    rules.delete(PATH + "/{id}/delete", authentication.required(this::delete));
    rules.post(PATH + "/{id}/copy", authentication.required(this::copy));
    rules.post(PATH + "/{id}/move", authentication.required(this::move));
    JobRoutes jobRoutes = new JobRoutes(jobs, authentication);
    jobRoutes.status(rules, PATH + "/{id}/export/{job}/status", Kind.EXPORT);
    jobRoutes.result(rules, PATH + "/{id}/export/{job}/result", Kind.EXPORT);
    jobRoutes.status(rules, PATH + "/{id}/delete/{job}/status", Kind.DELETE);
    jobRoutes.status(rules, PATH + "/{id}/copy/{job}/status", Kind.COPY);
    rules.get(PATH + "/{id}/permissions", authentication.required(this::permissions));
    rules.put(
        PATH + "/{id}/permissions/add",
        authentication.required(
            (caller, request, response) -> grant(caller, request, response, Permissions::add)));
    rules.put(
        PATH + "/{id}/permissions/remove",
        authentication.required(
            (caller, request, response) -> grant(caller, request, response, Permissions::remove)));
  }

  private void byPath(Caller caller, ServerRequest request, ServerResponse response) {
    String path = request.query().first("path").orElse("");
    ContentItem item = library.read(caller.account(), found -> paths.find(found, path));
    Json.send(request, response, 200, out -> ContentJson.write(out, item));
  }

  private void one(Caller caller, ServerRequest request, ServerResponse response) {
    ContentItem item = item(caller, request);
    String definition =
        item.type() == ItemType.SEARCH
            ? library.read(caller.account(), found -> found.export(item))
            : "";
    Json.sendObject(
        request,
        response,
        out -> {
          ContentJson.writeMembers(out, item);
          if (!definition.isEmpty()) {
            out.writeFieldName("definition");
            out.writeRawValue(definition);
          }
        });
  }

  private void path(Caller caller, ServerRequest request, ServerResponse response) {
    String path =
        library.read(caller.account(), found -> paths.path(found, found.get(id(request))));
    Json.send(request, response, 200, Map.of("path", path));
  }

  private void export(Caller caller, ServerRequest request, ServerResponse response) {
    ContentItem item = item(caller, request);
    JobRoutes.sendId(
        request,
        response,
        jobs.run(
            caller.account(),
            Kind.EXPORT,
            item.id(),
            () ->
                new Done("exported", library.read(caller.account(), found -> found.export(item)))));
  }

  private void delete(Caller caller, ServerRequest request, ServerResponse response) {
    ContentItem item = item(caller, request);
    AccountLibrary.requireWritable(item);
    String user = accounts.user(caller).id();
    JobRoutes.sendId(
        request,
        response,
        jobs.run(
            caller.account(),
            Kind.DELETE,
            item.id(),
            () ->
                library.change(
                    caller.account(),
                    user,
                    found -> {
                      found.delete(found.get(item.id()));
                      return new Done("deleted", "");
                    })));
  }

  private void copy(Caller caller, ServerRequest request, ServerResponse response) {
    ContentItem item = item(caller, request);
    ContentItem folder = destination(caller, request, "destinationFolder");
    String user = accounts.user(caller).id();
    JobRoutes.sendId(
        request,
        response,
        jobs.run(
            caller.account(),
            Kind.COPY,
            item.id(),
            () -> {
              ContentItem made =
                  library.change(
                      caller.account(),
                      user,
                      found -> found.copy(found.get(item.id()), found.folder(folder.id())));
              return new Done("copied:" + made.id(), "");
            }));
  }

  private void move(Caller caller, ServerRequest request, ServerResponse response) {
    ContentItem item = item(caller, request);
    ContentItem folder = destination(caller, request, "destinationFolderId");
    ContentItem moved =
        library.change(
            caller.account(),
            accounts.user(caller).id(),
            found -> {
              found.move(found.get(item.id()), found.folder(folder.id()));
              return found.get(item.id());
            });
    Json.send(request, response, 200, out -> ContentJson.write(out, moved));
  }

  private ContentItem destination(Caller caller, ServerRequest request, String parameter) {
    String id =
        request
            .query()
            .first(parameter)
            .orElseThrow(() ->
                ApiException.badRequest(
                    "content:no_destination",
                    "expected the parameter " + parameter + " with a folder's id, found none"));
    ContentItem folder = library.read(caller.account(), found -> found.folder(id));
    AccountLibrary.requireWritable(folder);
    return folder;
  }

  private void permissions(Caller caller, ServerRequest request, ServerResponse response) {
    sendPermissions(caller, request, response, item(caller, request));
  }

  private void grant(
      Caller caller,
      ServerRequest request,
      ServerResponse response,
      BiConsumer<AccountLibrary, List<Assignment>> change) {
    ContentItem item = item(caller, request);
    AccountLibrary.requireWritable(item);
    ObjectNode body = Json.readObject(request, MAX_BODY_BYTES);
    List<Assignment> assignments = permissions.read(caller.account(), item, body);
    library.run(
        caller.account(), accounts.user(caller).id(), found -> change.accept(found, assignments));
    sendPermissions(caller, request, response, item);
  }

  private void sendPermissions(
      Caller caller, ServerRequest request, ServerResponse response, ContentItem item) {
    boolean explicitOnly =
        request.query().first("explicitOnly").map(Boolean::parseBoolean).orElse(false);
    record Granted(List<Assignment> explicit, List<Assignment> implicit) {}
    Granted granted =
        library.read(
            caller.account(),
            found ->
                new Granted(
                    Permissions.explicit(found, item),
                    explicitOnly ? List.of() : Permissions.implicit(found, item)));
    Json.sendObject(
        request,
        response,
        out -> {
          out.writeArrayFieldStart("explicitPermissions");
          for (Assignment one : granted.explicit()) {
            one.write(out);
          }
          out.writeEndArray();
          out.writeArrayFieldStart("implicitPermissions");
          for (Assignment one : granted.implicit()) {
            one.write(out);
          }
          out.writeEndArray();
        });
  }

  private ContentItem item(Caller caller, ServerRequest request) {
    return library.read(caller.account(), found -> found.get(id(request)));
  }

  private static String id(ServerRequest request) {
    return request.path().pathParameters().get("id");
  }
}
