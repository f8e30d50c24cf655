package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.server.RunFolder;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** How the measured server is started. Settings of the environment apply to it too. */
final class ServerOptions {
  @Option(
      names = "--flush-seconds",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "age at which hot lines are written to files (${DEFAULT-VALUE})")
  private int flushSeconds;

  @Option(
      names = "--tailwater",
      paramLabel = "FILE",
      defaultValue = "${sys:tailwater.script:-./tailwater}",
      description = "the script that starts a server (${DEFAULT-VALUE})")
  private Path tailwater = Path.of("tailwater");

  /** Starts it. */
  ServerProcess start(RunFolder run) throws IOException {
    return ServerProcess.start(
        tailwater, run, Map.of("TAILWATER_STORE_FLUSH_SECONDS", Integer.toString(flushSeconds)));
  }
}
