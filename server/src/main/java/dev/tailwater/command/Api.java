package dev.tailwater.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.http.Json;
import dev.tailwater.store.Upkeep;
import dev.tailwater.store.UpkeepStep;
import dev.tailwater.upkeep.StepJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Base64;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command reaches a running server: its address and an access key. */
final class Api {
  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:TAILWATER_URL:-http://localhost:8080}",
      description = "address of the server (${DEFAULT-VALUE}; or TAILWATER_URL)")
  private String url = "";

  @Option(
      names = "--access-id",
      paramLabel = "ID",
      defaultValue = "${env:TAILWATER_ACCESS_ID}",
      description = "access id (or TAILWATER_ACCESS_ID)")
  private @Nullable String accessId;

  // Not an option: the command line of a process can be read by others.
  private final @Nullable String accessKey = System.getenv("TAILWATER_ACCESS_KEY");

  private final HttpClient client = HttpClient.newHttpClient();

  /**
   * Runs a query.
   *
   * @return the answer of {@code POST /api/v1/query}
   * @throws IOException when the server cannot be reached or refuses; the message says why
   */
  JsonNode query(String query, String from, String to, int limit)
      throws IOException, InterruptedException {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("query", query);
    body.put("from", from);
    body.put("to", to);
    body.put("timeZone", ZoneId.systemDefault().getId());
    body.put("limit", limit);
    HttpResponse<InputStream> response = post("/api/v1/query", body);
    try (InputStream answer = response.body()) {
      return Json.MAPPER.readTree(answer);
    }
  }

  /**
   * Runs the upkeep of the server.
   *
   * @param progress is told each step as it happens
   * @throws IOException when the server cannot be reached or refuses; the message says why
   */
  void upkeep(Upkeep.Run run, Consumer<UpkeepStep> progress)
      throws IOException, InterruptedException {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("dryRun", run.dryRun());
    body.put("trustClock", run.trustClock());
    HttpResponse<InputStream> response = post("/api/v1/upkeep", body);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        progress.accept(StepJson.read(Json.MAPPER.readTree(line)));
      }
    }
  }

  /** The answer, which is a 200. */
  private HttpResponse<InputStream> post(String path, ObjectNode body)
      throws IOException, InterruptedException {
    if (accessId == null || accessKey == null) {
      throw new IOException(
          "expected an access key in TAILWATER_ACCESS_ID and TAILWATER_ACCESS_KEY, found none: the"
              + " first start of the server printed it");
    }
    String credentials = accessId + ":" + accessKey;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/json")
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<InputStream> response;
    try {
      response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (ConnectException e) {
      throw new IOException("no server answers at " + url + ": name it with --url", e);
    }
    if (response.statusCode() != 200) {
      try (InputStream answer = response.body()) {
        throw new IOException(
            Json.MAPPER.readTree(answer).path("message").asText("HTTP " + response.statusCode()));
      }
    }
    return response;
  }
}
