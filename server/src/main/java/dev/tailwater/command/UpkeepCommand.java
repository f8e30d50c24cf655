package dev.tailwater.command;

import dev.tailwater.DataFolderInUseException;
import dev.tailwater.StoppedTable;
import dev.tailwater.config.Setting;
import dev.tailwater.config.Settings;
import dev.tailwater.store.FileSizes;
import dev.tailwater.store.Upkeep;
import dev.tailwater.store.UpkeepStep;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code tailwater upkeep}: retention, merging of files and clearing up, now. It works on the
 * folder of a stopped server, and asks a running one.
 */
@Command(
    name = "upkeep",
    description = {
      "Remove old lines, merge small files, clear up: what a server does by itself, now.",
      "Without --url it works on the data folder, or asks the server that uses it."
    },
    mixinStandardHelpOptions = true)
public final class UpkeepCommand implements Callable<Integer> {
  @Mixin private final Api api = new Api();

  @Option(names = "--data", paramLabel = "DIR", description = "data folder of the server")
  private @Nullable Path data;

  @Option(names = "--config", paramLabel = "FILE", description = "YAML file with settings")
  private @Nullable Path config;

  @Option(names = "--dry-run", description = "only tell what would be done")
  private boolean dryRun;

  @Option(
      names = "--trust-clock",
      description = "remove old lines although the clock jumped, or the server was off for days")
  private boolean trustClock;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = Output.of(spec);
    AtomicInteger steps = new AtomicInteger();
    AtomicInteger failures = new AtomicInteger();
    Consumer<UpkeepStep> print =
        step -> {
          steps.incrementAndGet();
          if (step.state() == UpkeepStep.State.FAILED) {
            failures.incrementAndGet();
          }
          out.println(line(step));
          out.flush();
        };
    Upkeep.Run run = new Upkeep.Run(dryRun, trustClock);
    CommandSpec set = Objects.requireNonNull(spec, "picocli sets the specification");
    if (set.commandLine().getParseResult().hasMatchedOption("--url")) {
      api.upkeep(run, print);
    } else {
      try (StoppedTable table = StoppedTable.open(settings())) {
        table.upkeep().run(run, print);
      } catch (DataFolderInUseException e) {
        api.upkeep(run, print);
      }
    }
    if (steps.get() == 0) {
      out.println("nothing to do");
    }
    out.flush();
    return failures.get() == 0 ? 0 : 1;
  }

  private Settings settings() {
    Map<Setting, String> commandLine = new EnumMap<>(Setting.class);
    if (data != null) {
      commandLine.put(Setting.DATA, data.toString());
    }
    return Settings.load(config, System.getenv(), commandLine);
  }

  /** A step for people. */
  static String line(UpkeepStep step) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%-16s %-8s", step.task().text(), step.state().text()));
    line.append(' ').append(step.subject());
    if (step.before().files() > 0) {
      line.append("  ").append(text(step.before()));
    }
    if (step.after().files() > 0) {
      line.append(" -> ").append(text(step.after()));
    }
    return line.toString();
  }

  private static String text(FileSizes sizes) {
    String files =
        String.format(
            Locale.ROOT,
            "%,d %s, %,.1f MB",
            sizes.files(),
            sizes.files() == 1 ? "file" : "files",
            sizes.bytes() / 1e6);
    return sizes.rows() == 0
        ? files
        : String.format(Locale.ROOT, "%s, %,d lines", files, sizes.rows());
  }
}
