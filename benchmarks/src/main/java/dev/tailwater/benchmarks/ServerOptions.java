package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.server.RunFolder;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the measured server is started. Settings of the environment apply to it too. */
final class ServerOptions {
  @Option(
      names = "--flush-seconds",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "age at which hot lines are written to files (${DEFAULT-VALUE})")
  private int flushSeconds;

  @Mixin private final ScriptOptions script = new ScriptOptions();

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
    return script.start(run, all);
  }

  /** Starts servers with their own flush age. */
  ScriptOptions plain() {
    return script;
  }
}
