package dev.tailwater;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the program stops, and how a start that cannot be is refused. */
class StopTest {
  private static final String MAIN = Main.class.getName();
  private static final int EXIT_AFTER_SIGTERM = 128 + 15;

  @TempDir Path data;

  @Test
  void onSigtermWhatIsHotReachesTheTable() throws Exception {
    try (TailwaterProcess server = TailwaterProcess.start(data, Map.of())) {
      String line = "<190>1 2012-11-30T06:45:29+00:00 host app web.1 - to be flushed\n";
      assertThat(server.deliver("d.stop", "F".repeat(32), TailwaterProcess.frame(line)))
          .isEqualTo(200);
      server.awaitLines(1);
    }
    try (TailwaterProcess server = TailwaterProcess.start(data, Map.of())) {
      server.awaitLines(1);
      assertThat(metrics(server))
          .contains("tailwater_file_lines{scope=\"application\",} 1.0")
          .contains("tailwater_hot_lines{scope=\"application\",} 0.0");
    }
  }

  /** Each file is there a moment later in the start, the last one when it accepts already. */
  @ParameterizedTest
  @ValueSource(strings = {"metadata.db", "wal", "operator.json"})
  void aStartStopsQuietlyOnSigterm(String made) throws Exception {
    Path messages = data.resolve("messages");
    ProcessBuilder builder = TailwaterProcess.serving(data);
    builder.command().replaceAll(part -> part.equals(MAIN) ? SlowEnd.class.getName() : part);
    Process starting =
        builder.redirectOutput(Redirect.DISCARD).redirectError(messages.toFile()).start();
    while (starting.isAlive() && !Files.exists(data.resolve(made))) {
      Thread.sleep(1);
    }
    starting.destroy();

    assertThat(starting.waitFor(60, SECONDS)).isTrue();
    assertThat(messages).content().doesNotContain("Exception", "Error", "\tat ");
    assertThat(starting.exitValue()).isEqualTo(EXIT_AFTER_SIGTERM);
    try (TailwaterProcess server = TailwaterProcess.start(data, Map.of())) {
      assertThat(server.query("* | count", "-30d", "+2d", Map.of()).at("/rows/0/0").asLong())
          .isZero();
    }
  }

  /**
   * The program in a machine that takes its time to end, as it does while it writes the archive of
   * its classes: what starts goes on until it wants to exit.
   */
  static final class SlowEnd {
    private static final Duration LONGEST = Duration.ofSeconds(50);

    private SlowEnd() {}

    public static void main(String[] args) {
      Thread starting = Thread.currentThread();
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().unstarted(() -> awaitExit(starting)));
      Main.main(args);
    }

    private static void awaitExit(Thread thread) {
      long deadline = System.nanoTime() + LONGEST.toNanos();
      while (thread.isAlive() && !exits(thread) && System.nanoTime() < deadline) {
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    }

    private static boolean exits(Thread thread) {
      return Stream.of(thread.getStackTrace())
          .anyMatch(frame ->
              frame.getClassName().equals("java.lang.System")
                  && frame.getMethodName().equals("exit"));
    }
  }

  @Test
  void aSecondServerOnTheSameDataFolderIsRefused() throws Exception {
    try (TailwaterProcess server = TailwaterProcess.start(data, Map.of())) {
      assertThat(server.startTime()).isPositive();
      assertThatThrownBy(() -> TailwaterProcess.start(data, Map.of()))
          .isInstanceOf(TailwaterProcess.EndedException.class);
    }
  }

  private static String metrics(TailwaterProcess server) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(server.at("/observe/metrics")).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString(UTF_8))
        .body();
  }
}
