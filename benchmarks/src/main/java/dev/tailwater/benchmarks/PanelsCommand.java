package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.server.RunFolder;
import dev.tailwater.benchmarks.server.ServerApi;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench panels}: how long dashboards take. */
@Command(
    name = "panels",
    description = "Ask for all panels of dashboards, as a browser does and one after the other.",
    mixinStandardHelpOptions = true)
final class PanelsCommand implements Callable<Integer> {
  /** Browsers open so many connections to a server. */
  private static final int AT_ONCE = 6;

  private static final String CITY_FILE = "TAILWATER_GEO_CITY_FILE";

  @Mixin private final DataOptions dataOptions = new DataOptions();

  @Option(
      names = "--dashboard",
      paramLabel = "TITLE",
      defaultValue = "Overview",
      description = "part of the titles of the dashboards, \"\" being all (${DEFAULT-VALUE})")
  private String dashboard = "";

  @Mixin private final RoundsOption roundsOption = new RoundsOption();

  @Mixin private final JsonOption form = new JsonOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Report report = new Report("panels of " + dashboard);
    RunFolder run = dataOptions.open();
    // A server of its own, so that the first round is the first since its start.
    try (ServerProcess server = dataOptions.start(run);
        ServerApi api = new ServerApi(server.port())) {
      report.seconds("startSeconds", "start of the server", server.startUp());
      report.count("lines", "lines in files", DataOptions.lines(api));
      List<DashboardRounds> dashboards = new ArrayList<>();
      int leftOut = 0;
      for (var panels : NamedQuery.ofDashboards(api, dashboard, run.from(), run.to()).entrySet()) {
        List<NamedQuery> asked = panels.getValue().stream().filter(PanelsCommand::canRun).toList();
        leftOut += panels.getValue().size() - asked.size();
        dashboards.add(rounds(api, panels.getKey(), asked));
      }
      if (leftOut > 0) {
        report.count("leftOut", "panels left out, for want of " + CITY_FILE, leftOut);
      }
      PanelsReport.add(report, dashboards, server.memory());
    }
    dataOptions.close(run, report);
    form.print(report, Main.out(spec));
    return 0;
  }

  /** Places on a map need a file that who measures may not have. */
  private static boolean canRun(NamedQuery panel) {
    return System.getenv(CITY_FILE) != null
        || !panel.request().path("query").asText().contains("geo://");
  }

  private DashboardRounds rounds(ServerApi api, String title, List<NamedQuery> panels)
      throws IOException, InterruptedException {
    QueryRound first = QueryRound.run(api, panels, AT_ONCE);
    List<QueryRound> together = new ArrayList<>();
    List<QueryRound> alone = new ArrayList<>();
    for (int i = 0; i < roundsOption.rounds(); i++) {
      together.add(QueryRound.run(api, panels, AT_ONCE));
      alone.add(QueryRound.run(api, panels, 1));
    }
    return new DashboardRounds(title, panels, first, together, alone);
  }
}
