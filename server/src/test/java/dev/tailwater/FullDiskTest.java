package dev.tailwater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that gets full costs nothing that was answered with 200, and once there is room the server
 * goes on by itself. The disks are real, and small.
 */
@Timeout(120)
class FullDiskTest {
  private static final int LINES_PER_DELIVERY = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path data;

  private final List<Integer> accepted = new ArrayList<>();
  private final Random random = new Random(1);
  private int next;

  @Test
  void aFullLogRefusesWith503UntilThereIsRoom() throws Exception {
    Map<String, String> settings =
        Map.of("TAILWATER_STORE_FLUSH_SECONDS", "3600", "TAILWATER_WAL_SEGMENT_MEGABYTES", "1");
    try (SmallDisk disk = disk("wal", 3)) {
      try (TailwaterProcess server = TailwaterProcess.start(disk.entrance(), data, settings)) {
        HttpResponse<String> refused = deliverUntilRefused(server);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(accepted).hasSizeGreaterThan(20);
        assertThat(deliver(server).statusCode()).isEqualTo(503);
        // It says why, answers queries, and has all that it accepted.
        assertThat(server.text("/observe/health/ready"))
            .contains("DOWN", "No space left on device");
        assertThat(server.text("/observe/health/live")).contains("UP");
        awaitAccepted(server);
        server.kill();
      }
      // The same after a start on the full disk.
      try (TailwaterProcess again = TailwaterProcess.start(disk.entrance(), data, settings)) {
        awaitAccepted(again);
        assertThat(deliver(again).statusCode()).isEqualTo(503);
        disk.grow(8);
        assertThat(deliver(again).statusCode()).isEqualTo(200);
        assertThat(again.text("/observe/health/ready")).contains("UP").doesNotContain("DOWN");
        // What was refused comes again, with the same frame id.
        for (int refusedBefore = 0; refusedBefore < next; refusedBefore++) {
          if (!accepted.contains(refusedBefore)) {
            assertThat(deliver(again, refusedBefore).statusCode()).isEqualTo(200);
          }
        }
        assertThat(accepted).hasSize(next);
        awaitAccepted(again);
      }
      // A start after the stop reads all segments, also those that the full disk left unfinished.
      try (TailwaterProcess last = TailwaterProcess.start(disk.entrance(), data, settings)) {
        awaitAccepted(last);
      }
    }
  }

  @Test
  void aFullWarehouseFillsTheMemoryAndIsWrittenOnceThereIsRoom() throws Exception {
    Map<String, String> settings =
        Map.of(
            "TAILWATER_STORE_FLUSH_ROWS", "2000",
            "TAILWATER_STORE_FLUSH_SECONDS", "3600",
            "TAILWATER_DRAIN_BODY_MEGABYTES", "1",
            "TAILWATER_DRAIN_MEMORY_MEGABYTES", "1");
    try (SmallDisk disk = disk("warehouse", 4)) {
      try (TailwaterProcess server = TailwaterProcess.start(disk.entrance(), data, settings)) {
        deliver(server);
        awaitAccepted(server);
        disk.fill();
        // A generation more can be hot than the two that wait for their flush; then parsing waits,
        // then who delivers.
        HttpResponse<String> refused = deliverUntilRefused(server);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(accepted).hasSizeGreaterThan(2 * 2000 / LINES_PER_DELIVERY);
        // Queries see all that is parsed.
        assertThat(lines(server)).isBetween(4_000L, (long) accepted.size() * LINES_PER_DELIVERY);

        disk.free();
        awaitAccepted(server);
        assertThat(deliver(server).statusCode()).isEqualTo(200);
        awaitAccepted(server);
        assertThat(gauge(server, "tailwater_file_lines")).isPositive();
        server.kill();
      }
      // A start on the full disk answers queries from the log, and stores when there is room.
      disk.fill();
      try (TailwaterProcess again = TailwaterProcess.start(disk.entrance(), data, settings)) {
        awaitAccepted(again);
        while (gauge(again, "tailwater_hot_lines") < 2_500) {
          assertThat(deliver(again).statusCode()).isEqualTo(200);
          awaitAccepted(again);
        }
        disk.free();
        awaitHotLinesBelow(again, 2_000);
        awaitAccepted(again);
      }
    }
  }

