package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.load.Load;
import dev.tailwater.benchmarks.load.Sent;
import dev.tailwater.benchmarks.server.RunFolder;
import dev.tailwater.benchmarks.server.ServerApi;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench table}: everything that there is a target for, in one run. */
@Command(
    name = "table",
    description = "Measure everything that there is a target for, one after the other.",
    mixinStandardHelpOptions = true)
final class TableCommand implements Callable<Integer> {
  private static final int LINES_PER_POST = 100;
  private static final int CONNECTIONS = 4;

  /** Browsers open so many connections to a server. */
  private static final int AT_ONCE = 6;

  private static final long DELIVERY_RATE = 10_000;
  private static final long BUSY_RATE = 50_000;
  private static final Duration REFRESH = Duration.ofSeconds(5);

  /** Of the wanted lines a second: a little is lost at the beginning and at the end. */
  private static final double MIN_SHARE = 0.95;

  @Mixin private final ServerOptions serverOptions = new ServerOptions();

  @Option(
      names = "--source",
      paramLabel = "random|FILE",
      defaultValue = "random",
      description = "lines of high entropy, or a file of frames (${DEFAULT-VALUE})")
  private String source = "";

  @Option(
      names = "--data-folder",
      paramLabel = "DIR",
      description = "where the lines for Overview are kept for the next run")
  private @Nullable Path dataFolder;

  @Option(
      names = "--quick",
      description = "few lines and short times, to see that all works: not what the targets mean")
  private boolean quick;

  @Mixin private final RoundsOption roundsOption = new RoundsOption();

  @Option(names = "--markdown", description = "print the table as Markdown")
  private boolean markdown;

  @Mixin private final JsonOption form = new JsonOption();

  @Spec private @Nullable CommandSpec spec;

  private Scoreboard scoreboard = new Scoreboard(true);
  private final List<String> problems = new ArrayList<>();

  /** How much is measured. */
  private record Size(
      long lines,
      long deliverySeconds,
      long warmUpLines,
      long overviewLines,
      long busySeconds,
      long walBytes) {
    private static final Size FULL =
        new Size(4_000_000, 60, 500_000, 10_000_000, 150, 1_000_000_000);
    private static final Size QUICK = new Size(200_000, 10, 100_000, 200_000, 15, 100_000_000);
  }

  /** One part of the run. */
  @FunctionalInterface
  private interface Part {
    void measure(Size size) throws IOException, InterruptedException;
  }

  @Override
  public Integer call() throws Exception {
    scoreboard = new Scoreboard(!quick);
    Report report =
        new Report(quick ? "all targets, short form: not comparable with them" : "all targets");
    report.text("source", "lines", source);
    run("ingest and questions", this::lines);
    run("deliveries", this::deliveries);
    run("Overview", this::overview);
    run("memory", this::memory);
    run("restart", this::restart);
    if (markdown) {
      PrintWriter out = Main.out(spec);
      scoreboard.markdown().forEach(out::println);
      out.flush();
    } else {
      scoreboard.addTo(report);
      form.print(report, Main.out(spec));
    }
    problems.forEach(problem -> Main.err(spec).println("bench: " + problem));
    return problems.isEmpty() ? 0 : 1;
  }

  /** A part that fails leaves its rows empty: the others took long enough to be shown. */
  private void run(String name, Part part) throws InterruptedException {
    PrintWriter progress = Main.err(spec);
    progress.println("measuring: " + name + " …");
    progress.flush();
    try {
      part.measure(quick ? Size.QUICK : Size.FULL);
    } catch (IOException e) {
      problems.add(name + ": " + e.getMessage());
    }
  }

  private void lines(Size size) throws IOException, InterruptedException {
    Load load = Load.of(source, size.lines(), 0, LINES_PER_POST, Instant.now());
    RunFolder run = RunFolder.create();
    run.writeRange(load.from(), load.to());
    try {
      try (ServerProcess server = serverOptions.start(run);
          ServerApi api = new ServerApi(server.port())) {
        Ingest.Result result = new Ingest(server, api, load, CONNECTIONS, 0).run();
        double lines = result.sent().acceptedLines();
        double processorSeconds = result.processorTime().total().toNanos() / 1e9;
        scoreboard.put(Goal.LINES_PER_PROCESSOR_SECOND, lines / processorSeconds);
        scoreboard.put(Goal.BYTES_PER_LINE, run.warehouseBytes() / lines);
      }
      Path file = source.equals("random") ? null : Path.of(source);
      QuestionsRun.Outcome outcome =
          new QuestionsRun(file, size.lines(), "", roundsOption.rounds())
              .run(run, serverOptions::start);
      problems.addAll(outcome.problems());
      outcome
          .result()
          .timed()
          .forEach((goal, timed) -> {
            // A fast wrong answer is none.
            if (!outcome.result().wrong().contains(goal)) {
              scoreboard.put(goal, timed.medianMillis());
            }
          });
      scoreboard.putPeer(outcome.peer().medianMillis());
    } catch (IOException e) {
      throw run.failed(e);
    }
    run.delete();
  }

