package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.load.Load;
import dev.tailwater.benchmarks.load.Replay;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench soak}: what stays as it is while hours of traffic arrive, and what grows. */
@Command(
    name = "soak",
    description = {
      "Send hours' worth of traffic as fast as a server with default settings accepts it, the"
          + " panels of Overview asked again and again meanwhile.",
      "Ends with 1 when memory or files grow, something is refused below the stated rate, or a"
          + " line is missing."
    },
    mixinStandardHelpOptions = true)
final class SoakCommand implements Callable<Integer> {
  private static final int LINES_PER_POST = 100;

  @Mixin private final ScriptOptions script = new ScriptOptions();

  @Option(
      names = "--source",
      paramLabel = "fleet|random|FILE",
      defaultValue = "fleet",
      description =
          "where the pool of lines comes from that is sent again and again (${DEFAULT-VALUE})")
  private String source = "";

  @Option(
      names = "--pool",
      paramLabel = "LINES",
      defaultValue = "500000",
      description = "lines of the pool (${DEFAULT-VALUE})")
  private long pool;

  @Option(
      names = "--hours",
      paramLabel = "HOURS",
      defaultValue = "4",
      description = "hours of traffic (${DEFAULT-VALUE})")
  private double hours;

  @Option(
      names = "--stated-rate",
      paramLabel = "LINES_PER_SECOND",
      defaultValue = "2000",
      description =
          "lines a second of this traffic; below it nothing may be refused (${DEFAULT-VALUE})")
  private long statedRate;

  @Option(
      names = "--lines",
      paramLabel = "LINES",
      description = "lines to send, instead of --hours of them")
  private @Nullable Long lines;

  @Mixin private final SendingOptions sending = new SendingOptions();

  @Option(
      names = "--refresh",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "time between rounds of panels (${DEFAULT-VALUE})")
  private long refresh;

  @Option(
      names = "--shown",
      paramLabel = "MINUTES",
      defaultValue = "60",
      description = "the range of the panels, up to the newest line (${DEFAULT-VALUE})")
  private long shown;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "time between lines of the table (${DEFAULT-VALUE})")
  private long every;

  @Option(names = "--markdown", description = "print the table as Markdown")
  private boolean markdown;

  @Mixin private final JsonOption form = new JsonOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Report report = new Report("hours of traffic");
    report.text("source", "lines", source);
    report.count("statedPerSecond", "stated lines a second", statedRate);
    long rate = sending.rate();
    report.row("sent", rate == 0 ? "as fast as accepted" : rate + " lines/s");
    report.json().put("sentPerSecond", rate);
    PrintWriter progress = Main.err(spec);
    progress.println(SoakReport.heads());
    progress.flush();
    Soak.Result result =
        Soak.run(
            script,
            plan(Instant.now()),
            sample -> {
              progress.println(SoakReport.row(sample));
              progress.flush();
            });
    List<SoakVerdict> verdicts = SoakVerdict.of(result, statedRate, rate);
    SoakReport.add(report, result, verdicts);
    if (markdown) {
      PrintWriter out = Main.out(spec);
      SoakReport.markdown(result, verdicts).forEach(out::println);
      out.flush();
    } else {
      form.print(report, Main.out(spec));
    }
    return verdicts.stream().allMatch(SoakVerdict::held) ? 0 : 1;
  }

  /** The times of the lines end about now, so that they are of the days on which they arrive. */
  private Soak.Plan plan(Instant now) throws Exception {
    long all = lines == null ? Math.round(hours * 3_600 * statedRate) : lines;
    Instant from = now.minusMillis(Math.round(1_000.0 * all / statedRate));
    Load made = Load.of(source, pool, 0, LINES_PER_POST, now);
    return new Soak.Plan(
        new Replay(made.measured(), all, from, statedRate, now.toEpochMilli()),
        sending.rate(),
        sending.connections(),
        Duration.ofMinutes(shown),
        Duration.ofSeconds(refresh),
        Duration.ofSeconds(every));
  }
}