  private SmallDisk disk(String folder, int megabytes) throws Exception {
    Optional<SmallDisk> disk =
        SmallDisk.over(Files.createDirectory(data.resolve(folder)), megabytes);
    assumeTrue(
        disk.isPresent(),
        "needs Linux with unshare, nsenter and mount, and root or user namespaces: there is no"
            + " other way to a disk that gets full");
    return disk.orElseThrow();
  }

  private HttpResponse<String> deliverUntilRefused(TailwaterProcess server) throws Exception {
    for (int i = 0; i < 5_000; i++) {
      HttpResponse<String> answer = deliver(server);
      if (answer.statusCode() != 200) {
        return answer;
      }
    }
    throw new AssertionError("5,000 deliveries were accepted: the disk did not get full");
  }

  private HttpResponse<String> deliver(TailwaterProcess server) throws Exception {
    return deliver(server, next++);
  }

  /** A delivery whose lines cannot be compressed much. */
  private HttpResponse<String> deliver(TailwaterProcess server, int number) throws Exception {
    StringBuilder body = new StringBuilder();
    for (int line = 0; line < LINES_PER_DELIVERY; line++) {
      body.append(
          TailwaterProcess.frame(
              "<190>1 %s host app web.1 - id=%d.%d end %016x%016x%016x%016x\n"
                  .formatted(
                      Instant.now(),
                      number,
                      line,
                      random.nextLong(),
                      random.nextLong(),
                      random.nextLong(),
                      random.nextLong())));
    }
    HttpResponse<String> answer =
        server.delivery("d.full", "%032X".formatted(number), body.toString());
    if (answer.statusCode() == 200) {
      accepted.add(number);
    }
    return answer;
  }

  /** Waits until every accepted line is found, once, and nothing else. */
  private void awaitAccepted(TailwaterProcess server) throws Exception {
    Map<Integer, List<Integer>> expected = new HashMap<>();
    accepted.forEach(
        number -> expected.put(number, List.of(LINES_PER_DELIVERY, LINES_PER_DELIVERY)));
    Instant deadline = Instant.now().plus(PATIENCE);
    Map<Integer, List<Integer>> found = found(server);
    while (!found.equals(expected) && Instant.now().isBefore(deadline)) {
      Thread.sleep(100);
      found = found(server);
    }
    assertThat(found).isEqualTo(expected);
  }

  /** Lines, and different lines, of each delivery. */
  private static Map<Integer, List<Integer>> found(TailwaterProcess server) throws Exception {
    JsonNode counts =
        server.query(
            "_sourceName=d.full | parse \"id=*.* end\" as delivery, line"
                + " | count, count_distinct(line) as lines by delivery",
            "-1d",
            "+1d",
            Map.of());
    Map<Integer, List<Integer>> found = new HashMap<>();
    for (JsonNode row : counts.path("rows")) {
      found.put(row.path(0).asInt(), List.of(row.path(1).asInt(), row.path(2).asInt()));
    }
    return found;
  }

  private static long lines(TailwaterProcess server) throws Exception {
    return server.query("* | count", "-1d", "+1d", Map.of()).at("/rows/0/0").asLong();
  }

  private static void awaitHotLinesBelow(TailwaterProcess server, long limit) throws Exception {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (gauge(server, "tailwater_hot_lines") >= limit) {
      assertThat(Instant.now()).as("the flush goes on").isBefore(deadline);
      Thread.sleep(100);
    }
  }

  private static long gauge(TailwaterProcess server, String name) throws Exception {
    return server
        .text("/observe/metrics")
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }
}
