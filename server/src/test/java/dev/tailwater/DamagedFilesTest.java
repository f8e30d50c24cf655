package dev.tailwater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.doctor.Doctor;
import dev.tailwater.doctor.Finding;
import dev.tailwater.doctor.Finding.Check;
import dev.tailwater.doctor.Finding.Severity;
import dev.tailwater.http.Json;
import dev.tailwater.wal.WalInspection;
import dev.tailwater.wal.WalInspection.SegmentState;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bit that a disk flipped is told with its place, and costs as little as can be. */
class DamagedFilesTest {
  private static final Map<String, String> LOG_ONLY =
      Map.of("TAILWATER_STORE_FLUSH_SECONDS", "3600", "TAILWATER_WAL_SEGMENT_MEGABYTES", "1");
  private static final Map<String, String> NO_UPKEEP =
      Map.of("TAILWATER_STORE_FLUSH_ROWS", "200", "TAILWATER_UPKEEP_SECONDS", "0");
  private static final int DELIVERIES = 350;

  @TempDir Path data;

  @Test
  void aDamagedLogCostsWhatIsDamagedAndIsTold() throws Exception {
    TailwaterProcess server = TailwaterProcess.start(data, LOG_ONLY);
    String padding = "x".repeat(10_000);
    for (int i = 0; i < DELIVERIES; i++) {
      deliver(server, i, Instant.now(), padding);
    }
    server.kill();
    List<SegmentState> before = WalInspection.read(data.resolve("wal"));
    assertThat(before).hasSize(4);
    assertThat(before.stream().mapToLong(SegmentState::entries).sum()).isEqualTo(DELIVERIES);

    SegmentState middle = before.get(0);
    SegmentState header = before.get(1);
    SegmentState last = before.get(3);
    flip(middle.file(), middle.bytes() / 2);
    flip(header.file(), 9);
    flip(last.file(), last.bytes() / 2);

    assertThat(errors(false))
        .filteredOn(error -> error.check() == Check.LOG)
        .extracting(Finding::where)
        .anySatisfy(where -> assertThat(where).contains(middle.file() + ", offset "))
        .anySatisfy(where -> assertThat(where).contains(header.file().toString()))
        .anySatisfy(where -> assertThat(where).contains(last.file() + ", offset "));
    try (TailwaterProcess again = TailwaterProcess.start(data, LOG_ONLY)) {
      Set<Integer> lost = all();
      lost.removeAll(found(again));
      // The two entries that were touched; a damaged header costs none.
      assertThat(lost).hasSize(2);
      for (SegmentState damaged : List.of(middle, header, last)) {
        assertThat(again.messages())
            .anySatisfy(line ->
                assertThat(line)
                    .contains("SEVERE", damaged.file().getFileName().toString(), "offset"));
      }
      // It goes on, and what it accepts from now on is safe behind the damage.
      deliver(again, DELIVERIES, Instant.now(), "");
    }
    try (TailwaterProcess again = TailwaterProcess.start(data, LOG_ONLY)) {
      assertThat(found(again)).contains(DELIVERIES);
    }
  }

  @Test
  void aDamagedDataFileFailsTheQueriesThatReadItAndNoOthers() throws Exception {
    Instant now = Instant.now();
    Path old;
    try (TailwaterProcess server = TailwaterProcess.start(data, NO_UPKEEP)) {
      deliver(server, "past", now.minus(Duration.ofDays(5)), 200);
      awaitFiles(server, 1);
      old = dataFiles().getFirst();
      deliver(server, "today", now, 200);
      awaitFiles(server, 2);
      String damaged = old.toString();
      long header = firstPage(old, "_raw");
      flip(old, header);
      for (String to : List.of("-4d", "+1d")) {
        HttpResponse<String> answer = query(server, "* | count by _raw", "-6d", to);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("query.damaged", String.valueOf(old.getFileName()));
      }
      assertThat(server.messages())
          .anySatisfy(line -> assertThat(line).contains("SEVERE", damaged));
      assertThat(lines(server, "-1h")).isEqualTo(200);
      deliver(server, "more of today", now, 200);
      awaitFiles(server, 3);
      assertThat(lines(server, "-1h")).isEqualTo(400);
      assertThat(errors(true))
          .extracting(Finding::toString)
          .singleElement()
          .asString()
          .contains(damaged);
      flip(old, header);
      assertThat(lines(server, "-6d")).isEqualTo(600);
    }
    flip(old, Files.size(old) - 1);
    try (TailwaterProcess server = TailwaterProcess.start(data, NO_UPKEEP)) {
      HttpResponse<String> answer = query(server, "* | count by _raw", "-6d", "+1d");
      assertThat(answer.body()).contains("query.damaged", String.valueOf(old.getFileName()));
      assertThat(lines(server, "-1h")).isEqualTo(400);
    }
  }

