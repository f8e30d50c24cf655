package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.load.Load;
import java.io.IOException;
import java.time.Instant;
import picocli.CommandLine.Option;

/** What is sent. */
final class LoadOptions {
  @Option(
      names = "--lines",
      paramLabel = "LINES",
      defaultValue = "1000000",
      description = "lines to send (${DEFAULT-VALUE}); a fleet makes about as many")
  private long lines;

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

  /** Makes the load, up to now. */
  Load load() throws IOException {
    return Load.of(source, lines, warmUp, batch, Instant.now());
  }
}
