package dev.tailwater.dashboard;

import dev.tailwater.http.ApiException;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Caller;
import dev.tailwater.http.Json;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;

/** The dashboards of the caller's account: {@code /api/v2/dashboards}. */
public final class DashboardRoutes implements HttpService {
  private static final String PATH = "/api/v2/dashboards";
  private static final int PAGE = 50;
  private static final int MAX_PAGE = 100;
  private static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

  private final Dashboards dashboards;
  private final Authentication authentication;

  public DashboardRoutes(Dashboards dashboards, Authentication authentication) {
    this.dashboards = dashboards;
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
          case "createdByUser" -> caller.principal();
          case "allViewableByUser" -> null;
          default ->
              throw ApiException.badRequest(
                  "dashboard:invalid_mode", "expected mode createdByUser or allViewableByUser");
        };
    // One more than asked for tells whether there is a next page.
    List<Dashboard> found = dashboards.list(caller.account(), after(request), limit + 1, createdBy);
    boolean more = found.size() > limit;
    List<Dashboard> page = more ? found.subList(0, limit) : found;
    Json.send(
        request,
        response,
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("dashboards");
          for (Dashboard dashboard : page) {
            out.writeRawValue(dashboard.json());
          }
          out.writeEndArray();
          if (more) {
            out.writeStringField("next", Long.toHexString(page.getLast().position()));
          } else {
            out.writeNullField("next");
          }
          out.writeEndObject();
        });
  }

  private void one(Caller caller, ServerRequest request, ServerResponse response) {
    send(request, response, find(caller, request));
  }

  private void create(Caller caller, ServerRequest request, ServerResponse response) {
    DashboardDefinition definition =
        DashboardDefinition.parse(Json.readText(request, MAX_BODY_BYTES));
    send(request, response, dashboards.create(caller.account(), caller.principal(), definition));
  }

  private void replace(Caller caller, ServerRequest request, ServerResponse response) {
    Dashboard old = findWritable(caller, request);
    DashboardDefinition definition =
        DashboardDefinition.parse(Json.readText(request, MAX_BODY_BYTES));
    dashboards.replace(caller.account(), old.id(), definition);
    send(request, response, find(caller, request));
  }

  private void delete(Caller caller, ServerRequest request, ServerResponse response) {
    dashboards.delete(caller.account(), findWritable(caller, request).id());
    response.status(204).send();
  }

  private Dashboard find(Caller caller, ServerRequest request) {
    String id = request.path().pathParameters().get("id");
    return dashboards
        .find(caller.account(), id)
        .orElseThrow(
            () -> ApiException.notFound("this account has no dashboard with the id " + id));
  }

  private Dashboard findWritable(Caller caller, ServerRequest request) {
    Dashboard dashboard = find(caller, request);
    if (dashboard.app() != null) {
      throw new ApiException(
          403,
          "forbidden",
          "this dashboard belongs to the app "
              + dashboard.app()
              + " and follows its versions: copy it and change the copy");
    }
    return dashboard;
  }

  private static void send(ServerRequest request, ServerResponse response, Dashboard dashboard) {
    Json.send(request, response, 200, out -> out.writeRawValue(dashboard.json()));
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
