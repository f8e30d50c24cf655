package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.load.Load;
import dev.tailwater.benchmarks.server.RunFolder;
import dev.tailwater.benchmarks.server.ServerApi;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench ingest}: what accepting, storing and flushing lines costs. */
@Command(
    name = "ingest",
    description = "Send lines to a server of its own and measure until all are in files.",
    mixinStandardHelpOptions = true)
final class IngestCommand implements Callable<Integer> {
  @Mixin private final LoadOptions loadOptions = new LoadOptions();
  @Mixin private final ServerOptions serverOptions = new ServerOptions();

  @Mixin private final SendingOptions sending = new SendingOptions();

  @Option(names = "--keep", description = "leave the data, for panels --data")
  private boolean keep;

  @Mixin private final JsonOption form = new JsonOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Report report = new Report("ingest of " + loadOptions.source() + " lines");
    report.count("connections", "connections", sending.connections());
    Load load = loadOptions.load();
    RunFolder run = RunFolder.create();
    run.writeRange(load.from(), load.to());
    try (ServerProcess server = serverOptions.start(run);
        ServerApi api = new ServerApi(server.port())) {
      report.seconds("startSeconds", "start of the server", server.startUp());
      Ingest.Result result =
          new Ingest(server, api, load, sending.connections(), sending.rate()).run();
      IngestReport.add(report, load, result, run.warehouseBytes());
    } catch (IOException e) {
      throw run.failed(e);
    }
    if (keep) {
      report.text("data", "data", run.path().toString());
    } else {
      run.delete();
    }
    form.print(report, Main.out(spec));
    return 0;
  }
}
