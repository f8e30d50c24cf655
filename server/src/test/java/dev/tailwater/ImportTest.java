package dev.tailwater;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.command.ImportCommand;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code tailwater import} brings saved logs into a running server. */
class ImportTest {
  private static final Map<String, String> SETTINGS =
      Map.of("TAILWATER_STORE_FLUSH_SECONDS", "3600");

  @TempDir Path folder;
  private final StringWriter printed = new StringWriter();

  @Test
  void oldLinesKeepTheirTimeAlsoWhenTheyAreReplayed() throws Exception {
    Path data = folder.resolve("data");
    Path log =
        file("heroku.log", "2012-10-19T20:12:03.000000+00:00 app[web.1]: It is alive\n".repeat(2));
    TailwaterProcess killed = TailwaterProcess.start(data, SETTINGS);
    assertThat(run(killed, log.toString(), "--name", "d.shop", "--category", "old")).isZero();
    assertThat(printed.toString()).startsWith("Imported 2 lines");
    // A drain's delivery of the same time is filed under its receipt.
    assertThat(
            killed.deliver(
                "d.other", "F1", "53 <190>1 2012-10-19T20:12:03+00:00 host app web.1 - new"))
        .isEqualTo(200);
    awaitCounts(killed);
    killed.kill();
    try (TailwaterProcess server = TailwaterProcess.start(data, SETTINGS)) {
      awaitCounts(server);
      JsonNode line =
          server.query("_sourceName=d.shop", "10/19/2012", "10/20/2012", Map.of()).path("rows");
      assertThat(line.toString())
          .contains("<190>1 2012-10-19T20:12:03.000000+00:00 host app web.1 - It is alive");
    }
  }

  private static void awaitCounts(TailwaterProcess server) throws Exception {
    server.awaitLines(1);
    assertThat(count(server, "_sourceCategory=old component=web.1", "10/19/2012", "10/20/2012"))
        .isEqualTo(2);
    assertThat(count(server, "*", "-1h", "+1h")).isEqualTo(1);
  }

  @Test
  void compressedLogsAreReadAndARepeatedImportStoresNothingTwice() throws Exception {
    String lines = "<190>1 2024-03-01T10:00:01Z h app web.1 - hello\n";
    Path gzip = folder.resolve("a.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
      out.write(lines.repeat(30_000).getBytes(UTF_8));
    }
    Path zstd = folder.resolve("b.zst");
    try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(zstd))) {
      out.write(lines.repeat(3).getBytes(UTF_8));
    }
    Path text = file("c.log", "one\ntwo\n");
    try (TailwaterProcess server = TailwaterProcess.start(folder.resolve("data"), SETTINGS)) {
      String[] files = {gzip.toString(), zstd.toString(), text.toString()};
      assertThat(run(server, files)).isZero();
      assertThat(printed.toString()).contains("Imported 30,005 lines").contains("of 3 files");
      assertThat(run(server, files)).isZero();
      server.awaitLines(2);
      assertThat(count(server, "*", "03/01/2024", "03/02/2024")).isEqualTo(30_003);
      assertThat(count(server, "*", "-1h", "+1h")).isEqualTo(2);
    }
  }

  @Test
  void whatTheServerDoesNotTakeIsAnErrorThatTellsHowToGoOn() throws Exception {
    Path log = file("a.log", "one\n");
    try (TailwaterProcess server = TailwaterProcess.start(folder.resolve("data"), SETTINGS)) {
      assertThat(
              run(
                  server,
                  "--drain",
                  server.at("/receiver/v1/http/wrong").toString(),
                  log.toString()))
          .isEqualTo(1);
    }
    assertThat(printed.toString())
        .contains("unknown drain token")
        .contains("go on with --start-at 0 " + log);
  }

  @Test
  void whatCannotBeReadIsToldWithoutAStackTrace() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write("one\n".repeat(100).getBytes(UTF_8));
    }
    byte[] gzip = bytes.toByteArray();
    bytes.reset();
    try (OutputStream out = new ZstdOutputStream(bytes)) {
      out.write("one\n".repeat(100).getBytes(UTF_8));
    }
    byte[] zstd = bytes.toByteArray();
    byte[] flipped = gzip.clone();
    flipped[gzip.length - 8] ^= 1;
    byte[] noise = zstd.clone();
    Arrays.fill(noise, 4, noise.length, (byte) 0x5A);
    Map<String, byte[]> damaged =
        Map.of(
            "cut.gz", Arrays.copyOf(gzip, 15),
            "begun.gz", Arrays.copyOf(gzip, 3),
            "flipped.gz", flipped,
            "cut.zst", Arrays.copyOf(zstd, zstd.length - 3),
            "noise.zst", noise);
    try (TailwaterProcess server = TailwaterProcess.start(folder.resolve("data"), SETTINGS)) {
      for (Map.Entry<String, byte[]> file : damaged.entrySet()) {
        Path path = Files.write(folder.resolve(file.getKey()), file.getValue());
        assertThat(run(server, path.toString())).isEqualTo(1);
        assertThat(printed.toString()).contains(path + " is cut or damaged: expected more of ");
      }
      assertThat(run(server, folder.resolve("nope").toString())).isEqualTo(1);
      assertThat(printed.toString())
          .contains("expected a saved log at " + folder + "/nope, found nothing");
      assertThat(run(server, folder.toString())).isEqualTo(1);
      assertThat(printed.toString())
          .contains("expected a saved log at " + folder + ", found a folder");
      assertThat(run(server, "--start-at", "-5", file("a.log", "one\n").toString())).isEqualTo(1);
      assertThat(printed.toString()).contains("expected 0 or more as --start-at, found -5");
    }
  }

  private int run(TailwaterProcess server, String... arguments) {
    CommandLine command = new CommandLine(new ImportCommand());
    PrintWriter out = new PrintWriter(printed, true);
    command.setOut(out);
    command.setExecutionExceptionHandler((failure, line, parsed) -> {
      out.println(failure.getMessage());
      return 1;
    });
    String[] all = new String[arguments.length + 2];
    all[0] = "--drain";
    all[1] = server.drain().toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    command.setOverwrittenOptionsAllowed(true);
    return command.execute(all);
  }

  private static long count(TailwaterProcess server, String scope, String from, String to)
      throws Exception {
    return server.query(scope + " | count", from, to, Map.of()).at("/rows/0/0").asLong();
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }
}
