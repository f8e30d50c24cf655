package dev.tailwater.benchmarks.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What a run leaves: the server's data folder, its log, and from when its lines are.
 *
 * @param path the folder of all three
 */
public record RunFolder(Path path) {
  /** A new empty one among the temporary files. */
  public static RunFolder create() throws IOException {
    return new RunFolder(Files.createTempDirectory("tailwater-bench"));
  }

  /** The server's data folder. */
  public Path data() {
    return path.resolve("data");
  }

  /** What the server says. */
  public Path log() {
    return path.resolve("server.log");
  }

  /** What a benchmark counted of the lines itself; may be absent. */
  public Path facts() {
    return path.resolve("facts.json");
  }

  /** Keeps for later runs from when the lines are. */
  public void writeRange(Instant from, Instant to) throws IOException {
    Files.writeString(
        rangeFile(),
        Json.MAPPER
            .createObjectNode()
            .put("from", from.toEpochMilli())
            .put("to", to.toEpochMilli())
            .toString());
  }

  /** The earliest time of the lines. */
  public Instant from() throws IOException {
    return Instant.ofEpochMilli(range().path("from").asLong());
  }

  /** The time after the last of the lines. */
  public Instant to() throws IOException {
    return Instant.ofEpochMilli(range().path("to").asLong());
  }

  /** Bytes of all files of the table. */
  public long warehouseBytes() throws IOException {
    try (Stream<Path> files = Files.walk(data().resolve("warehouse"))) {
      return files.mapToLong(file -> Files.isRegularFile(file) ? file.toFile().length() : 0).sum();
    }
  }

  /** Bytes of the write-ahead log. */
  public long walBytes() throws IOException {
    // Not walked: a running server deletes segments, and what is gone has no length.
    try (Stream<Path> files = Files.list(data().resolve("wal"))) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /** A failure of the run, with where to look for its cause. */
  public IOException failed(IOException failure) {
    return new IOException(
        failure.getMessage() + "; the server's data and log are in " + path, failure);
  }

  /** Whether a run came so far that its lines can be asked for. */
  public boolean isComplete() {
    return Files.exists(rangeFile());
  }

  /** Deletes everything. */
  public void delete() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private JsonNode range() throws IOException {
    return Json.MAPPER.readTree(Files.readString(rangeFile()));
  }

  private Path rangeFile() {
    return path.resolve("range.json");
  }
}
