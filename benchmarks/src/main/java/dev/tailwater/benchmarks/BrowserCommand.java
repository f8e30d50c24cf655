package dev.tailwater.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.benchmarks.browser.TimedBrowser;
import dev.tailwater.benchmarks.server.Credentials;
import dev.tailwater.benchmarks.server.RunFolder;
import dev.tailwater.benchmarks.server.ServerApi;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench browser}: how long a dashboard takes for the one who looks at it. */
@Command(
    name = "browser",
    description = "Open a dashboard in Chromium and time when its panels are drawn.",
    mixinStandardHelpOptions = true)
final class BrowserCommand implements Callable<Integer> {
  @Mixin private final DataOptions dataOptions = new DataOptions();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "a running server to look at instead of one of its own; takes the access key from"
              + " TAILWATER_ACCESS_ID and TAILWATER_ACCESS_KEY")
  private @Nullable URI url;

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
      description = "times to open it again, and refreshes (${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--idle",
      description = "open it the first time when the server has nothing left to read ahead")
  private boolean idle;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Report report = new Report(dashboard + " in a browser");
    if (url != null) {
      String authorization = Credentials.authorizationOfEnvironment();
      try (ServerApi api = new ServerApi(url, authorization)) {
        measure(report, api, url, authorization, "");
      }
    } else {
      RunFolder run = dataOptions.open();
      // Until now, so that each refresh is over a range that has moved on, as that of a user.
      String range = "?from=" + run.from().toEpochMilli() + "&to=now";
      // A server of its own, so that the first time is the first since its start.
      try (ServerProcess server = dataOptions.start(run);
          ServerApi api = new ServerApi(server.port())) {
        report.seconds("startSeconds", "start of the server", server.startUp());
        report.count("lines", "lines in files", DataOptions.lines(api));
        if (idle) {
          report.seconds("aheadSeconds", "after the start, reading ahead", server.awaitIdle());
        }
        measure(report, api, address(server), Credentials.authorization(), range);
        report.megabytes("residentBytes", "memory, resident", server.memory().residentBytes());
      }
      try (ServerProcess server = dataOptions.start(run);
          ServerApi api = new ServerApi(server.port());
          TimedBrowser browser = TimedBrowser.launch(Credentials.authorization())) {
        report.seconds("readAheadSeconds", "after a restart, reading ahead", server.awaitIdle());
        add(report, "restarted", "then", List.of(browser.open(page(api, address(server), range))));
      }
      dataOptions.close(run, report);
    }
    report.print(Main.out(spec), json);
    return 0;
  }

  private void measure(
      Report report, ServerApi api, URI address, String authorization, String range)
      throws IOException, InterruptedException {
    URI page = page(api, address, range);
    try (TimedBrowser browser = TimedBrowser.launch(authorization)) {
      TimedBrowser.Opened first = browser.open(page);
      report.text("browser", "browser", browser.version());
      report.count("panels", "panels", first.panels());
      report.millis("firstPanelMillis", "first panel drawn", first.firstMillis());
      report.millis("allPanelsMillis", "all panels drawn", first.allMillis());
      List<Double> refreshes = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        refreshes.add(browser.refresh());
      }
      report.millis("refreshMillis", "refresh, median", median(refreshes));
      List<TimedBrowser.Opened> again = new ArrayList<>();
      List<TimedBrowser.Opened> cached = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        again.add(browser.open(page));
        cached.add(browser.reopen());
      }
      add(report, "again", "again, another browser", again);
      add(report, "cached", "again, the same browser", cached);
    }
  }

  private static void add(
      Report report, String name, String who, List<TimedBrowser.Opened> opened) {
    report.millis(
        name + "FirstPanelMillis",
        who + ": first panel",
        median(opened.stream().map(TimedBrowser.Opened::firstMillis).toList()));
    report.millis(
        name + "AllPanelsMillis",
        who + ": all panels",
        median(opened.stream().map(TimedBrowser.Opened::allMillis).toList()));
  }

  private static URI address(ServerProcess server) {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  private URI page(ServerApi api, URI address, String range)
      throws IOException, InterruptedException {
    return address.resolve("/dashboards/" + id(api) + range);
  }

  private String id(ServerApi api) throws IOException, InterruptedException {
    for (JsonNode found : api.get("/api/v2/dashboards?limit=100").path("dashboards")) {
      if (found.path("title").asText().contains(dashboard)) {
        return found.path("id").asText();
      }
    }
    throw new IOException("the server has no dashboard \"" + dashboard + "\"");
  }

  private static double median(List<Double> millis) {
    return new Percentiles(millis.stream().mapToLong(value -> Math.round(value * 1e6)).toArray())
        .medianMillis();
  }
}
