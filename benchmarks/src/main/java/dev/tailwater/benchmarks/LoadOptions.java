package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.load.Load;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is sent. */
final class LoadOptions {
  private static final long LINES = 1_000_000;

  /** More than any file has, with room for a warm-up. */
  private static final long ALL = Long.MAX_VALUE / 2;

  @Option(
      names = "--lines",
      paramLabel = "LINES",
      description = "lines to send (1000000, or all of a file); a fleet makes about as many")
  private @Nullable Long lines;

  @Option(
      names = "--source",
      paramLabel = "fleet|random|FILE",
      defaultValue = "fleet",
      description =
          "a simulated fleet, lines of high entropy, or a file of frames (${DEFAULT-VALUE})")
  private String source = "";

  @Option(
      names = "--batch",
      paramLabel = "LINES",
      defaultValue = "100",
      description = "lines in a request (${DEFAULT-VALUE})")
  private int batch;

  @Option(
      names = "--warm-up",
      paramLabel = "LINES",
      defaultValue = "0",
      description = "lines to send before the clock starts (${DEFAULT-VALUE})")
  private long warmUp;

  /** Where the lines come from, for the report. */
  String source() {
    return source;
  }

  /** The file that the lines come from, where they come from one. */
  Optional<Path> file() {
    boolean made = source.equals("fleet") || source.equals("random");
    return made ? Optional.empty() : Optional.of(Path.of(source));
  }

  /** How many lines are sent at most. */
  long lines() {
    return Objects.requireNonNullElse(lines, file().isPresent() ? ALL : LINES);
  }

  /** Makes the load, up to now. */
  Load load() throws IOException {
    return Load.of(source, lines(), warmUp, batch, Instant.now());
  }
}
