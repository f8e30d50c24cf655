package dev.tailwater.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.account.Accounts;
import dev.tailwater.content.AccountLibrary;
import dev.tailwater.content.ContentItem;
import dev.tailwater.content.ContentJson;
import dev.tailwater.content.DashboardDefinition;
import dev.tailwater.content.Library;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Caller;
import dev.tailwater.http.Json;
import dev.tailwater.http.PublicAddress;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.TimeRangeJson;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Public links of dashboards, for their owners: {@code /api/v2/dashboards/{id}/publicLink}. */
public final class PublicLinkRoutes implements HttpService {
  private static final String PATH = "/api/v2/dashboards/{id}/publicLink";
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final int VALUES = 100;
  private static final int VALUE_CHARS = 1_024;

  private final PublicLinks links;
  private final Library library;
  private final Accounts accounts;
  private final Authentication authentication;
  private final PublicAddress address;
  private final Clock clock;

  public PublicLinkRoutes(
      PublicLinks links,
      Library library,
      Accounts accounts,
      Authentication authentication,
      PublicAddress address,
      Clock clock) {
    this.links = links;
    this.library = library;
    this.accounts = accounts;
    this.authentication = authentication;
    this.address = address;
    this.clock = clock;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get(PATH, authentication.required(this::one));
    rules.put(PATH, authentication.required(this::put));
    rules.delete(PATH, authentication.required(this::delete));
  }

  private void one(Caller caller, ServerRequest request, ServerResponse response) {
    PublicLink link =
        library.read(
            caller.account(),
            found ->
                PublicLinks.find(found, DashboardRoutes.find(found, request))
                    .orElseThrow(() -> ApiException.notFound("this dashboard has no public link")));
    send(request, response, link);
  }

  private void put(Caller caller, ServerRequest request, ServerResponse response) {
    library.read(caller.account(), found -> DashboardRoutes.find(found, request));
    if (!links.areAllowed(caller.account())) {
      throw new ApiException(
          403,
          "policy:disabled",
          "this account does not share dashboards outside of it: switch on the policy"
              + " shareDashboardsOutsideOrganization first");
    }
    ObjectNode body = Json.readObject(request, MAX_BODY_BYTES);
    JsonNode timeRange = timeRange(body.path("timeRange"));
    String user = accounts.user(caller).id();
    PublicLink link =
        library.change(
            caller.account(),
            user,
            found -> {
              ContentItem dashboard = DashboardRoutes.find(found, request);
              ObjectNode variables =
                  variables(body.path("variables"), variablesOf(found, dashboard));
              return PublicLinks.put(found, dashboard, timeRange, variables);
            });
    send(request, response, link);
  }

  private void delete(Caller caller, ServerRequest request, ServerResponse response) {
    library.run(
        caller.account(),
        accounts.user(caller).id(),
        found -> PublicLinks.delete(found, DashboardRoutes.find(found, request)));
    response.status(204).send();
  }

  private @Nullable JsonNode timeRange(JsonNode sent) {
    if (sent.isMissingNode() || sent.isNull()) {
      return null;
    }
    try {
      TimeRangeJson.read(sent, ZoneOffset.UTC, clock.instant());
      return sent;
    } catch (QueryException e) {
      throw new ApiException(
          400, "dashboard:invalid_time_range", String.valueOf(e.getMessage()), e);
    }
  }

  private static Set<String> variablesOf(AccountLibrary found, ContentItem dashboard) {
    PublicLink none =
        new PublicLink("", found.account(), dashboard.id(), null, Map.of(), found.user(), 0);
    return new PublicDashboard(none, DashboardDefinition.json(dashboard, found.body(dashboard)))
        .variables();
  }

  /** Values by name, each a list. */
  private static ObjectNode variables(JsonNode sent, Set<String> known) {
    ObjectNode variables = Json.MAPPER.createObjectNode();
    for (Map.Entry<String, JsonNode> variable : sent.properties()) {
      if (!known.contains(variable.getKey())) {
        throw invalid("expected a variable of " + known + ", found " + variable.getKey());
      }
      JsonNode value = variable.getValue();
      ArrayNode values = variables.putArray(variable.getKey());
      for (JsonNode one : value.isArray() ? value : Json.MAPPER.createArrayNode().add(value)) {
        if (!one.isTextual() || one.asText().length() > VALUE_CHARS || values.size() == VALUES) {
          throw invalid(
              "expected a text or up to %d texts, each of at most %d characters, as value of %s"
                  .formatted(VALUES, VALUE_CHARS, variable.getKey()));
        }
        values.add(one);
      }
      if (values.isEmpty()) {
        throw invalid("expected a value for " + variable.getKey() + ", found none");
      }
    }
    return variables;
  }

  private static ApiException invalid(String message) {
    return ApiException.badRequest("dashboard:invalid_variables", message);
  }

  private void send(ServerRequest request, ServerResponse response, PublicLink link) {
    Json.sendObject(
        request,
        response,
        out -> {
          out.writeStringField("token", link.token());
          out.writeStringField("url", address.baseUrl(request) + "/public/" + link.token());
          out.writeObjectField("timeRange", link.timeRange());
          out.writeObjectField("variables", link.variables());
          out.writeStringField("createdAt", ContentJson.time(link.createdAt()));
          out.writeStringField("createdBy", link.createdBy());
        });
  }
}
