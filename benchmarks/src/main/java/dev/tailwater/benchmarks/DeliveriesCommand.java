package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.load.Load;
import dev.tailwater.benchmarks.server.RunFolder;
import dev.tailwater.benchmarks.server.ServerApi;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench deliveries}: answers at a given rate, and how soon queries see what came. */
@Command(
    name = "deliveries",
    description = "Send 100-line deliveries at a given rate; look for single lines meanwhile.",
    mixinStandardHelpOptions = true)
final class DeliveriesCommand implements Callable<Integer> {
  private static final int LINES_PER_POST = 100;

  @Mixin private final ScriptOptions script = new ScriptOptions();

  @Option(
      names = "--rate",
      paramLabel = "LINES_PER_SECOND",
      defaultValue = "10000",
      description = "lines a second (${DEFAULT-VALUE})")
  private long rate;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "how long (${DEFAULT-VALUE})")
  private long seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "LINES",
      defaultValue = "500000",
      description = "lines that are sent as fast as possible before (${DEFAULT-VALUE})")
  private long warmUp;

  @Mixin private final JsonOption form = new JsonOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Report report = new Report("deliveries at a given rate");
    report.count("linesPerSecond", "lines a second", rate);
    Deliveries.Result result = measure(script, rate, seconds, warmUp);
    report.count("lines", "lines accepted", result.sent().acceptedLines());
    report.count("refusedLines", "lines refused", result.sent().refusedLines());
    report.count("retries", "requests sent again", result.sent().retries());
    IngestReport.answers(report, "answer", result.sent().answers());
    IngestReport.answers(report, "delay", result.sent().delays());
    IngestReport.answers(report, "visible", result.visible());
    form.print(report, Main.out(spec));
    return 0;
  }

  static Deliveries.Result measure(ScriptOptions script, long rate, long seconds, long warmUp)
      throws IOException, InterruptedException {
    Load load = Load.of("random", rate * seconds, warmUp, LINES_PER_POST, Instant.now());
    RunFolder run = RunFolder.create();
    Deliveries.Result result;
    try (ServerProcess server = script.start(run);
        ServerApi api = new ServerApi(server.port())) {
      result = new Deliveries(server, api).run(load, rate);
    } catch (IOException e) {
      throw run.failed(e);
    }
    run.delete();
    return result;
  }
}
