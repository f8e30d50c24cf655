package dev.tailwater;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.http.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** The whole program in a process of its own, spoken to over HTTP as its users do. */
public final class TailwaterProcess implements AutoCloseable {
  public static final String EMAIL = "owner@example.com";
  public static final String PASSWORD = "correct-horse-battery";
  private static final String ACCESS_ID = "testid";
  private static final String ACCESS_KEY = "testkey";
  private static final String TOKEN = "testtoken";
  private static final String RUNNING = "Tailwater is running at ";

  private final Process process;
  private final URI address;
  private final Duration startTime;
  private final Queue<String> messages;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private TailwaterProcess(
      Process process, URI address, Duration startTime, Queue<String> messages) {
    this.process = process;
    this.address = address;
    this.startTime = startTime;
    this.messages = messages;
  }

  /**
   * Starts {@code serve} on a free port and returns when it says that it is running.
   *
   * @param settings environment on top of the test's credentials
   */
  public static TailwaterProcess start(Path data, Map<String, String> settings) throws IOException {
    return start(List.of(), data, settings);
  }

  /**
   * Starts {@code serve} through a command that becomes the program it is given, such as {@code
   * nsenter}.
   */
  static TailwaterProcess start(List<String> through, Path data, Map<String, String> settings)
      throws IOException {
    long began = System.nanoTime();
    ProcessBuilder builder = serving(data);
    builder.command().addAll(0, through);
    builder.environment().putAll(settings);
    Process process = builder.start();
    Queue<String> messages = new ConcurrentLinkedQueue<>();
    Thread listener =
        Thread.ofPlatform()
            .daemon()
            .name("messages-of-" + process.pid())
            .start(() -> passOn(process.errorReader(UTF_8), messages));
    BufferedReader out = process.inputReader(UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(RUNNING)) {
        URI address = URI.create(line.substring(RUNNING.length()));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return new TailwaterProcess(process, address, took, messages);
      }
    }
    try {
      listener.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new EndedException(process.onExit().join().exitValue(), messages);
  }

  /** The program ended before it said that it was running. */
  static final class EndedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private EndedException(int exitCode, Collection<String> messages) {
      super(
          "the server ended with "
              + exitCode
              + " before it was running:\n"
              + String.join("\n", messages));
      this.exitCode = exitCode;
    }

