package dev.tailwater.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.TestTailwater;
import dev.tailwater.engine.Engine;
import dev.tailwater.engine.EngineOptions;
import dev.tailwater.store.LogStore;
import dev.tailwater.store.StoreOptions;
import dev.tailwater.store.UpkeepOptions;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may run the upkeep over HTTP, and what is refused. */
class UpkeepRoutesTest {
  @TempDir Path folder;

  private final AtomicLong operator = new AtomicLong(-1);
  private final RootAllocator allocator = new RootAllocator();
  private Engine engine;
  private LogStore store;
  private TestTailwater server;

  @BeforeEach
  void start() {
    engine = Engine.open(new EngineOptions(128, 1, folder.resolve("spill")));
    store =
        LogStore.open(
            engine,
            allocator,
            new StoreOptions(
                folder.resolve("warehouse"),
                "jdbc:sqlite:" + folder.resolve("catalog.db"),
                0,
                1_000,
                1 << 20,
                Duration.ofHours(1),
                2,
                new UpkeepOptions(
                    Duration.ZERO,
                    1 << 20,
                    100_000,
                    128,
                    folder.resolve("sorting"),
                    Duration.ofHours(1),
                    1,
                    Duration.ofHours(1))),
            Set::of,
            Clock.systemUTC());
    server =
        TestTailwater.start(
            folder,
            Clock.systemUTC(),
            (authentication, connections) ->
                List.of(
                    new UpkeepRoutes(
                        store.upkeep(),
                        authentication,
                        caller -> caller.account() == operator.get())));
    operator.set(server.ours.account());
  }

  @AfterEach
  void stop() {
    server.close();
    store.close();
    engine.close();
    allocator.close();
  }

  @Test
  void theOperatorMay() {
    HttpResponse<String> answer =
        server.send("POST", server.ours, "/api/v1/upkeep", "{\"dryRun\": true}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void anotherAccountMayNot() {
    HttpResponse<String> answer = server.send("POST", server.theirs, "/api/v1/upkeep", "{}");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("the account that the first start made");
  }

  @Test
  void nobodyUnknownMay() {
    HttpResponse<String> answer =
        server.send(
            server
                .request("/api/v1/upkeep")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void aFlagIsTrueOrFalse() {
    HttpResponse<String> answer =
        server.send("POST", server.ours, "/api/v1/upkeep", "{\"dryRun\": \"no\"}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("expected true or false as dryRun");
  }
}
