package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.server.RunFolder;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
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
    return start(run, Map.of());
  }

  /**
   * Starts it.
   *
   * @param settings of this run, as environment variables; they win
   */
  ServerProcess start(RunFolder run, Map<String, String> settings) throws IOException {
    Map<String, String> all = new HashMap<>();
    all.put("TAILWATER_STORE_FLUSH_SECONDS", Integer.toString(flushSeconds));
    all.putAll(settings);
    return ServerProcess.start(tailwater, run, all);
  }

  /** Starts it as it would be started without this benchmark. */
  ServerProcess startPlain(RunFolder run) throws IOException {
    return ServerProcess.start(tailwater, run, Map.of());
  }
}