    int exitCode() {
      return exitCode;
    }
  }

  /** Shows what the program says, and keeps it. */
  private static void passOn(BufferedReader from, Queue<String> messages) {
    try (from) {
      for (String line = from.readLine(); line != null; line = from.readLine()) {
        System.err.println(line);
        messages.add(line);
      }
    } catch (IOException e) {
      // A killed process closes its streams in any state.
      messages.add(e.toString());
    }
  }

  /** The program that serves on a free port, not started yet. */
  static ProcessBuilder serving(Path data) throws IOException {
    return program(data, "serve", "--port", "0", "--data", data.toString());
  }

  private static ProcessBuilder program(Path data, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            // It lives for seconds: the second compiler would take half of its start.
            "-XX:TieredStopAtLevel=1",
            // A killed process leaves the native libraries that it unpacked.
            "-Djava.io.tmpdir=" + Files.createDirectories(data.resolve("tmp")),
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "dev.tailwater.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "TAILWATER_SERVER_HOST", "127.0.0.1",
                "TAILWATER_OWNER_EMAIL", EMAIL,
                "TAILWATER_OWNER_PASSWORD", PASSWORD,
                "TAILWATER_ACCESS_ID", ACCESS_ID,
                "TAILWATER_ACCESS_KEY", ACCESS_KEY,
                "TAILWATER_SOURCE_TOKEN", TOKEN));
    return builder;
  }

  /**
   * Runs a command with the owner's access key to its end, which must be a good one.
   *
   * @param data where its temporary files may be
   * @return what it printed, messages too
   */
  public static String run(Path data, String... arguments)
      throws IOException, InterruptedException {
    Process process = program(data, arguments).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError("exit code " + process.exitValue() + "\n" + printed);
    }
    return printed;
  }

  /** The lines that it wrote to standard error so far. */
  List<String> messages() {
    return List.copyOf(messages);
  }

  /** From the start of the process until it said that it is running. */
  public Duration startTime() {
    return startTime;
  }

  public URI at(String path) {
    return address.resolve(path);
  }

  /** The URL that drains deliver to. */
  public URI drain() {
    return at("/receiver/v1/http/" + TOKEN);
  }

  /**
   * Delivers a body as Logplex does.
   *
   * @return the status of the answer
   * @throws IOException when no answer came: nothing is known about the delivery then
   */
  public int deliver(String drainToken, String frameId, String body)
      throws IOException, InterruptedException {
    return delivery(drainToken, frameId, body).statusCode();
  }

  /** Delivers a body as Logplex does, and tells the whole answer. */
  public HttpResponse<String> delivery(String drainToken, String frameId, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(drain())
            .header("Content-Type", "application/logplex-1")
            .header("Logplex-Drain-Token", drainToken)
            .header("Logplex-Frame-Id", frameId)
            .header("Logplex-Msg-Count", "1")
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** A message with its octet count. */
  public static String frame(String message) {
    return message.getBytes(UTF_8).length + " " + message;
  }

  /** Runs a query and returns the answer of {@code POST /api/v1/query}. */
  public JsonNode query(String query, String from, String to, Map<String, String> variables)
      throws IOException, InterruptedException {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("query", query).put("from", from).put("to", to).put("timeZone", "UTC");
    body.put("limit", 10_000);
    ObjectNode values = body.putObject("variables");
    variables.forEach(values::put);
    HttpResponse<String> answer = post("/api/v1/query", body.toString());
    if (answer.statusCode() != 200) {
      throw new AssertionError(query + "\n" + answer.statusCode() + " " + answer.body());
    }
    return Json.MAPPER.readTree(answer.body());
  }

  /** Gets JSON. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(authorized(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    return Json.MAPPER.readTree(answer.body());
  }

  /** Gets text. */
  public String text(String path) throws IOException, InterruptedException {
    return client.send(authorized(path).GET().build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Gets a file. */
  public HttpResponse<byte[]> file(String path) throws IOException, InterruptedException {
    return client.send(authorized(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /** Posts JSON. */
  public HttpResponse<String> post(String path, String json)
      throws IOException, InterruptedException {
    return send("POST", path, json);
  }

  /** Sends JSON. */
  public HttpResponse<String> send(String method, String path, String json)
      throws IOException, InterruptedException {
    return client.send(
        authorized(path)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Gets JSON as somebody without an account; a missing node when it was refused. */
  public JsonNode getAsStranger(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(at(path)).timeout(Duration.ofSeconds(60)).build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() == 200
        ? Json.MAPPER.readTree(answer.body())
        : MissingNode.getInstance();
  }

  /** Waits until so many lines can be queried. */
  public void awaitLines(long count) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    long found = -1;
    while (System.nanoTime() < deadline) {
      found = query("* | count", "-30d", "+2d", Map.of()).at("/rows/0/0").asLong();
      if (found >= count) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("expected " + count + " lines within 30 s, found " + found);
  }

  private HttpRequest.Builder authorized(String path) {
    String credentials = ACCESS_ID + ":" + ACCESS_KEY;
    return HttpRequest.newBuilder(at(path))
        .timeout(Duration.ofSeconds(60))
        .header(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)));
  }

  /** Whether the process ends by itself within a time, as it does at a point of faults. */
  boolean endsWithin(Duration time) throws InterruptedException {
    return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the process as a power cut would: SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends the process as an operator would: SIGTERM. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
    if (process.isAlive()) {
      process.destroyForcibly();
      throw new AssertionError("the server did not stop within 30 s of SIGTERM");
    }
  }
}
