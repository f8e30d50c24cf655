package dev.tailwater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.backup.Backup;
import dev.tailwater.backup.Restore;
import dev.tailwater.doctor.Doctor;
import dev.tailwater.doctor.Finding.Severity;
import dev.tailwater.http.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backup, taken while lines come in, holds every line that was answered with 200 before it began,
 * each once.
 */
class BackupTest {
  private static final int SENDERS = 4;

  /** Flushes by size and by age and small segments, so that a backup falls among their changes. */
  private static final Map<String, String> BUSY =
      Map.of(
          "TAILWATER_STORE_FLUSH_ROWS", "200",
          "TAILWATER_STORE_FLUSH_SECONDS", "1",
          "TAILWATER_WAL_SEGMENT_MEGABYTES", "1");

  private static final int MOST_LINES = 9_000;

  @TempDir Path folder;
  private final Set<Integer> answered = ConcurrentHashMap.newKeySet();
  private final AtomicInteger next = new AtomicInteger();
  private final String filler = "x".repeat(2_000);

  @Test
  void everythingAnsweredBeforeIsInABackupOfARunningServer() throws Exception {
    Path backup = folder.resolve("backup");
    Set<Integer> before;
    try (TailwaterProcess server = TailwaterProcess.start(folder.resolve("data"), BUSY)) {
      AtomicBoolean stop = new AtomicBoolean();
      List<Thread> senders = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        senders.add(Thread.ofVirtual().start(() -> send(server, stop)));
      }
      Thread.sleep(3_000);
      Backup.Result first = backUp(backup);
      assertThat(first.running()).isTrue();
      Thread.sleep(3_000);
      before = new HashSet<>(answered);
      Backup.Result second = backUp(backup);
      assertThat(second.copied()).isLessThan(second.bytes());
      stop.set(true);
      for (Thread sender : senders) {
        sender.join();
      }
      assertThat(before).hasSizeGreaterThan(200);
    }
    Path restored = restore(backup);
    assertThat(Files.exists(restored.resolve("operator.json"))).isFalse();
    Set<Integer> found = linesOf(restored);
    assertThat(found).containsAll(before);
    assertThat(answered).containsAll(found);
  }

  @Test
  void aFolderWhoseServerWasKilledIsBackedUpWithItsLog() throws Exception {
    TailwaterProcess server =
        TailwaterProcess.start(
            folder.resolve("data"), Map.of("TAILWATER_STORE_FLUSH_SECONDS", "3600"));
    for (int i = 0; i < 10; i++) {
      deliver(server, next.getAndIncrement());
    }
    server.kill();
    assertThat(backUp(folder.resolve("backup")).running()).isFalse();
    assertThat(linesOf(restore(folder.resolve("backup")))).isEqualTo(answered);
  }

  @Test
  void aDamagedBackupIsRefusedAndLeavesNoFolderThatStarts() throws Exception {
    try (TailwaterProcess server = TailwaterProcess.start(folder.resolve("data"), Map.of())) {
      deliver(server, 0);
    }
    Path backup = folder.resolve("backup");
    backUp(backup);
    assertThat(Restore.check(backup).files()).isPositive();
    Path data;
    try (Stream<Path> files = Files.walk(backup)) {
      data = files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    byte[] content = Files.readAllBytes(data);
    content[content.length / 2] ^= 1;
    Files.write(data, content, StandardOpenOption.TRUNCATE_EXISTING);
    assertThatThrownBy(() -> Restore.check(backup)).hasMessageContaining(data.toString());
    Path target = folder.resolve("restored");
    assertThatThrownBy(() -> Restore.restore(backup, target))
        .hasMessageContaining("expected the SHA-256")
        .hasMessageContaining(data.toString());
    assertThatThrownBy(() -> TailwaterProcess.start(target, Map.of()))
        .hasMessageContaining("did not end: delete the folder, and restore again");
    assertThatThrownBy(() -> Restore.restore(backup, target))
        .hasMessageContaining("expected an empty or missing folder");
    assertThatThrownBy(() -> Restore.restore(backup, data))
        .hasMessageContaining("expected an empty or missing folder, found a file at " + data);
    Files.delete(data);
    assertThatThrownBy(() -> Restore.check(backup))
        .hasMessageContaining("expected the file " + data + ", found none");
    Path manifest = backup.resolve("manifest.json");
    String whole = Files.readString(manifest);
    Files.writeString(manifest, whole.substring(0, whole.length() / 2));
    assertThatThrownBy(() -> Restore.check(backup))
        .hasMessageContaining("expected JSON in " + manifest)
        .hasMessageContaining("the backup is damaged");
    Files.writeString(manifest, "{\"format\":1}");
    assertThatThrownBy(() -> Restore.check(backup))
        .hasMessageContaining("expected a time as begun in " + manifest);
  }

  @Test
  void onlyWhoReadsTheDataFolderHoldsItsFiles() throws Exception {
    Path data = folder.resolve("data");
    HttpClient client = HttpClient.newHttpClient();
    try (TailwaterProcess server = TailwaterProcess.start(data, BUSY)) {
      assertThat(server.post("/api/v1/holds", "").statusCode()).isEqualTo(401);
      Path file = data.resolve("operator.json");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      JsonNode operator = Json.MAPPER.readTree(Files.readString(file));
      HttpRequest.Builder request =
          HttpRequest.newBuilder(server.at("/api/v1/holds"))
              .header("Authorization", "Bearer " + operator.path("token").asText());
      String id = "";
      for (int i = 0; i < 4; i++) {
        HttpResponse<String> hold =
            client.send(
                request.POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(hold.statusCode()).isEqualTo(201);
        id = Json.MAPPER.readTree(hold.body()).path("id").asText();
      }
      assertThat(status(client, request.POST(HttpRequest.BodyPublishers.noBody()))).isEqualTo(429);
      request.uri(server.at("/api/v1/holds/" + id));
      assertThat(status(client, request.PUT(HttpRequest.BodyPublishers.noBody()))).isEqualTo(204);
      assertThat(status(client, request.DELETE())).isEqualTo(204);
      assertThat(status(client, request.PUT(HttpRequest.BodyPublishers.noBody()))).isEqualTo(404);
    }
    assertThat(Files.exists(data.resolve("operator.json"))).isFalse();
  }

  @Test
  void segmentsOfTheLogStayWhileTheyAreHeld() throws Exception {
    Path data = folder.resolve("data");
    String line = TailwaterProcess.frame("<190>1 - host app web.1 - " + "x".repeat(60_000) + "\n");
    HttpClient client = HttpClient.newHttpClient();
    try (TailwaterProcess server = TailwaterProcess.start(data, BUSY)) {
      server.deliver("d.shop", "first", line);
      Path first = segments(data).getFirst();
      JsonNode operator = Json.MAPPER.readTree(Files.readString(data.resolve("operator.json")));
      HttpRequest.Builder request =
          HttpRequest.newBuilder(server.at("/api/v1/holds"))
              .header("Authorization", "Bearer " + operator.path("token").asText());
      HttpResponse<String> hold =
          client.send(
              request.POST(HttpRequest.BodyPublishers.noBody()).build(),
              HttpResponse.BodyHandlers.ofString());
      String id = Json.MAPPER.readTree(hold.body()).path("id").asText();
      deliverSegments(server, line, "held");
      assertThat(Files.exists(first)).isTrue();
      status(client, request.uri(server.at("/api/v1/holds/" + id)).DELETE());
      deliverSegments(server, line, "free");
      assertThat(Files.exists(first)).isFalse();
    }
  }

  /** Fills two segments and waits until all that was delivered is flushed. */
  private static void deliverSegments(TailwaterProcess server, String line, String id)
      throws Exception {
    for (int i = 0; i < 50; i++) {
      assertThat(server.deliver("d.shop", id + i, line)).isEqualTo(200);
    }
    for (int i = 0; i < 300 && !isFlushed(server); i++) {
      Thread.sleep(100);
    }
    assertThat(isFlushed(server)).isTrue();
    // The log is trimmed right after the flush counts.
    Thread.sleep(500);
  }

  private static boolean isFlushed(TailwaterProcess server) throws Exception {
    return server
        .text("/observe/metrics")
        .contains("tailwater_hot_lines{scope=\"application\",} 0.0");
  }

  private static List<Path> segments(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("wal"))) {
      return files.sorted().toList();
    }
  }

  private static int status(HttpClient client, HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private Backup.Result backUp(Path backup) throws IOException, InterruptedException {
    return Backup.make(folder.resolve("data"), backup, false, Clock.systemUTC());
  }

  /** Restores to a folder that the doctor finds nothing wrong with. */
  private Path restore(Path backup) throws IOException {
    Path restored = folder.resolve("restored");
    Restore.restore(backup, restored);
    assertThat(Doctor.examine(restored, 0, true, Clock.systemUTC()).findings())
        .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Severity.OK));
    return restored;
  }

  private void send(TailwaterProcess server, AtomicBoolean stop) {
    // An answer tells of 10,000 ids at most.
    while (!stop.get() && next.get() < MOST_LINES) {
      try {
        deliver(server, next.getAndIncrement());
        Thread.sleep(5);
      } catch (IOException e) {
        throw new AssertionError("a delivery failed", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void deliver(TailwaterProcess server, int number)
      throws IOException, InterruptedException {
    String line =
        "<190>1 %s host app web.1 - line id=%d end %s\n".formatted(Instant.now(), number, filler);
    assertThat(server.deliver("d.shop", "F" + number, TailwaterProcess.frame(line))).isEqualTo(200);
    answered.add(number);
  }

  private static Set<Integer> linesOf(Path data) throws Exception {
    try (TailwaterProcess server = TailwaterProcess.start(data, BUSY)) {
      JsonNode rows =
          server
              .query(
                  "_sourceName=d.shop | parse \"id=* end\" as id | count by id",
                  "-1d",
                  "+1d",
                  Map.of())
              .path("rows");
      Map<Integer, Integer> counts = new HashMap<>();
      rows.forEach(row -> counts.put(row.path(0).asInt(), row.path(1).asInt()));
      assertThat(counts.values()).allMatch(count -> count == 1);
      return counts.keySet();
    }
  }
}
