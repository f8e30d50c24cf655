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

  /** Waiting for a flush takes long, and what asking costs the server counts as its work. */
  private static final Duration FLUSH_POLL = Duration.ofMillis(500);

  /** Parsed lines that are neither hot nor in files for so long will not turn up any more. */
  private static final Duration LOST_AFTER = Duration.ofSeconds(10);

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
    Progress progress = new Progress(lines);
    while (progress.next().parsed() < lines || count() < lines) {
      Thread.sleep(POLL);
    }
  }

  private void awaitFlushed(long lines) throws IOException, InterruptedException {
    Progress progress = new Progress(lines);
    for (Stored stored = progress.next();
        stored.hot() > 0 || stored.inFiles() < lines;
        stored = progress.next()) {
      Thread.sleep(FLUSH_POLL);
    }
  }

  /** Where the server says lines are. */
  private record Stored(long parsed, long hot, long inFiles) {}

  /** Watches lines arrive, and notices when some never will. */
  private final class Progress {
    private final long lines;
    private final long began = System.nanoTime();
    private long complete = System.nanoTime();

    Progress(long lines) {
      this.lines = lines;
    }

    Stored next() throws IOException, InterruptedException {
      Map<String, Double> metrics = api.metrics();
      Stored stored =
          new Stored(
              figure(metrics, "tailwater_lines"),
              figure(metrics, "tailwater_hot_lines"),
              figure(metrics, "tailwater_file_lines"));
      long now = System.nanoTime();
      // Parsed lines are on their way to the hot ones for a moment.
      if (stored.parsed() < lines || stored.hot() + stored.inFiles() >= lines) {
        complete = now;
      }
      if (now - complete > LOST_AFTER.toNanos()) {
        throw new IOException(
            "%,d lines were accepted and parsed, but %,d are in files and %,d hot: %,d are lost"
                .formatted(
                    lines,
                    stored.inFiles(),
                    stored.hot(),
                    lines - stored.inFiles() - stored.hot()));
      }
      if (now - began > PATIENCE.toNanos()) {
        throw new IOException(
            "waited %d minutes for %,d lines, found %s"
                .formatted(PATIENCE.toMinutes(), lines, stored));
      }
      return stored;
    }
  }

  private static long figure(Map<String, Double> metrics, String name) throws IOException {
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