  /** A server that went on without its table's metadata would lose lines: it does not start. */
  @Test
  void damagedMetadataStopsTheStartAndIsTold() throws Exception {
    try (TailwaterProcess server = TailwaterProcess.start(data, NO_UPKEEP)) {
      deliver(server, "today", Instant.now(), 200);
      awaitFiles(server, 1);
    }
    for (String name : List.of("-m0.avro", "snap-", "metadata.db")) {
      Path file = newest(name);
      flipMuch(file);
      assertThat(errors(false)).as(name).isNotEmpty();
      String told = name.equals("metadata.db") ? "malformed" : file.toString();
      assertThatThrownBy(() -> TailwaterProcess.start(data, NO_UPKEEP).close())
          .as(name)
          .hasMessageContaining(told);
      // The same bits once more are as before.
      flipMuch(file);
    }
    // Nor does it begin anew beside a table whose files would be nobody's.
    Path metadata = newest("metadata.db");
    Path aside = Files.move(metadata, data.resolveSibling("aside.db"));
    String told = "expected metadata.db beside log and table in " + data;
    assertThatThrownBy(() -> TailwaterProcess.start(data, NO_UPKEEP).close())
        .hasMessageContaining(told);
    assertThatThrownBy(() -> errors(false)).hasMessageContaining(told);
    assertThat(metadata).doesNotExist();
    Files.move(aside, metadata);
    assertThat(errors(false)).isEmpty();
  }

  private static void flipMuch(Path file) throws IOException {
    for (long at = Files.size(file) / 4; at < Files.size(file); at += 64) {
      flip(file, at);
    }
  }

  private Path newest(String name) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).contains(name))
          .filter(
              file -> !file.toString().endsWith("db-wal") && !file.toString().endsWith("db-shm"))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
          .orElseThrow();
    }
  }

  private static long lines(TailwaterProcess server, String from) throws Exception {
    return server.query("* | count", from, "+1d", Map.of()).at("/rows/0/0").asLong();
  }

  private static void deliver(TailwaterProcess server, int number, Instant time, String text)
      throws Exception {
    String line = "<190>1 %s host app web.1 - id=%d end %s\n".formatted(time, number, text);
    assertThat(server.deliver("d.damage", "%032X".formatted(number), TailwaterProcess.frame(line)))
        .isEqualTo(200);
  }

  /** Delivers lines that become a file of their own. */
  private static void deliver(TailwaterProcess server, String text, Instant time, int lines)
      throws Exception {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      body.append(
          TailwaterProcess.frame(
              "<190>1 %s host app web.1 - %s %d of %x\n"
                  .formatted(time, text, i, (i + 1) * 0x9E3779B97F4A7C15L)));
    }
    assertThat(server.deliver("d.damage", text, body.toString())).isEqualTo(200);
  }

  private static Set<Integer> all() {
    Set<Integer> all = new TreeSet<>();
    IntStream.range(0, DELIVERIES).forEach(all::add);
    return all;
  }

  private static Set<Integer> found(TailwaterProcess server) throws Exception {
    JsonNode answer =
        server.query(
            "_sourceName=d.damage | parse \"id=* end\" as id | count by id",
            "-1d",
            "+1d",
            Map.of());
    Set<Integer> found = new TreeSet<>();
    for (JsonNode row : answer.path("rows")) {
      assertThat(row.path(1).asInt()).isEqualTo(1);
      found.add(row.path(0).asInt());
    }
    return found;
  }

  private static HttpResponse<String> query(
      TailwaterProcess server, String query, String from, String to) throws Exception {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("query", query).put("from", from).put("to", to).put("timeZone", "UTC");
    return server.post("/api/v1/query", body.toString());
  }

  private void awaitFiles(TailwaterProcess server, int files) throws Exception {
    Instant deadline = Instant.now().plusSeconds(20);
    while (!server
        .text("/observe/metrics")
        .contains("tailwater_files{scope=\"application\",} " + files + ".0")) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(50);
    }
  }

  private List<Path> dataFiles() throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("warehouse"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }

  private List<Finding> errors(boolean deep) throws IOException {
    return Doctor.examine(data, 0, deep, Clock.systemUTC()).findings().stream()
        .filter(finding -> finding.severity() == Severity.ERROR)
        .toList();
  }

  /** Where the header of the first page of a column is. */
  private static long firstPage(Path file, String column) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT min(coalesce(dictionary_page_offset, data_page_offset))"
                    + " FROM parquet_metadata(?) WHERE path_in_schema = ?")) {
      query.setString(1, file.toString());
      query.setString(2, column);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void flip(Path path, long offset) throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      file.read(one, offset);
      one.put(0, (byte) (one.get(0) ^ 0x10)).rewind();
      file.write(one, offset);
    }
  }
}
