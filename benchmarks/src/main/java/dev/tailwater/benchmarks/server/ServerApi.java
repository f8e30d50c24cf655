package dev.tailwater.benchmarks.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.http.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The server's HTTP API, as a browser calls it. Safe for use by many threads. */
public final class ServerApi implements AutoCloseable {
  private final URI address;
  private final String authorization;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param port of the loopback interface
   */
  public ServerApi(int port) {
    this(URI.create("http://127.0.0.1:" + port), Credentials.authorization());
  }

  /**
   * @param authorization the header of that name
   */
  public ServerApi(URI address, String authorization) {
    this.address = address;
    this.authorization = authorization;
  }

  /**
   * An answer that was read to its end.
   *
   * @param nanos from sending until the last byte
   * @param bytes of the body as it came, compressed or not
   */
  public record Answer(int status, long nanos, int bytes, JsonNode json) {}

  /** Reads a resource. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    Answer answer = send(request(path).GET());
    if (answer.status() != 200) {
      throw new IOException(path + " answered " + answer.status() + ": " + answer.json());
    }
    return answer.json();
  }

  /** Runs a query; the answer may be an error. */
  public Answer query(ObjectNode body) throws IOException, InterruptedException {
    return send(
        request("/api/v1/query")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  /** Whether the server says that it is ready. */
  public boolean isReady() throws IOException, InterruptedException {
    HttpRequest request = request("/observe/health/ready").build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() / 100 == 2;
  }

  /** The server's own figures by name. */
  public Map<String, Double> metrics() throws IOException, InterruptedException {
    HttpRequest request = request("/observe/metrics").header("Accept", "text/plain").build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("/observe/metrics answered " + response.statusCode());
    }
    return parse(response.body());
  }

  @Override
  public void close() {
    client.close();
  }

  /** Prometheus' text form: {@code name{labels} value} a line; labels are left out here. */
  static Map<String, Double> parse(String text) {
    Map<String, Double> values = new HashMap<>();
    text.lines()
        .filter(line -> line.startsWith("tailwater_"))
        .forEach(line -> {
          int nameEnd = line.indexOf('{') < 0 ? line.indexOf(' ') : line.indexOf('{');
          String name = line.substring(0, nameEnd).replaceFirst("_total$", "");
          values.put(name, Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)));
        });
    return values;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path))
        .header("Authorization", authorization)
        .header("Accept-Encoding", "gzip");
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    long began = System.nanoTime();
    HttpResponse<byte[]> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    long nanos = System.nanoTime() - began;
    byte[] body = response.body();
    boolean gzip = response.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
    try (InputStream in =
        gzip
            ? new GZIPInputStream(new ByteArrayInputStream(body))
            : new ByteArrayInputStream(body)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(response.statusCode(), nanos, body.length, Json.MAPPER.readTree(text));
    }
  }
}
