package dev.tailwater.account;

import dev.tailwater.http.Authentication;
import dev.tailwater.http.Json;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;

/** {@code GET /api/v1/healthEvents}: an empty list, for tools that poll it. */
public final class HealthEventRoutes implements HttpService {
  private final Authentication authentication;

  public HealthEventRoutes(Authentication authentication) {
    this.authentication = authentication;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get(
        "/api/v1/healthEvents",
        authentication.required((caller, request, response) ->
            Json.sendObject(
                request,
                response,
                out -> {
                  out.writeArrayFieldStart("data");
                  out.writeEndArray();
                  out.writeNullField("next");
                })));
  }
}
