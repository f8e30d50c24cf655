package dev.tailwater.benchmarks.questions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client, against a server that takes down what it is sent. */
class VictoriaLogsTest {
  private static final Instant FROM = Instant.parse("2026-01-30T12:00:00Z");
  private static final Instant TO = Instant.parse("2026-01-31T12:00:00Z");

  private final List<String> inserted = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @TempDir private Path folder = Path.of("");
  private HttpServer server;
  private VictoriaLogs logs;

  VictoriaLogsTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    logs = new VictoriaLogs(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @BeforeEach
  void start() {
    server.createContext(
        "/insert/jsonline",
        exchange -> {
          requests.add(exchange.getRequestURI().getQuery());
          new String(exchange.getRequestBody().readAllBytes(), UTF_8)
              .lines()
              .forEach(inserted::add);
          answer(exchange, 200, "");
        });
    server.createContext(
        "/select/logsql/query",
        exchange -> {
          String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          asked.add(URLDecoder.decode(form, UTF_8));
          if (form.contains("nonsense")) {
            answer(exchange, 400, "cannot parse query");
          } else {
            // The first answer misses lines, as one does that comes before all are searchable.
            long found = asked.size() == 1 ? inserted.size() - 1 : inserted.size();
            answer(exchange, 200, "{\"n\":\"" + found + "\"}\n");
          }
        });
    server.start();
  }

  @AfterEach
  void stop() throws IOException {
    logs.close();
    server.stop(0);
  }

  @Test
  void sendsEveryLineOnceAndNamesTheKeys() throws Exception {
    List<String> lines =
        IntStream.range(0, 25_001).mapToObj("{\"_msg\":\"%d\"}"::formatted).toList();
    Path file = Files.write(folder.resolve("lines.jsonl"), lines);

    assertThat(logs.insert(file, Long.MAX_VALUE)).isEqualTo(25_001);

    assertThat(inserted).containsExactlyElementsOf(lines);
    assertThat(requests)
        .hasSize(3)
        .containsOnly("_stream_fields=drain,app,proc&_time_field=_time&_msg_field=_msg");
  }

  @Test
  void sendsNoMoreThanAskedFor() throws Exception {
    Path file = Files.write(folder.resolve("lines.jsonl"), List.of("{\"a\":1}", "{\"a\":2}"));
    assertThat(logs.insert(file, 1)).isEqualTo(1);
    assertThat(inserted).containsExactly("{\"a\":1}");
  }

  @Test
  void asksOverTheRangeWithoutItsEnd() throws Exception {
    VictoriaLogs.Answer answer = logs.ask(Question.slowJobs().logsQl(), FROM, TO);

    assertThat(answer.rows()).hasSize(1);
    assertThat(answer.nanos()).isPositive();
    assertThat(asked)
        .containsExactly(
            "query=~\"took=9\\\\d\\\\dms\" | stats count() as n"
                + "&start=2026-01-30T12:00:00Z&end=2026-01-31T11:59:59.999999999Z");
  }

  @Test
  void waitsUntilAllLinesAreFound() throws Exception {
    Path file = Files.write(folder.resolve("lines.jsonl"), List.of("{\"a\":1}", "{\"a\":2}"));
    long sent = logs.insert(file, Long.MAX_VALUE);

    logs.awaitLines(sent, FROM, TO);

    assertThat(asked).hasSize(2);
  }

  @Test
  void tellsWhatItWasRefused() {
    assertThatThrownBy(() -> logs.ask("nonsense", FROM, TO))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("400")
        .hasMessageContaining("cannot parse query");
  }

  @Test
  void tellsWhatABinarySaidThatDidNotStart() throws IOException {
    Path binary = Files.writeString(folder.resolve("fails"), "#!/bin/sh\necho no such flag\n");
    assertThat(binary.toFile().setExecutable(true)).isTrue();
    assertThatThrownBy(() -> VictoriaLogs.start(binary))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not start")
        .hasMessageContaining("no such flag");
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
