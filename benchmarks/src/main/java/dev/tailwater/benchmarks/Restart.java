package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.load.Load;
import dev.tailwater.benchmarks.load.Post;
import dev.tailwater.benchmarks.load.Sender;
import dev.tailwater.benchmarks.server.RunFolder;
import dev.tailwater.benchmarks.server.ServerApi;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Kills a server whose write-ahead log is large and sees how soon the next one is ready. */
final class Restart {
  private static final Duration POLL = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long POOL_LINES = 400_000;
  private static final int LINES_PER_POST = 100;
  private static final int CONNECTIONS = 4;

  /** Lets the log grow: nothing is flushed, and there is room for all lines in memory. */
  private static final Map<String, String> NO_FLUSH =
      Map.of(
          "TAILWATER_STORE_FLUSH_SECONDS", "86400",
          "TAILWATER_STORE_FLUSH_ROWS", "1000000000",
          "TAILWATER_STORE_FLUSH_MEGABYTES", "1000000",
          "TAILWATER_ENGINE_MEMORY_MEGABYTES", "8192");

  private Restart() {}

  /**
   * What was measured.
   *
   * @param lines accepted before the kill
   * @param walBytes of the log that was found
   * @param ready from starting the program to its saying that it is ready
   * @param complete until a query found all lines
   * @param found lines that it found
   */
  record Result(long lines, long walBytes, Duration ready, Duration complete, long found) {}

  /** Runs it. */
  static Result run(ScriptOptions script, long walBytes) throws IOException, InterruptedException {
    Load pool = Load.of("random", POOL_LINES, 0, LINES_PER_POST, Instant.now());
    RunFolder run = RunFolder.create();
    Result result;
    try {
      long lines = fill(script, run, pool.measured(), walBytes);
      result = restart(script, run, pool, lines);
    } catch (IOException e) {
      throw run.failed(e);
    }
    run.delete();
    return result;
  }

  private static long fill(ScriptOptions script, RunFolder run, List<Post> pool, long walBytes)
      throws IOException, InterruptedException {
    long lines = 0;
    try (ServerProcess server = script.start(run, NO_FLUSH)) {
      long seed = Instant.now().toEpochMilli();
      while (run.walBytes() < walBytes) {
        // Under new frame ids each time, or they would be taken for retries.
        List<Post> posts = Load.repeated(pool, POOL_LINES, seed++);
        lines += Sender.send(server.port(), posts, CONNECTIONS, 0).acceptedLines();
      }
      server.kill();
    }
    return lines;
  }

  private static Result restart(ScriptOptions script, RunFolder run, Load load, long lines)
      throws IOException, InterruptedException {
    long walBytes = run.walBytes();
    long began = System.nanoTime();
    try (ServerProcess server = script.start(run);
        ServerApi api = new ServerApi(server.port())) {
      while (!api.isReady()) {
        if (System.nanoTime() - began > PATIENCE.toNanos()) {
          throw new IOException("not ready after " + PATIENCE.toMinutes() + " minutes");
        }
        Thread.sleep(POLL);
      }
      Duration ready = Duration.ofNanos(System.nanoTime() - began);
      StoredLines stored = new StoredLines(api);
      stored.awaitQueryable(lines, load.from(), load.to());
      Duration complete = Duration.ofNanos(System.nanoTime() - began);
      long found = stored.count(load.from(), load.to());
      return new Result(lines, walBytes, ready, complete, found);
    }
  }
}
