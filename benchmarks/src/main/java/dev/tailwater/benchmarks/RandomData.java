package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.load.LineStream;
import dev.tailwater.benchmarks.load.MarkedLines;
import dev.tailwater.benchmarks.server.RunFolder;
import dev.tailwater.benchmarks.server.ServerApi;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Folders with many random lines: made once, which takes long, and used again. */
final class RandomData {
  private static final long SEED = 7;
  private static final int LINES_PER_POST = 100;
  private static final int CONNECTIONS = 4;
  private static final long PROGRESS_LINES = 5_000_000;
  private static final Duration DAY = Duration.ofDays(1);
  private static final long ROUND = Duration.ofMinutes(5).toMillis();

  private final Path folder;
  private final ServerOptions serverOptions;
  private final PrintWriter progress;

  /**
   * @param folder of the folders
   * @param progress is told what takes long
   */
  RandomData(Path folder, ServerOptions serverOptions, PrintWriter progress) {
    this.folder = folder.toAbsolutePath();
    this.serverOptions = serverOptions;
    this.progress = progress;
  }

  /**
   * A folder with so many lines up to about the moment when it was made.
   *
   * @param linesPerDay how dense they are
   */
  RunFolder open(long lines, long linesPerDay) throws IOException, InterruptedException {
    RunFolder run = new RunFolder(folder.resolve(lines + "-at-" + linesPerDay + "-a-day"));
    if (run.isComplete()) {
      return run;
    }
    if (Files.exists(run.path())) {
      // Making it was interrupted.
      run.delete();
    }
    Files.createDirectories(run.path());
    make(run, lines, linesPerDay);
    return run;
  }

  /** Starts a server on them that believes the times of their lines. */
  ServerProcess start(RunFolder run, long lines, long linesPerDay) throws IOException {
    long days = 2 + lines / linesPerDay;
    return serverOptions.start(
        run, Map.of("TAILWATER_PARSE_PAST_DAYS", Long.toString(Math.max(30, days))));
  }

  private void make(RunFolder run, long lines, long linesPerDay)
      throws IOException, InterruptedException {
    progress.printf("making %,d lines in %s …%n", lines, run.path());
    progress.flush();
    long began = System.nanoTime();
    Instant now = Instant.now();
    Instant to = Instant.ofEpochMilli(now.toEpochMilli() / ROUND * ROUND);
    Instant from = to.minusMillis((long) (DAY.toMillis() * ((double) lines / linesPerDay)));
    long[] told = new long[1];
    try (ServerProcess server = start(run, lines, linesPerDay);
        ServerApi api = new ServerApi(server.port())) {
      long accepted =
          LineStream.send(
              server.port(),
              new MarkedLines(SEED, from, to, lines),
              LINES_PER_POST,
              now.toEpochMilli(),
              CONNECTIONS,
              sent -> {
                if (sent - told[0] >= PROGRESS_LINES) {
                  told[0] = sent;
                  progress.printf("  %,d lines%n", sent);
                  progress.flush();
                }
              });
      new StoredLines(api).awaitFlushed(accepted);
    } catch (IOException e) {
      throw run.failed(e);
    }
    // Last: a folder with a range is complete.
    run.writeRange(from, to);
    progress.printf("  made in %d s%n", Duration.ofNanos(System.nanoTime() - began).toSeconds());
    progress.flush();
  }
}
