package dev.tailwater.upkeep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.http.ApiException;
import dev.tailwater.http.Authentication;
import dev.tailwater.http.Caller;
import dev.tailwater.http.Json;
import dev.tailwater.store.FileSizes;
import dev.tailwater.store.Upkeep;
import dev.tailwater.store.UpkeepStep;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

/**
 * Runs the upkeep: {@code POST /api/v1/upkeep}. The table is of all accounts, so only its operator
 * may. The answer has a line of JSON for each step, as it happens.
 */
public final class UpkeepRoutes implements HttpService {
  private static final int MAX_BODY_BYTES = 1024;

  private final Upkeep upkeep;
  private final Authentication authentication;
  private final Predicate<Caller> isOperator;

  /**
   * @param isOperator whether a caller may
   */
  public UpkeepRoutes(Upkeep upkeep, Authentication authentication, Predicate<Caller> isOperator) {
    this.upkeep = upkeep;
    this.authentication = authentication;
    this.isOperator = isOperator;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/api/v1/upkeep", authentication.required(this::run));
  }

  private void run(Caller caller, ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    if (!isOperator.test(caller)) {
      throw new ApiException(
          403,
          "forbidden",
          "expected the account that the first start made, which runs this server, found another");
    }
    ObjectNode body = Json.readObject(request, MAX_BODY_BYTES);
    Upkeep.Run run = new Upkeep.Run(flag(body, "dryRun"), flag(body, "trustClock"));
    BlockingQueue<Optional<UpkeepStep>> steps = begin(run);
    response.headers().set(HeaderNames.CONTENT_TYPE, "application/x-ndjson");
    try (OutputStream out = response.outputStream()) {
      for (Optional<UpkeepStep> step = steps.take(); step.isPresent(); step = steps.take()) {
        out.write((StepJson.write(step.get()) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    }
  }

  private static boolean flag(ObjectNode body, String name) {
    JsonNode value = body.path(name);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw ApiException.badRequest(
          "upkeep:invalid_flag", "expected true or false as " + name + ", found " + value);
    }
    return value.asBoolean();
  }

  /** Its steps, and nothing when it is over. A caller who is slow does not hold it up. */
  private BlockingQueue<Optional<UpkeepStep>> begin(Upkeep.Run run) {
    BlockingQueue<Optional<UpkeepStep>> steps = new LinkedBlockingQueue<>();
    Thread.ofVirtual()
        .name("upkeep-request")
        .start(() -> {
          try {
            upkeep.run(run, step -> steps.add(Optional.of(step)));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RejectedExecutionException e) {
            steps.add(Optional.of(stopping()));
          } finally {
            steps.add(Optional.empty());
          }
        });
    return steps;
  }

  private static UpkeepStep stopping() {
    return new UpkeepStep(
        UpkeepStep.Task.COMPACTION,
        UpkeepStep.State.FAILED,
        "the server is stopping",
        FileSizes.NONE,
        FileSizes.NONE);
  }
}
