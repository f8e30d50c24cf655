package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.load.Load;
import dev.tailwater.benchmarks.server.RunFolder;
import dev.tailwater.benchmarks.server.ServerApi;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench panels}: how long a dashboard takes. */
@Command(
    name = "panels",
    description = "Ask for all panels of a dashboard, as a browser does and one after the other.",
    mixinStandardHelpOptions = true)
final class PanelsCommand implements Callable<Integer> {
  /** Browsers open so many connections to a server. */
  private static final int AT_ONCE = 6;

  private static final int CONNECTIONS = 4;

  @Mixin private final LoadOptions loadOptions = new LoadOptions();
  @Mixin private final ServerOptions serverOptions = new ServerOptions();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "what an earlier run left with --keep; without it lines are sent first")
  private @Nullable Path data;

  @Option(
      names = "--dashboard",
      paramLabel = "TITLE",
      defaultValue = "Overview",
      description = "part of the dashboard's title (${DEFAULT-VALUE})")
  private String dashboard = "";

  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      defaultValue = "5",
      description = "rounds of each kind after the first (${DEFAULT-VALUE})")
  private int rounds;

  @Option(names = "--keep", description = "leave the data, for --data")
  private boolean keep;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Report report = new Report("panels of " + dashboard);
    Path reused = data;
    RunFolder run = reused == null ? ingested() : new RunFolder(reused.toAbsolutePath());
    // A server of its own, so that the first round is the first since its start.
    try (ServerProcess server = serverOptions.start(run);
        ServerApi api = new ServerApi(server.port())) {
      report.seconds("startSeconds", "start of the server", server.startUp());
      report.count("lines", "lines in files", lines(api));
      List<Panel> panels = Panel.ofDashboard(api, dashboard, run.from(), run.to());
      PanelRound first = PanelRound.run(api, panels, AT_ONCE);
      List<PanelRound> together = new ArrayList<>();
      List<PanelRound> alone = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        together.add(PanelRound.run(api, panels, AT_ONCE));
        alone.add(PanelRound.run(api, panels, 1));
      }
      PanelsReport.add(report, panels, first, together, alone, server.memory());
    }
    if (keep || reused != null) {
      report.text("data", "data", run.path().toString());
    } else {
      run.delete();
    }
    report.print(Main.out(spec), json);
    return 0;
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

  private static long lines(ServerApi api) throws IOException, InterruptedException {
    return api.metrics().getOrDefault("tailwater_file_lines", 0.0).longValue();
  }
}
