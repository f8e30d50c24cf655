package dev.tailwater;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server is killed with SIGKILL while deliveries come in. Every line that was answered with 200
 * is found once after the restart; one that was not answered is found once after its retry.
 *
 * <p>{@code -Dcrash.rounds=200} makes it long.
 */
class CrashTest {
  private static final int ROUNDS = Integer.getInteger("crash.rounds", 3);
  private static final int SENDERS = 4;
  private static final int LINES_PER_DELIVERY = 5;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'").withZone(ZoneOffset.UTC);

  @TempDir Path data;

  private final Set<Integer> answered = ConcurrentHashMap.newKeySet();
  private final Set<Integer> unanswered = ConcurrentHashMap.newKeySet();
  private final AtomicInteger nextDelivery = new AtomicInteger();

  @Test
  void everyAnsweredLineIsThereOnceBeforeItsFlush() throws Exception {
    killAndCount(Map.of("TAILWATER_STORE_FLUSH_SECONDS", "3600"));
  }

  @Test
  void everyAnsweredLineIsThereOnceAfterItsFlush() throws Exception {
    // Flushes by size and by age, so that kills fall into all their stages.
    killAndCount(
        Map.of(
            "TAILWATER_STORE_FLUSH_ROWS", "500",
            "TAILWATER_STORE_FLUSH_SECONDS", "1",
            "TAILWATER_WAL_SEGMENT_MEGABYTES", "1"));
  }

  private void killAndCount(Map<String, String> settings) throws Exception {
    long seed = System.nanoTime();
    System.out.println("crash test: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      TailwaterProcess server = TailwaterProcess.start(data, settings);
      resend(server);
      AtomicBoolean killed = new AtomicBoolean();
      List<Thread> senders = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        senders.add(Thread.ofVirtual().start(() -> send(server, killed)));
      }
      Thread.sleep(700 + random.nextInt(800));
      killed.set(true);
      server.kill();
      for (Thread sender : senders) {
        sender.join();
      }
    }
    try (TailwaterProcess server = TailwaterProcess.start(data, settings)) {
      assertThat(server.startTime()).isLessThan(Duration.ofSeconds(20));
      resend(server);
      assertThat(unanswered).isEmpty();
      assertThat(answered).hasSizeGreaterThan(50 * ROUNDS);
      server.awaitLines((long) answered.size() * LINES_PER_DELIVERY);
      assertEachOnce(server);
    }
  }

  private void send(TailwaterProcess server, AtomicBoolean killed) {
    while (!killed.get()) {
      int delivery = nextDelivery.getAndIncrement();
      unanswered.add(delivery);
      try {
        if (deliver(server, delivery) == 200) {
          answered.add(delivery);
          unanswered.remove(delivery);
        }
      } catch (IOException e) {
        // The server is gone; the delivery stays unanswered and is sent again.
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Sends again what had no answer, as Logplex does: the same frame id, the same bytes. */
  private void resend(TailwaterProcess server) throws IOException, InterruptedException {
    for (int delivery : new HashSet<>(unanswered)) {
      assertThat(deliver(server, delivery)).isEqualTo(200);
      answered.add(delivery);
      unanswered.remove(delivery);
    }
  }

  private static int deliver(TailwaterProcess server, int delivery)
      throws IOException, InterruptedException {
    StringBuilder body = new StringBuilder();
    for (int line = 0; line < LINES_PER_DELIVERY; line++) {
      body.append(
          TailwaterProcess.frame(
              "<190>1 %s host app web.1 - line id=%d.%d end\n"
                  .formatted(TIME.format(Instant.now()), delivery, line)));
    }
    return server.deliver("d.crash", "%032X".formatted(delivery), body.toString());
  }

  private void assertEachOnce(TailwaterProcess server) throws IOException, InterruptedException {
    JsonNode counts =
        server.query(
            "_sourceName=d.crash | parse \"id=* end\" as id | parse field=id \"*.*\" as delivery, line"
                + " | count, count_distinct(line) as lines by delivery",
            "-1d",
            "+1d",
            Map.of());
    Set<Integer> found = new HashSet<>();
    for (JsonNode row : counts.path("rows")) {
      int delivery = row.path(0).asInt();
      assertThat(row.path(1).asInt()).as("lines of delivery %d", delivery).isEqualTo(5);
      assertThat(row.path(2).asInt()).as("different lines of %d", delivery).isEqualTo(5);
      found.add(delivery);
    }
    assertThat(found).isEqualTo(answered);
  }
}