  private void deliveries(Size size) throws IOException, InterruptedException {
    Deliveries.Result result =
        DeliveriesCommand.measure(
            serverOptions.plain(), DELIVERY_RATE, size.deliverySeconds(), size.warmUpLines());
    if (kept("deliveries", result.sent(), DELIVERY_RATE)) {
      scoreboard.put(Goal.ANSWER_P50, result.sent().answers().medianMillis());
      scoreboard.put(Goal.ANSWER_P99, result.sent().answers().millis(99));
      scoreboard.put(Goal.VISIBLE, result.visible().maxMillis());
    }
  }

  private void overview(Size size) throws IOException, InterruptedException {
    long lines = size.overviewLines();
    Path kept = dataFolder;
    Path folder = kept == null ? Files.createTempDirectory("tailwater-bench") : kept;
    RandomData data = new RandomData(folder, serverOptions, Main.err(spec));
    RunFolder run = data.open(lines, lines);
    // A server of its own, so that the first round is the first since its start.
    try (ServerProcess server = data.start(run, lines, lines);
        ServerApi api = new ServerApi(server.port())) {
      List<NamedQuery> panels = NamedQuery.ofDashboard(api, "Overview", run.from(), run.to());
      QueryRound first = QueryRound.run(api, panels, AT_ONCE);
      long[] refreshes = new long[roundsOption.rounds()];
      for (int i = 0; i < refreshes.length; i++) {
        // Time has gone on: an answer to the very same range would be no refresh.
        Duration later = REFRESH.multipliedBy(i + 1L);
        panels =
            NamedQuery.ofDashboard(api, "Overview", run.from().plus(later), run.to().plus(later));
        refreshes[i] = QueryRound.run(api, panels, AT_ONCE).nanos();
      }
      scoreboard.put(Goal.OVERVIEW_FIRST, first.nanos() / 1e6);
      scoreboard.put(Goal.OVERVIEW_REFRESH, new Percentiles(refreshes).medianMillis());
    }
    if (kept == null) {
      run.delete();
      Files.delete(folder);
    }
  }

  private void memory(Size size) throws IOException, InterruptedException {
    Busy.Result result =
        Busy.run(serverOptions.plain(), BUSY_RATE, Duration.ofSeconds(size.busySeconds()), REFRESH);
    String failure = result.seen().firstFailure();
    if (failure != null) {
      problems.add("memory: a panel had no answer: " + failure);
    }
    if (kept("memory", result.sent(), BUSY_RATE)) {
      scoreboard.put(Goal.MEMORY, result.peakBytes() / 1e6);
    } else {
      problems.add("memory: %,.0f MB at that".formatted(result.peakBytes() / 1e6));
    }
  }

  /** Whether the load was what was wanted: a figure of another load is none of this table. */
  private boolean kept(String name, Sent sent, long linesPerSecond) {
    double perSecond = sent.acceptedLines() / (sent.took().toNanos() / 1e9);
    if (perSecond >= MIN_SHARE * linesPerSecond && sent.refusedLines() == 0) {
      if (sent.retries() > 0) {
        problems.add("%s: %,d requests had to be sent again".formatted(name, sent.retries()));
      }
      return true;
    }
    problems.add(
        "%s: wanted %,d lines/s, the server took %,.0f and refused %,d lines; not measured"
            .formatted(name, linesPerSecond, perSecond, sent.refusedLines()));
    return false;
  }

  private void restart(Size size) throws IOException, InterruptedException {
    Restart.Result result = Restart.run(serverOptions.plain(), size.walBytes());
    if (result.found() != result.lines()) {
      problems.add(
          "restart: expected %,d lines, found %,d".formatted(result.lines(), result.found()));
    }
    scoreboard.put(Goal.READY, result.ready().toNanos() / 1e6);
  }
}
