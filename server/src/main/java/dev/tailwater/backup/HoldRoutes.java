package dev.tailwater.backup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Json;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;

/**
 * {@code /api/v1/holds}: for the backup command on the same machine. No account's key opens it,
 * only the secret in the data folder: a hold keeps space from being freed, for all accounts.
 */
public final class HoldRoutes implements HttpService {
  private static final String PATH = "/api/v1/holds";

  private final Holds holds;
  private final byte[] authorization;

  /**
   * @param token the secret of the operator file
   */
  public HoldRoutes(Holds holds, String token) {
    this.holds = holds;
    this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post(PATH, this::begin);
    rules.put(PATH + "/{id}", this::renew);
    rules.delete(PATH + "/{id}", this::end);
  }

  private void begin(ServerRequest request, ServerResponse response) throws IOException {
    requireOperator(request);
    Holds.Held held =
        holds
            .begin()
            .orElseThrow(() ->
                ApiException.tooMany(
                    "expected fewer backups at once: wait for one of them", Duration.ofMinutes(1)));
    ObjectNode answer = Json.MAPPER.createObjectNode();
    answer.put("id", held.id());
    answer.put("metadata", held.metadata().toString());
    answer.put("walEnd", held.walEnd());
    answer.put("seconds", Holds.LEASE.toSeconds());
    Json.send(request, response, 201, answer);
  }

  private void renew(ServerRequest request, ServerResponse response) {
    requireOperator(request);
    if (!holds.renew(request.path().pathParameters().get("id"))) {
      throw ApiException.notFound("the hold has ended: begin the backup again");
    }
    response.status(Status.NO_CONTENT_204).send();
  }

  private void end(ServerRequest request, ServerResponse response) {
    requireOperator(request);
    holds.end(request.path().pathParameters().get("id"));
    response.status(Status.NO_CONTENT_204).send();
  }

  private void requireOperator(ServerRequest request) {
    byte[] given =
        request
            .headers()
            .first(HeaderNames.AUTHORIZATION)
            .orElse("")
            .getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(given, authorization)) {
      throw new ApiException(
          401, "unauthorized", "expected the token in operator.json of the data folder");
    }
  }
}
