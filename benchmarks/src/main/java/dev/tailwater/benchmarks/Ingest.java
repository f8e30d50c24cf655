package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.load.Load;
import dev.tailwater.benchmarks.load.Post;
import dev.tailwater.benchmarks.load.Sender;
import dev.tailwater.benchmarks.load.Sent;
import dev.tailwater.benchmarks.server.Memory;
import dev.tailwater.benchmarks.server.ProcessorTime;
import dev.tailwater.benchmarks.server.ServerApi;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Sends a load to a server with an empty table and watches until all of it is in files. */
final class Ingest {
  private final ServerProcess server;
  private final StoredLines stored;
  private final Load load;
  private final int connections;
  private final long linesPerSecond;

  /**
   * @param linesPerSecond 0 for as fast as the server answers
   */
  Ingest(ServerProcess server, ServerApi api, Load load, int connections, long linesPerSecond) {
    this.server = server;
    this.stored = new StoredLines(api);
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
      stored.awaitFlushed(warmUpLines);
    }
    ProcessorTime before = server.processorTime();
    long began = System.nanoTime();
    Sent sent = send(load.measured(), linesPerSecond);
    long lines = warmUpLines + sent.acceptedLines();
    stored.awaitQueryable(lines, load.from(), load.to());
    Duration queryable = Duration.ofNanos(System.nanoTime() - began);
    stored.awaitFlushed(lines);
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
}
