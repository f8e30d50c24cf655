package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.load.Load;
import dev.tailwater.benchmarks.load.Post;
import dev.tailwater.benchmarks.load.Sender;
import dev.tailwater.benchmarks.load.Sent;
import dev.tailwater.benchmarks.server.RunFolder;
import dev.tailwater.benchmarks.server.ServerApi;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A server with its default settings that is sent lines at a rate while a dashboard is open. */
final class Busy {
  /** The dashboard shows this long. */
  private static final Duration SHOWN = Duration.ofHours(24);

  private static final Duration BETWEEN_SAMPLES = Duration.ofMillis(250);
  private static final long POOL_LINES = 500_000;
  private static final int LINES_PER_POST = 100;
  private static final int CONNECTIONS = 4;

  private Busy() {}

  /**
   * What was measured.
   *
   * @param residentBytes by sample, all of the run
   * @param peakBytes the most at once, as the kernel noted it
   * @param seen of the panels
   */
  record Result(Sent sent, List<Long> residentBytes, long peakBytes, OpenDashboard.Seen seen) {}

  /**
   * Runs it.
   *
   * @param refresh from the beginning of a round of panels to the next; rounds that take longer
   *     follow each other without a pause
   */
  static Result run(ScriptOptions script, long linesPerSecond, Duration length, Duration refresh)
      throws IOException, InterruptedException {
    Load pool = Load.of("random", POOL_LINES, 0, LINES_PER_POST, Instant.now());
    List<Post> posts =
        Load.repeated(
            pool.measured(), linesPerSecond * length.toSeconds(), Instant.now().toEpochMilli());
    RunFolder run = RunFolder.create();
    Result result;
    try (ServerProcess server = script.start(run);
        ServerApi api = new ServerApi(server.port());
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Sent> sending =
          threads.submit(() -> Sender.send(server.port(), posts, CONNECTIONS, linesPerSecond));
      OpenDashboard dashboard = new OpenDashboard(api, SHOWN, refresh, Instant::now);
      Future<?> watching = threads.submit(() -> dashboard.watch(sending));
      List<Long> resident = new ArrayList<>();
      while (!watching.isDone()) {
        resident.add(server.memory().residentBytes());
        Thread.sleep(BETWEEN_SAMPLES);
      }
      watching.get();
      result = new Result(sending.get(), resident, server.memory().peakBytes(), dashboard.seen());
    } catch (ExecutionException e) {
      throw run.failed(new IOException("the run failed: " + e.getCause(), e));
    } catch (IOException e) {
      throw run.failed(e);
    }
    run.delete();
    return result;
  }
}
