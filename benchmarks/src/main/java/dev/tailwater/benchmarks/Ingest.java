package dev.tailwater.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.benchmarks.load.Load;
import dev.tailwater.benchmarks.load.Post;
import dev.tailwater.benchmarks.load.Sender;
import dev.tailwater.benchmarks.load.Sent;
import dev.tailwater.benchmarks.server.Memory;
import dev.tailwater.benchmarks.server.ProcessorTime;
import dev.tailwater.benchmarks.server.ServerApi;
import dev.tailwater.benchmarks.server.ServerProcess;
import dev.tailwater.http.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Sends a load to a server with an empty table and watches until all of it is in files. */
final class Ingest {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final ServerProcess server;
  private final ServerApi api;
  private final Load load;
  private final int connections;
  private final long linesPerSecond;

  /**
   * @param linesPerSecond 0 for as fast as the server answers
   */
  Ingest(ServerProcess server, ServerApi api, Load load, int connections, long linesPerSecond) {
    this.server = server;
    this.api = api;
    this.load = load;
    this.connections = connections;
    this.linesPerSecond = linesPerSecond;
  }

  /**
   * What was measured, from the first post after the warm-up on.
   *
   * @param warmUpLines lines accepted before
   * @param sent what became of the posts
   * @param queryable until a query counted all lines
   * @param flushed until all lines were in files
   * @param processorTime what the server used until then
   * @param memory of the server then
   */
  record Result(
      long warmUpLines,
      Sent sent,
      Duration queryable,
      Duration flushed,
      ProcessorTime processorTime,
      Memory memory) {}

  /** Runs it. */
  Result run() throws IOException, InterruptedException {
    long warmUpLines = 0;
    if (!load.warmUp().isEmpty()) {
      warmUpLines = send(load.warmUp(), 0).acceptedLines();
      awaitFlushed(warmUpLines);
    }
    ProcessorTime before = server.processorTime();
    long began = System.nanoTime();
    Sent sent = send(load.measured(), linesPerSecond);
    long lines = warmUpLines + sent.acceptedLines();
    awaitQueryable(lines);
    Duration queryable = Duration.ofNanos(System.nanoTime() - began);
    awaitFlushed(lines);
    Duration flushed = Duration.ofNanos(System.nanoTime() - began);
    return new Result(
        warmUpLines,
        sent,
        queryable,
        flushed,
        server.processorTime().since(before),
        server.memory());
  }

  private Sent send(List<Post> posts, long rate) throws IOException, InterruptedException {
    return Sender.send(server.port(), posts, connections, rate);
  }

  /** The figure that costs the server nothing is asked first, the query only when it says so. */
  private void awaitQueryable(long lines) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (figure("tailwater_lines") < lines || count() < lines) {
      pause(deadline, lines + " lines to be found by queries");
    }
  }

  private void awaitFlushed(long lines) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (figure("tailwater_hot_lines") > 0 || figure("tailwater_file_lines") < lines) {
      pause(deadline, lines + " lines to be in files");
    }
  }

  private static void pause(long deadline, String what) throws IOException, InterruptedException {
    if (System.nanoTime() > deadline) {
      throw new IOException("waited " + PATIENCE.toMinutes() + " minutes for " + what);
    }
    Thread.sleep(POLL);
  }

  private long figure(String name) throws IOException, InterruptedException {
    Map<String, Double> metrics = api.metrics();
    Double value = metrics.get(name);
    if (value == null) {
      throw new IOException("expected " + name + " among the server's metrics, found none");
    }
    return value.longValue();
  }

  private long count() throws IOException, InterruptedException {
    // Lines of a fleet may carry times a little outside of the range.
    Duration day = Duration.ofDays(1);
    ObjectNode query = Json.MAPPER.createObjectNode();
    query.put("query", "* | count");
    query.put("from", load.from().minus(day).toEpochMilli());
    query.put("to", load.to().plus(day).toEpochMilli());
    ServerApi.Answer answer = api.query(query);
    if (answer.status() != 200) {
      throw new IOException("counting lines failed: " + answer.json());
    }
    return answer.json().at("/rows/0/0").asLong();
  }
}
