package dev.tailwater.benchmarks.questions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A VictoriaLogs that gets the same lines and the same questions. For use by one thread. */
public final class VictoriaLogs implements AutoCloseable {
  private static final int LINES_PER_REQUEST = 10_000;
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration SEARCHABLE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(200);

  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private @Nullable Process process;
  private @Nullable Path folder;

  /** A running one. */
  VictoriaLogs(URI address) {
    this.address = address;
  }

  /**
   * An answer that was read to its end.
   *
   * @param rows one JSON object each
   */
  public record Answer(long nanos, List<String> rows) {}

  /**
   * Starts one with an empty temporary folder on a free port of the loopback interface.
   *
   * @throws IOException when it does not answer
   */
  public static VictoriaLogs start(Path binary) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path folder = Files.createTempDirectory("victoria-logs");
    Path log = folder.resolve("log");
    VictoriaLogs logs = new VictoriaLogs(URI.create("http://127.0.0.1:" + port));
    logs.folder = folder;
    logs.process =
        new ProcessBuilder(
                binary.toString(),
                "-httpListenAddr=127.0.0.1:" + port,
                "-storageDataPath=" + folder.resolve("data"),
                "-retentionPeriod=100y")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(logs::end));
    for (long end = System.nanoTime() + START.toNanos(); !logs.answers(); Thread.sleep(POLL)) {
      if (System.nanoTime() > end || !logs.process.isAlive()) {
        String said = Files.readString(log);
        logs.close();
        throw new IOException(binary + " did not start:\n" + said);
      }
    }
    return logs;
  }

  /**
   * Sends lines.
   *
   * @param json one object a line, with {@code _time}, {@code _msg}, {@code drain}, {@code app} and
   *     {@code proc}
   * @param most lines to send
   * @return lines sent
   */
  public long insert(Path json, long most) throws IOException, InterruptedException {
    long sent = 0;
    try (BufferedReader lines = Files.newBufferedReader(json)) {
      StringBuilder body = new StringBuilder();
      int inBody = 0;
      for (String line = lines.readLine(); line != null && sent < most; line = lines.readLine()) {
        body.append(line).append('\n');
        sent++;
        if (++inBody == LINES_PER_REQUEST) {
          insert(body.toString());
          body.setLength(0);
          inBody = 0;
        }
      }
      if (inBody > 0) {
        insert(body.toString());
      }
    }
    return sent;
  }

  /**
   * Waits until a query finds so many lines.
   *
   * @throws IOException when it does not within two minutes
   */
  public void awaitLines(long lines, Instant from, Instant to)
      throws IOException, InterruptedException {
    String expected = "\"" + lines + "\"";
    List<String> found = List.of();
    for (long end = System.nanoTime() + SEARCHABLE.toNanos();
        System.nanoTime() < end;
        Thread.sleep(POLL)) {
      found = ask("* | stats count() as n", from, to).rows();
      if (found.size() == 1 && found.getFirst().contains(expected)) {
        return;
      }
    }
    throw new IOException("VictoriaLogs: expected %,d lines, found %s".formatted(lines, found));
  }

  /** Asks a question over a range, its end left out. */
  public Answer ask(String logsQl, Instant from, Instant to)
      throws IOException, InterruptedException {
    // Both ends belong to its range.
    String form =
        "query=%s&start=%s&end=%s"
            .formatted(encoded(logsQl), encoded(from.toString()), encoded(before(to).toString()));
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/select/logsql/query"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    long began = System.nanoTime();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    long nanos = System.nanoTime() - began;
    if (response.statusCode() != 200) {
      throw new IOException(
          "VictoriaLogs answered %d to %s: %s"
              .formatted(response.statusCode(), logsQl, response.body()));
    }
    return new Answer(nanos, response.body().lines().filter(row -> !row.isBlank()).toList());
  }

  /** Ends it and deletes what it stored. */
  @Override
  public void close() throws IOException {
    end();
    client.close();
    if (folder != null) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void insert(String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                address.resolve(
                    "/insert/jsonline?_stream_fields=drain,app,proc&_time_field=_time&_msg_field=_msg"))
            .header("Content-Type", "application/stream+json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          "VictoriaLogs refused lines with %d: %s"
              .formatted(response.statusCode(), response.body()));
    }
  }

  private boolean answers() throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(address.resolve("/health")).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      // It does not listen yet.
      return false;
    }
  }

  private void end() {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Instant before(Instant to) {
    return to.minusNanos(1);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
