package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.server.RunFolder;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** What starts a server. Settings of the environment apply to it. */
final class ScriptOptions {
  @Option(
      names = "--tailwater",
      paramLabel = "FILE",
      defaultValue = "${sys:tailwater.script:-./tailwater}",
      description = "the script that starts a server (${DEFAULT-VALUE})")
  private Path tailwater = Path.of("tailwater");

  /** Starts it as it would be started without this benchmark. */
  ServerProcess start(RunFolder run) throws IOException {
    return start(run, Map.of());
  }

  /**
   * Starts it.
   *
   * @param settings as environment variables; they win
   */
  ServerProcess start(RunFolder run, Map<String, String> settings) throws IOException {
    return ServerProcess.start(tailwater, run, settings);
  }
}
