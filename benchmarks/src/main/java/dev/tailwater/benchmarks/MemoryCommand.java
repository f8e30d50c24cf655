package dev.tailwater.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench memory}: what a busy server takes. */
@Command(
    name = "memory",
    description =
        "Send lines at a given rate to a server with default settings, the panels of"
            + " Overview asked again and again meanwhile, and look at its memory.",
    mixinStandardHelpOptions = true)
final class MemoryCommand implements Callable<Integer> {
  @Mixin private final ScriptOptions script = new ScriptOptions();

  @Option(
      names = "--rate",
      paramLabel = "LINES_PER_SECOND",
      defaultValue = "50000",
      description = "lines a second (${DEFAULT-VALUE})")
  private long rate;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "150",
      description = "how long (${DEFAULT-VALUE})")
  private long seconds;

  @Option(
      names = "--refresh",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "time between rounds of panels (${DEFAULT-VALUE})")
  private long refresh;

  @Mixin private final JsonOption form = new JsonOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Report report = new Report("memory of a busy server");
    Busy.Result result =
        Busy.run(script, rate, Duration.ofSeconds(seconds), Duration.ofSeconds(refresh));
    report.count("linesPerSecond", "lines a second, wanted", rate);
    double took = result.sent().took().toNanos() / 1e9;
    report.number("acceptedPerSecond", "  accepted", result.sent().acceptedLines() / took, "");
    report.count("lines", "lines accepted", result.sent().acceptedLines());
    report.count("refusedLines", "lines refused", result.sent().refusedLines());
    report.count("retries", "requests sent again", result.sent().retries());
    List<Long> sorted = result.residentBytes().stream().sorted().toList();
    report.megabytes("residentMedianBytes", "memory, median", sorted.get(sorted.size() / 2));
    report.megabytes("residentLastBytes", "memory, at the end", result.residentBytes().getLast());
    report.megabytes("peakBytes", "memory, peak", result.peakBytes());
    OpenDashboard.Seen seen = result.seen();
    report.count("rounds", "rounds of panels", seen.rounds().size());
    report.count("failedRounds", "rounds with a panel that failed", seen.failedRounds());
    if (!seen.rounds().isEmpty()) {
      Percentiles rounds =
          new Percentiles(seen.rounds().stream().mapToLong(QueryRound::nanos).toArray());
      report.millis("roundMedianMillis", "a round, median", rounds.medianMillis());
      report.millis("roundMaxMillis", "a round, longest", rounds.maxMillis());
    }
    if (seen.firstFailure() != null) {
      report.text("firstFailure", "the first failure", seen.firstFailure());
    }
    form.print(report, Main.out(spec));
    return 0;
  }
}
