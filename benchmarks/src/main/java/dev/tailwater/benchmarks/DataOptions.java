package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.load.Load;
import dev.tailwater.benchmarks.server.RunFolder;
import dev.tailwater.benchmarks.server.ServerApi;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which lines queries are asked over: those of an earlier run, or new ones. */
final class DataOptions {
  private static final int CONNECTIONS = 4;

  @Mixin private final LoadOptions loadOptions = new LoadOptions();
  @Mixin private final ServerOptions serverOptions = new ServerOptions();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "what an earlier run left with --keep; without it lines are sent first")
  private @Nullable Path data;

  @Option(names = "--keep", description = "leave the data, for --data")
  private boolean keep;

  /** The folder with the lines; they are sent first where there are none. */
  RunFolder open() throws IOException, InterruptedException {
    return data == null ? ingested() : new RunFolder(data.toAbsolutePath());
  }

  /** The file that the lines are sent from; empty where they are made, or were sent before. */
  Optional<Path> source() {
    return data == null ? loadOptions.file() : Optional.empty();
  }

  /** How many lines are sent at most. */
  long mostLines() {
    return loadOptions.lines();
  }

  /** Starts a server on the lines. */
  ServerProcess start(RunFolder run) throws IOException, InterruptedException {
    return serverOptions.start(run);
  }

  /** Leaves the folder or deletes it, as asked. */
  void close(RunFolder run, Report report) throws IOException {
    if (keep || data != null) {
      report.text("data", "data", run.path().toString());
    } else {
      run.delete();
    }
  }

  /** How many lines the server has in files. */
  static long lines(ServerApi api) throws IOException, InterruptedException {
    return api.metrics().getOrDefault("tailwater_file_lines", 0.0).longValue();
  }

  private RunFolder ingested() throws IOException, InterruptedException {
    Load load = loadOptions.load();
    RunFolder run = RunFolder.create();
    run.writeRange(load.from(), load.to());
    try (ServerProcess server = serverOptions.start(run);
        ServerApi api = new ServerApi(server.port())) {
      new Ingest(server, api, load, CONNECTIONS, 0).run();
    } catch (IOException e) {
      throw run.failed(e);
    }
    return run;
  }
}
