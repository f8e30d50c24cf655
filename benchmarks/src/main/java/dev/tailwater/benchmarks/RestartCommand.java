package dev.tailwater.benchmarks;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench restart}: how soon a server is ready after it was killed. */
@Command(
    name = "restart",
    description = "Kill a server that has flushed nothing, start it again, wait until it is ready.",
    mixinStandardHelpOptions = true)
final class RestartCommand implements Callable<Integer> {
  @Mixin private final ScriptOptions script = new ScriptOptions();

  @Option(
      names = "--megabytes",
      paramLabel = "SIZE",
      defaultValue = "1000",
      description = "size of the write-ahead log (${DEFAULT-VALUE})")
  private long megabytes;

  @Mixin private final JsonOption form = new JsonOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Report report = new Report("start after a kill");
    Restart.Result result = Restart.run(script, megabytes * 1_000_000);
    report.count("lines", "lines accepted before", result.lines());
    report.megabytes("walBytes", "write-ahead log", result.walBytes());
    report.seconds("readySeconds", "until ready", result.ready());
    report.seconds("completeSeconds", "until a query finds all lines", result.complete());
    report.count("found", "lines found", result.found());
    form.print(report, Main.out(spec));
    if (result.found() != result.lines()) {
      Main.err(spec)
          .printf("bench: expected %,d lines, found %,d%n", result.lines(), result.found());
      return 1;
    }
    return 0;
  }
}
