package dev.tailwater.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailwater.TailwaterProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program: {@code tailwater upkeep} beside a running server, and without one. */
class UpkeepCommandTest {
  private static final int FLUSHES = 9;

  @TempDir Path data;

  @Test
  void itAsksTheServerThatRunsAndWorksOnTheFolderOfOneThatDoesNot() throws Exception {
    try (TailwaterProcess server =
        TailwaterProcess.start(
            data, Map.of("TAILWATER_STORE_FLUSH_ROWS", "1", "TAILWATER_UPKEEP_SECONDS", "0"))) {
      for (int i = 1; i <= FLUSHES; i++) {
        deliver(server, i);
        server.awaitLines(i);
      }
      awaitFiles(FLUSHES);
      String url = server.at("/").toString().replaceAll("/$", "");
      assertThat(TailwaterProcess.run(data, "upkeep", "--url", url, "--dry-run"))
          .containsPattern("compaction +planned +_retentiondays=30/.* 9 files");
      assertThat(server.get("/observe/health/ready").path("status").asText()).isEqualTo("UP");
      assertThat(TailwaterProcess.run(data, "upkeep", "--url", url))
          .containsPattern("compaction +begun .* 9 files")
          .containsPattern("compaction +done .* 9 files, .* -> 1 file");
      server.awaitLines(FLUSHES);
      assertThat(TailwaterProcess.run(data, "upkeep", "--url", url)).contains("nothing to do");
      assertThatThrownBy(() -> TailwaterProcess.run(data, "upkeep", "--data", data.toString()))
          .as("a server has the folder, and none listens on the usual port")
          .hasMessageContaining("http://localhost:8080");
    }
    Path lost = Files.writeString(anyDataFile().resolveSibling("lost.parquet"), "lost");
    Files.setLastModifiedTime(lost, FileTime.from(Instant.now().minusSeconds(90_000)));
    assertThat(TailwaterProcess.run(data, "upkeep", "--data", data.toString(), "--dry-run"))
        .containsPattern("orphans +planned .* 1 file");
    assertThat(lost).exists();
    assertThat(TailwaterProcess.run(data, "upkeep", "--data", data.toString()))
        .containsPattern("orphans +done .* 1 file");
    assertThat(lost).doesNotExist();
    try (TailwaterProcess server = TailwaterProcess.start(data, Map.of())) {
      server.awaitLines(FLUSHES);
    }
  }

  private static void deliver(TailwaterProcess server, int number) throws Exception {
    String line = "<190>1 %s host app web.1 - line %d".formatted(Instant.now(), number);
    assertThat(server.deliver("d.shop", "frame-" + number, TailwaterProcess.frame(line)))
        .isEqualTo(200);
  }

  private void awaitFiles(int count) throws Exception {
    long giveUp = System.nanoTime() + 30_000_000_000L;
    while (dataFiles() < count) {
      assertThat(System.nanoTime()).as("files in time").isLessThan(giveUp);
      Thread.sleep(50);
    }
  }

  private long dataFiles() throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("warehouse"))) {
      return files.filter(file -> file.toString().endsWith(".puffin")).count();
    }
  }

  private Path anyDataFile() throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("warehouse"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }
}
