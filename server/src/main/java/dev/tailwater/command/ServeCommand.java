package dev.tailwater.command;

import dev.tailwater.Server;
import dev.tailwater.account.FirstStart;
import dev.tailwater.config.Setting;
import dev.tailwater.config.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tailwater serve}: runs the server until it is told to stop. */
@Command(
    name = "serve",
    description = "Accept drains, answer queries, draw dashboards.",
    mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
  @Option(names = "--data", paramLabel = "DIR", description = "folder of everything that is kept")
  private @Nullable Path data;

  @Option(names = "--port", paramLabel = "PORT", description = "port to listen on")
  private @Nullable Integer port;

  @Option(names = "--config", paramLabel = "FILE", description = "YAML file with settings")
  private @Nullable Path config;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Map<Setting, String> commandLine = new EnumMap<>(Setting.class);
    if (data != null) {
      commandLine.put(Setting.DATA, data.toString());
    }
    if (port != null) {
      commandLine.put(Setting.SERVER_PORT, port.toString());
    }
    Settings settings = Settings.load(config, System.getenv(), commandLine);
    PrintWriter out = Output.of(spec);
    StopSignal.runUntilGiven(stop -> {
      try (Server server =
          Server.start(settings, System.getenv(), Clock.systemUTC(), stop::isGiven)) {
        out.println("Tailwater is running at " + server.address());
        server.firstStart().ifPresent(first -> print(out, server.address(), first));
        out.flush();
        stop.await();
      }
    });
    return 0;
  }

  /** Prints what the first start made. The password and the access key are shown this once. */
  static void print(PrintWriter out, String address, FirstStart first) {
    String drain = address + "/receiver/v1/http/" + first.sourceToken();
    out.println();
    out.println("  Log in      " + first.ownerEmail() + "  " + first.ownerPassword());
    out.println("  Drain URL   " + drain);
    out.println("  Add it      heroku drains:add " + drain + " -a <app>");
    out.println(
        "  API         access id " + first.accessId() + "  access key " + first.accessKey());
    out.println();
    out.println("  The password and the access key are not shown again.");
  }
}
