package dev.tailwater.dashboard;

import dev.tailwater.account.Accounts;
import dev.tailwater.content.AccountLibrary;
import dev.tailwater.content.ContentItem;
import dev.tailwater.content.DashboardDefinition;
import dev.tailwater.content.Library;
import dev.tailwater.content.Root;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Caller;
import dev.tailwater.http.Json;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The dashboards of the caller's account: {@code /api/v2/dashboards}. */
public final class DashboardRoutes implements HttpService {
  private static final String PATH = "/api/v2/dashboards";
  private static final int PAGE = 50;
  private static final int MAX_PAGE = 100;
  private static final long PAGE_CHARS = 8L << 20;
  private static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

  private final Library library;
  private final Accounts accounts;
  private final Authentication authentication;

  public DashboardRoutes(Library library, Accounts accounts, Authentication authentication) {
    this.library = library;
    this.accounts = accounts;
    this.authentication = authentication;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get(PATH + "[/]", authentication.required(this::list));
    rules.post(PATH + "[/]", authentication.required(this::create));
    rules.get(PATH + "/{id}", authentication.required(this::one));
    rules.put(PATH + "/{id}", authentication.required(this::replace));
    rules.delete(PATH + "/{id}", authentication.required(this::delete));
  }

  private void list(Caller caller, ServerRequest request, ServerResponse response) {
    int limit = limit(request);
    String createdBy =
        switch (request.query().first("mode").orElse("allViewableByUser")) {
          case "createdByUser" -> accounts.user(caller).id();
          case "allViewableByUser" -> null;
          default ->
              throw ApiException.badRequest(
                  "dashboard:invalid_mode", "expected mode createdByUser or allViewableByUser");
        };
    long after = after(request);
    Page page = library.read(caller.account(), found -> page(found, after, limit, createdBy));
    Json.sendObject(
        request,
        response,
        out -> {
          out.writeArrayFieldStart("dashboards");
          for (String dashboard : page.dashboards()) {
            out.writeRawValue(dashboard);
          }
          out.writeEndArray();
          if (page.next().isPresent()) {
            out.writeStringField("next", Long.toHexString(page.next().get()));
          } else {
            out.writeNullField("next");
          }
        });
  }

  /** A page ends early when its dashboards are large; the first one is always on it. */
  private static Page page(
      AccountLibrary found, long after, int limit, @Nullable String createdBy) {
    List<String> dashboards = new ArrayList<>();
    long chars = 0;
    long last = after;
    // One more than asked for tells whether there is a next page.
    for (ContentItem item : found.dashboards(after, limit + 1, createdBy)) {
      if (dashboards.size() == limit || chars > PAGE_CHARS) {
        return new Page(dashboards, Optional.of(last));
      }
      String json = json(found, item);
      dashboards.add(json);
      chars += json.length();
      last = item.position();
    }
    return new Page(dashboards, Optional.empty());
  }

  /**
   * A page of dashboards.
   *
   * @param next the position behind which the next page begins
   */
  private record Page(List<String> dashboards, Optional<Long> next) {}

  private void one(Caller caller, ServerRequest request, ServerResponse response) {
    send(
        request,
        response,
        library.read(caller.account(), found -> json(found, find(found, request))));
  }

  private void create(Caller caller, ServerRequest request, ServerResponse response) {
    DashboardDefinition definition =
        DashboardDefinition.parse(Json.readText(request, MAX_BODY_BYTES));
    String user = accounts.user(caller).id();
    send(
        request,
        response,
        library.change(
            caller.account(),
            user,
            found -> {
              ContentItem folder =
                  definition
                      .folder()
                      .map(found::folder)
                      .orElseGet(() -> found.root(Root.PERSONAL, user));
              return json(found, found.addDashboard(folder, definition));
            }));
  }

  private void replace(Caller caller, ServerRequest request, ServerResponse response) {
    library.read(caller.account(), found -> find(found, request));
    DashboardDefinition definition =
        DashboardDefinition.parse(Json.readText(request, MAX_BODY_BYTES));
    send(
        request,
        response,
        library.change(
            caller.account(),
            accounts.user(caller).id(),
            found -> {
              ContentItem dashboard = find(found, request);
              found.replaceDashboard(dashboard, definition);
              definition
                  .folder()
                  .filter(folder -> !folder.equalsIgnoreCase(dashboard.parent()))
                  .ifPresent(folder -> found.move(dashboard, found.folder(folder)));
              return json(found, find(found, request));
            }));
  }

  private void delete(Caller caller, ServerRequest request, ServerResponse response) {
    library.run(
        caller.account(), accounts.user(caller).id(), found -> found.delete(find(found, request)));
    response.status(204).send();
  }

  /** The dashboard that a request names. */
  static ContentItem find(AccountLibrary library, ServerRequest request) {
    String id = request.path().pathParameters().get("id");
    return library
        .dashboard(id)
        .orElseThrow(
            () -> ApiException.notFound("this account has no dashboard with the id " + id));
  }

  private static String json(AccountLibrary library, ContentItem dashboard) {
    return DashboardDefinition.json(dashboard, library.body(dashboard));
  }

  private static void send(ServerRequest request, ServerResponse response, String dashboard) {
    Json.send(request, response, 200, out -> out.writeRawValue(dashboard));
  }

  private static int limit(ServerRequest request) {
    String text = request.query().first("limit").orElse(Integer.toString(PAGE));
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_PAGE) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Answered below like a number out of range.
    }
    throw ApiException.badRequest(
        "dashboard:invalid_limit", "expected limit between 1 and " + MAX_PAGE + ", found " + text);
  }

  private static long after(ServerRequest request) {
    String token = request.query().first("token").orElse("");
    try {
      return token.isEmpty() ? 0 : Long.parseLong(token, 16);
    } catch (NumberFormatException e) {
      throw new ApiException(
          400,
          "dashboard:invalid_token",
          "expected a token that an earlier answer gave as next, found " + token,
          e);
    }
  }
}
