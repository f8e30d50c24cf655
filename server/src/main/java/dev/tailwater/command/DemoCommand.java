package dev.tailwater.command;

import dev.tailwater.Server;
import dev.tailwater.account.FirstStart;
import dev.tailwater.config.Setting;
import dev.tailwater.config.Settings;
import dev.tailwater.fleet.Fleet;
import dev.tailwater.fleet.FleetPlan;
import dev.tailwater.fleet.FleetProgress;
import dev.tailwater.fleet.FleetRunner;
import dev.tailwater.fleet.VisitorPlaces;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code tailwater demo}: a server with a data folder that goes away with it, and a simulated fleet
 * that delivers to its drain URL as Logplex would: the last 24 hours, then live.
 */
@Command(
    name = "demo",
    description = "Start with a throw-away data folder and a simulated Heroku fleet.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  private static final Duration HISTORY = Duration.ofHours(24);

  @Option(names = "--port", paramLabel = "PORT", description = "port to listen on")
  private @Nullable Integer port;

  @Option(
      names = "--lines-per-day",
      paramLabel = "LINES",
      defaultValue = "400000",
      description = "lines of the whole fleet in a day (${DEFAULT-VALUE})")
  private long linesPerDay;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "the same seed makes the same fleet (${DEFAULT-VALUE})")
  private long seed;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    StopSignal.runUntilGiven(stop -> {
      Path data = Files.createTempDirectory("tailwater-demo");
      try {
        run(data, stop);
      } finally {
        delete(data);
      }
    });
    return 0;
  }

  private void run(Path data, StopSignal stop) throws IOException, InterruptedException {
    PrintWriter out = Output.of(spec);
    Map<Setting, String> commandLine = new EnumMap<>(Setting.class);
    commandLine.put(Setting.DATA, data.toString());
    if (System.getenv(Setting.SERVER_HOST.environmentName()) == null) {
      // A demo is for the one who started it.
      commandLine.put(Setting.SERVER_HOST, "localhost");
    }
    if (port != null) {
      commandLine.put(Setting.SERVER_PORT, port.toString());
    }
    if (System.getenv(Setting.GEO_CITY_FILE.environmentName()) == null) {
      Path places = VisitorPlaces.write(data.resolve("visitors.mmdb"));
      commandLine.put(Setting.GEO_CITY_FILE, places.toString());
    }
    Clock clock = Clock.systemUTC();
    Settings settings = Settings.load(null, System.getenv(), commandLine);
    try (Server server = Server.start(settings, System.getenv(), clock, stop::isGiven)) {
      FirstStart first = server.firstStart().orElseThrow();
      out.println("Tailwater is running at " + server.address());
      ServeCommand.print(out, server.address(), first);
      out.println();
      out.flush();

      Fleet fleet = Fleet.of(new FleetPlan(seed, clock.instant().minus(HISTORY), linesPerDay));
      URI drain =
          URI.create(
              "http://localhost:" + server.port() + "/receiver/v1/http/" + first.sourceToken());
      FleetRunner runner = FleetRunner.start(fleet, drain, clock, progress -> show(out, progress));
      try {
        stop.await();
      } finally {
        runner.close();
      }
    }
  }

  private static void show(PrintWriter out, FleetProgress progress) {
    out.printf(
        "\r  The fleet's last 24 hours: %3.0f %%, %,d lines",
        progress.fraction() * 100, progress.counts().frames());
    if (progress.live()) {
      out.printf("%n  Live lines follow. Stop with Ctrl-C; the data goes away then.%n");
    }
    out.flush();
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      System.err.println("tailwater: cannot delete " + folder + ": " + e.getMessage());
    }
  }
}
