package dev.tailwater.command;

import dev.tailwater.Version;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tailwater version}. */
@Command(name = "version", description = "Print the version.", mixinStandardHelpOptions = true)
public final class VersionCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    Output.of(spec)
        .println("tailwater " + Version.text() + " (Java " + Runtime.version().feature() + ")");
  }
}
