package dev.tailwater.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The program behind {@code ./bench}. */
@Command(
    name = "bench",
    description = "Measure Tailwater. \"bench micro\" runs the JMH benchmarks.",
    mixinStandardHelpOptions = true,
    subcommands = {
      IngestCommand.class,
      PanelsCommand.class,
      BrowserCommand.class,
      QueriesCommand.class,
      QuestionsCommand.class,
      GrowthCommand.class,
      DeliveriesCommand.class,
      MemoryCommand.class,
      RestartCommand.class,
      SoakCommand.class,
      TableCommand.class
    })
public final class Main {
  private Main() {}

  /** Runs a command and exits with 0, with 1 when it failed, or with 2 when it was misspelt. */
  public static void main(String[] args) {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
      if (failure instanceof IOException) {
        command.getErr().println("bench: " + failure.getMessage());
      } else {
        failure.printStackTrace(command.getErr());
      }
      return 1;
    });
    if (args.length == 0) {
      commandLine.usage(System.out);
      System.exit(2);
    }
    System.exit(commandLine.execute(args));
  }

  static PrintWriter out(@Nullable CommandSpec spec) {
    return known(spec).commandLine().getOut();
  }

  static PrintWriter err(@Nullable CommandSpec spec) {
    return known(spec).commandLine().getErr();
  }

  private static CommandSpec known(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("only the command line runs commands");
    }
    return spec;
  }
}
