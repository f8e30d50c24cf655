package dev.tailwater.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.benchmarks.server.ServerApi;
import dev.tailwater.http.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Watches accepted lines become queryable and get into files, and notices when some never will. */
final class StoredLines {
  private static final Duration POLL = Duration.ofMillis(50);

  /** Waiting for a flush takes long, and what asking costs the server counts as its work. */
  private static final Duration FLUSH_POLL = Duration.ofMillis(500);

  /** Parsed lines that are neither hot nor in files for so long will not turn up any more. */
  private static final Duration LOST_AFTER = Duration.ofSeconds(10);

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final ServerApi api;

  StoredLines(ServerApi api) {
    this.api = api;
  }

  /** The figure that costs the server nothing is asked first, the query only when it says so. */
  void awaitQueryable(long lines, Instant from, Instant to)
      throws IOException, InterruptedException {
    Progress progress = new Progress(lines);
    while (progress.next().present() < lines || count(from, to) < lines) {
      Thread.sleep(POLL);
    }
  }

  /** Waits until no line is hot and so many are in files. */
  void awaitFlushed(long lines) throws IOException, InterruptedException {
    Progress progress = new Progress(lines);
    for (Stored stored = progress.next();
        stored.hot() > 0 || stored.inFiles() < lines;
        stored = progress.next()) {
      Thread.sleep(FLUSH_POLL);
    }
  }

  /**
   * Where the server says lines are.
   *
   * @param parsed since its start
   */
  private record Stored(long parsed, long hot, long inFiles) {
    long present() {
      return hot + inFiles;
    }
  }

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
      if (stored.parsed() < lines || stored.present() >= lines) {
        complete = now;
      }
      if (now - complete > LOST_AFTER.toNanos()) {
        throw new IOException(
            "%,d lines were accepted and parsed, but %,d are in files and %,d hot: %,d are lost"
                .formatted(lines, stored.inFiles(), stored.hot(), lines - stored.present()));
      }
      if (now - began > PATIENCE.toNanos()) {
        throw new IOException(
            "waited %d minutes for %,d lines, found %s"
                .formatted(PATIENCE.toMinutes(), lines, stored));
      }
      return stored;
    }
  }

  /** One of the server's figures. */
  static long figure(Map<String, Double> metrics, String name) throws IOException {
    Double value = metrics.get(name);
    if (value == null) {
      throw new IOException("expected " + name + " among the server's metrics, found none");
    }
    return value.longValue();
  }

  /** How many lines a query finds. */
  long count(Instant from, Instant to) throws IOException, InterruptedException {
    // Lines of a fleet may carry times a little outside of the range.
    Duration day = Duration.ofDays(1);
    ObjectNode query = Json.MAPPER.createObjectNode();
    query.put("query", "* | count");
    query.put("from", from.minus(day).toEpochMilli());
    query.put("to", to.plus(day).toEpochMilli());
    ServerApi.Answer answer = api.query(query);
    if (answer.status() != 200) {
      throw new IOException("counting lines failed: " + answer.json());
    }
    return answer.json().at("/rows/0/0").asLong();
  }
}
