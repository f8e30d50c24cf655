package dev.tailwater.command;

import dev.tailwater.savedlog.Format;
import dev.tailwater.savedlog.Import;
import dev.tailwater.savedlog.Labels;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tailwater import}: brings saved logs into a running server. */
@Command(
    name = "import",
    description = {
      "Bring saved logs into a running server through its drain URL.",
      "Lines keep their own time, however old. Files may be compressed with gzip or zstd. An import"
          + " that broke off and is started again within 15 minutes stores nothing twice; later, go"
          + " on with --start-at."
    },
    mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {
  private static final int BAR_WIDTH = 24;
  private static final long BAR_PAUSE_MILLIS = 200;
  private static final long LINE_PAUSE_MILLIS = 5_000;
  private static final double MEGABYTE = 1e6;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "a saved log, or - for standard input")
  private List<String> files = List.of();

  // Not shown as default: the token in it is a secret.
  @Option(
      names = "--drain",
      paramLabel = "URL",
      description = "drain URL of the server (or TAILWATER_DRAIN)")
  private @Nullable String drain = System.getenv("TAILWATER_DRAIN");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "logplex (octet-counted frames), syslog (a message a line), heroku (what heroku logs"
              + " prints) or text; told by the content of each file otherwise")
  private @Nullable Format format;

  @Option(
      names = {"--name", "--drain-token"},
      paramLabel = "NAME",
      defaultValue = "",
      description = "_sourceName of the lines: the drain token of their app")
  private String name = "";

  @Option(
      names = "--category",
      paramLabel = "CATEGORY",
      defaultValue = "",
      description = "_sourceCategory of the lines; otherwise that of the source")
  private String category = "";

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "",
      description = "_sourceHost of the lines")
  private String host = "";

  @Option(
      names = "--start-at",
      paramLabel = "BYTE",
      defaultValue = "0",
      description = "where to go on in the first FILE, as the import that broke off said")
  private long start;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "how long to try while the server is busy or away (${DEFAULT-VALUE})")
  private long patience;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = Output.of(spec);
    if (start < 0) {
      throw new IOException("expected 0 or more as --start-at, found " + start);
    }
    long began = System.nanoTime();
    try (Import work =
        new Import(
            drain(), new Labels(name, category, host), format, Duration.ofSeconds(patience))) {
      Thread stopped =
          Thread.ofPlatform().unstarted(() -> System.err.println("\n" + goOn(work.place())));
      Runtime.getRuntime().addShutdownHook(stopped);
      Thread reporter = Thread.ofVirtual().start(() -> report(work, began));
      try {
        work.run(files, start);
      } catch (IOException e) {
        end(reporter);
        throw new IOException(e.getMessage() + "\n" + goOn(work.place()), e);
      } finally {
        end(reporter);
        Runtime.getRuntime().removeShutdownHook(stopped);
      }
      work.refused().forEach(refusal -> System.err.println("tailwater: refused: " + refusal));
      Import.Progress done = work.progress();
      double seconds = seconds(began);
      out.printf(
          Locale.ROOT,
          "Imported %,d lines, %,.1f MB, of %d %s in %.1f s (%,.0f lines/s); %d %s refused.%n",
          done.lines(),
          done.bytes() / MEGABYTE,
          done.files(),
          done.files() == 1 ? "file" : "files",
          seconds,
          done.lines() / seconds,
          work.refused().size(),
          work.refused().size() == 1 ? "piece was" : "pieces were");
      out.flush();
      return work.refused().isEmpty() ? 0 : 1;
    }
  }

  private URI drain() throws IOException {
    String found = drain == null ? "nothing" : "\"" + drain + "\"";
    try {
      URI url = URI.create(drain == null ? "" : drain);
      if (url.getHost() != null
          && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Told below, like every other text that is no URL.
    }
    throw new IOException(
        "expected the drain URL of a server in --drain or TAILWATER_DRAIN, found "
            + found
            + ": Send data in the UI and the first start of the server show it");
  }

  /** How to go on after an import that did not come to its end. */
  private String goOn(Import.Place place) {
    if (place.file().isEmpty()) {
      return "tailwater: nothing was imported";
    }
    int index = files.indexOf(place.file());
    String after = index >= 0 && index + 1 < files.size() ? ", then the files after it" : "";
    return "tailwater: everything before byte %d of %s is stored: go on with --start-at %d %s%s"
        .formatted(place.offset(), place.file(), place.offset(), place.file(), after);
  }

  private static void end(Thread reporter) throws InterruptedException {
    reporter.interrupt();
    reporter.join();
  }

  /** Shows how far it is: a bar on a terminal, now and then a line otherwise. */
  private static void report(Import work, long began) {
    boolean terminal = onTerminal();
    try {
      while (true) {
        Thread.sleep(terminal ? BAR_PAUSE_MILLIS : LINE_PAUSE_MILLIS);
        String text = text(work.progress(), seconds(began), terminal);
        System.err.print(terminal ? "\r\u001b[K" + text : text + "\n");
      }
    } catch (InterruptedException e) {
      if (terminal) {
        System.err.print("\r\u001b[K");
      }
    }
  }

  // There is none in Java 25 without a terminal, whatever the check knows of Java 22.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean onTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static String text(Import.Progress done, double seconds, boolean bar) {
    String counts =
        String.format(
            Locale.ROOT,
            "%,d lines, %,.1f MB, %,.0f lines/s",
            done.lines(),
            done.bytes() / MEGABYTE,
            done.lines() / seconds);
    if (done.total() <= 0 || done.read() == 0) {
      return counts;
    }
    double part = Math.min(1, (double) done.read() / done.total());
    int full = (int) (part * BAR_WIDTH);
    String drawn = bar ? "[" + "#".repeat(full) + ".".repeat(BAR_WIDTH - full) + "] " : "";
    return String.format(
        Locale.ROOT,
        "%s%3.0f %%, %s, %.0f s left",
        drawn,
        part * 100,
        counts,
        seconds * (1 - part) / part);
  }

  private static double seconds(long began) {
    return Math.max((System.nanoTime() - began) / 1e9, 1e-3);
  }
}
