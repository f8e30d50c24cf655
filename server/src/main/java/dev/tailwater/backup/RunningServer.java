package dev.tailwater.backup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.http.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** A server that was asked to hold its files; it is asked again and again while they are copied. */
final class RunningServer implements Source {
  private final OperatorFile operator;
  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonNode hold;
  private final Thread renewer;
  private volatile String failure = "";

  RunningServer(Path data) throws IOException, InterruptedException {
    this.operator = OperatorFile.read(data);
    HttpResponse<String> answer = send("POST", "");
    if (answer.statusCode() != 201) {
      throw new IOException("the server does not hold its files: " + told(answer));
    }
    this.hold = Json.MAPPER.readTree(answer.body());
    this.renewer = Thread.ofVirtual().start(this::renew);
  }

  @Override
  public Path tableMetadata() {
    return Path.of(hold.path("metadata").asText());
  }

  @Override
  public long walEnd() {
    return hold.path("walEnd").asLong();
  }

  @Override
  public void requireHeld() throws IOException {
    String lost = failure.isEmpty() ? renewed() : failure;
    if (!lost.isEmpty()) {
      throw new IOException("the server stopped holding its files (" + lost + "): begin again");
    }
  }

  private void renew() {
    long pause = Math.max(1, hold.path("seconds").asLong() / 6);
    try {
      while (failure.isEmpty()) {
        Thread.sleep(Duration.ofSeconds(pause));
        failure = renewed();
      }
    } catch (InterruptedException e) {
      // The backup is finished.
    }
  }

  /** Why the hold could not be renewed; empty when it was. */
  private String renewed() {
    try {
      HttpResponse<String> answer = send("PUT", "/" + hold.path("id").asText());
      return answer.statusCode() == 204 ? "" : told(answer);
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    try {
      return http.send(
          HttpRequest.newBuilder(operator.address().resolve("/api/v1/holds" + path))
              .timeout(Duration.ofSeconds(30))
              .header("Authorization", "Bearer " + operator.token())
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new IOException(
          "no server answers at %s, though one uses the data folder: wait until it has started"
              .formatted(operator.address()),
          e);
    }
  }

  private static String told(HttpResponse<String> answer) throws IOException {
    return "HTTP %d %s"
        .formatted(
            answer.statusCode(), Json.MAPPER.readTree(answer.body()).path("message").asText());
  }

  @Override
  public void close() throws IOException {
    renewer.interrupt();
    try {
      renewer.join();
      send("DELETE", "/" + hold.path("id").asText());
    } catch (InterruptedException e) {
      // The hold ends by itself.
      Thread.currentThread().interrupt();
    } finally {
      http.shutdownNow();
    }
  }
}
