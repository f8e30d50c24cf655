package dev.tailwater.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.account.Policies.Policy;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Caller;
import dev.tailwater.http.Json;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;

/** The switches of the caller's account: {@code /api/v1/policies}. */
public final class PolicyRoutes implements HttpService {
  private static final int MAX_BODY_BYTES = 8 * 1024;

  private final Policies policies;
  private final Authentication authentication;

  public PolicyRoutes(Policies policies, Authentication authentication) {
    this.policies = policies;
    this.authentication = authentication;
  }

  @Override
  public void routing(HttpRules rules) {
    for (Policy policy : Policy.values()) {
      String path = "/api/v1/policies/" + policy.text();
      rules.get(
          path,
          authentication.required(
              (caller, request, response) -> send(caller, policy, request, response)));
      rules.put(
          path,
          authentication.required((caller, request, response) -> {
            JsonNode enabled = Json.readObject(request, MAX_BODY_BYTES).path("enabled");
            if (!enabled.isBoolean()) {
              throw ApiException.badRequest(
                  "policy:invalid",
                  "expected true or false as enabled, found "
                      + (enabled.isMissingNode() ? "none" : enabled));
            }
            policies.set(caller.account(), policy, enabled.asBoolean());
            send(caller, policy, request, response);
          }));
    }
  }

  private void send(Caller caller, Policy policy, ServerRequest request, ServerResponse response) {
    Json.send(request, response, 200, Map.of("enabled", policies.isOn(caller.account(), policy)));
  }
}
