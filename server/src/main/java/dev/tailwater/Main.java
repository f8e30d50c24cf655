package dev.tailwater;

import dev.tailwater.command.BackupCommand;
import dev.tailwater.command.DemoCommand;
import dev.tailwater.command.DoctorCommand;
import dev.tailwater.command.ImportCommand;
import dev.tailwater.command.QueryCommand;
import dev.tailwater.command.RestoreCommand;
import dev.tailwater.command.ServeCommand;
import dev.tailwater.command.TailCommand;
import dev.tailwater.command.TokenCommand;
import dev.tailwater.command.UpkeepCommand;
import dev.tailwater.command.VersionCommand;
import dev.tailwater.config.SettingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: {@code tailwater serve}, {@code tailwater demo}, and the tools around them. */
@Command(
    name = "tailwater",
    description = "Self-hosted log analytics for Heroku.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.class,
    subcommands = {
      ServeCommand.class,
      DemoCommand.class,
      QueryCommand.class,
      TailCommand.class,
      ImportCommand.class,
      DoctorCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      TokenCommand.class,
      UpkeepCommand.class,
      VersionCommand.class
    })
public final class Main implements CommandLine.IVersionProvider {
  Main() {}

  /** Runs a command and exits with 0, with 1 when it failed, or with 2 when it was misspelt. */
  public static void main(String[] args) {
    readLoggingProperties();
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
      if (failure instanceof SettingException || failure instanceof IOException) {
        command.getErr().println("tailwater: " + failure.getMessage());
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

  @Override
  public String[] getVersion() {
    return new String[] {"tailwater " + Version.text()};
  }

  private static void readLoggingProperties() {
    if (System.getProperty("java.util.logging.config.file") != null) {
      return;
    }
    try (InputStream properties = Main.class.getResourceAsStream("/logging.properties")) {
      LogManager.getLogManager().readConfiguration(properties);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read logging.properties in the jar", e);
    }
  }
}
