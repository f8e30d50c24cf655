package dev.tailwater;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the program stops, and how a start that cannot be is refused. */
class StopTest {
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
