package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.load.Replay;
import dev.tailwater.benchmarks.load.Sender;
import dev.tailwater.benchmarks.load.Sent;
import dev.tailwater.benchmarks.load.Tally;
import dev.tailwater.benchmarks.server.Memory;
import dev.tailwater.benchmarks.server.RunFolder;
import dev.tailwater.benchmarks.server.ServerApi;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends hours of traffic to a server with its default settings while a dashboard is open. */
final class Soak {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  private final Plan plan;
  private final ServerProcess server;
  private final ServerApi api;
  private final RunFolder run;
  private final Tally tally = new Tally();
  private final OpenDashboard dashboard;
  private final List<Resident> resident = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();
  private final long began = System.nanoTime();

  /**
   * What is done.
   *
   * @param linesPerSecond that are sent; 0 for as many as are accepted
   * @param connections each with one request under way
   * @param shown how long the range of the dashboard is
   * @param refresh from one round of its panels to the next
   * @param every how long a sample is
   */
  record Plan(
      Replay traffic,
      long linesPerSecond,
      int connections,
      Duration shown,
      Duration refresh,
      Duration every) {}

  /** The memory of the server at a moment of the run. */
  record Resident(double seconds, long bytes) {}

  /**
   * What was seen in a part of the run, or at its end.
   *
   * @param seconds since the begin
   * @param lines accepted since the begin
   * @param linesPerSecond accepted in this part
   * @param tooMany answers 429 in this part
   * @param unavailable answers 5xx in this part
   * @param residentBytes median of this part
   * @param mappedBytes of it pages of files, at its end
   * @param heapBytes of Java
   * @param files data files of the table
   * @param fileBytes their size
   * @param walBytes of the write-ahead log
   * @param hotLines not in files yet
   * @param answerP50Millis of the deliveries accepted in this part; null when there was none
   * @param answerP99Millis the same
   * @param rounds of panels in this part
   * @param roundMillis their median; null when none ended
   */
  record Sample(
      double seconds,
      long lines,
      double linesPerSecond,
      long tooMany,
      long unavailable,
      long residentBytes,
      long mappedBytes,
      long heapBytes,
      long files,
      long fileBytes,
      long walBytes,
      long hotLines,
      @Nullable Double answerP50Millis,
      @Nullable Double answerP99Millis,
      int rounds,
      @Nullable Double roundMillis) {
    /** Deliveries that had to be sent again. */
    long refused() {
      return tooMany + unavailable;
    }
  }

  /**
   * What was measured.
   *
   * @param peakBytes the most that was resident at once
   * @param found lines that a query counted in the end
   */
  record Result(
      Sent sent,
      List<Sample> samples,
      List<Resident> resident,
      long peakBytes,
      OpenDashboard.Seen seen,
      long found) {}

  private Soak(Plan plan, ServerProcess server, ServerApi api, RunFolder run) {
    this.plan = plan;
    this.server = server;
    this.api = api;
    this.run = run;
    this.dashboard =
        new OpenDashboard(
            api,
            plan.shown(),
            plan.refresh(),
            () -> plan.traffic().timeAfter(tally.acceptedLines()));
  }

  /**
   * Runs it.
   *
   * @param progress is told each sample
   */
  static Result run(ScriptOptions script, Plan plan, Consumer<Sample> progress)
      throws IOException, InterruptedException {
    RunFolder run = RunFolder.create();
    Result result;
    try (ServerProcess server = script.start(run);
        ServerApi api = new ServerApi(server.port())) {
      result = new Soak(plan, server, api, run).run(progress);
    } catch (IOException e) {
      throw run.failed(e);
    }
    run.delete();
    return result;
  }

  private Result run(Consumer<Sample> progress) throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Sent> sending =
          threads.submit(() ->
              Sender.send(
                  server.port(), plan.traffic(), plan.connections(), plan.linesPerSecond(), tally));
      Future<?> watching = threads.submit(() -> dashboard.watch(sending));
      while (!sending.isDone()) {
        Sample sample = look(sending);
        samples.add(sample);
        progress.accept(sample);
      }
      Sent sent = sending.get();
      watching.get();
      Memory memory = server.memory();
      StoredLines stored = new StoredLines(api);
      Instant from = plan.traffic().timeAfter(0);
      Instant to = plan.traffic().timeAfter(sent.acceptedLines());
      stored.awaitQueryable(sent.acceptedLines(), from, to);
      return new Result(
          sent, samples, resident, memory.peakBytes(), dashboard.seen(), stored.count(from, to));
    } catch (ExecutionException e) {
      throw new IOException("the run failed: " + e.getCause(), e);
    }
  }

  /** Looks at the memory until the part is over, and then at everything. */
  private Sample look(Future<?> sending) throws IOException, InterruptedException {
    long partBegan = System.nanoTime();
    int roundsBefore = dashboard.seen().rounds().size();
    List<Long> bytes = new ArrayList<>();
    Memory memory;
    do {
      memory = server.memory();
      resident.add(new Resident(secondsSince(began), memory.residentBytes()));
      bytes.add(memory.residentBytes());
      Thread.sleep(BETWEEN_LOOKS);
    } while (!sending.isDone() && System.nanoTime() - partBegan < plan.every().toNanos());
    Tally.Part part = tally.next();
    Map<String, Double> metrics = api.metrics();
    List<QueryRound> rounds = dashboard.seen().rounds();
    rounds = rounds.subList(roundsBefore, rounds.size());
    Percentiles answers =
        part.answerNanos().length == 0 ? null : new Percentiles(part.answerNanos());
    return new Sample(
        secondsSince(began),
        tally.acceptedLines(),
        part.acceptedLines() / secondsSince(partBegan),
        part.tooMany(),
        part.unavailable(),
        bytes.stream().sorted().toList().get(bytes.size() / 2),
        memory.mappedBytes(),
        StoredLines.figure(metrics, "tailwater_heap_bytes"),
        StoredLines.figure(metrics, "tailwater_files"),
        StoredLines.figure(metrics, "tailwater_file_bytes"),
        run.walBytes(),
        StoredLines.figure(metrics, "tailwater_hot_lines"),
        answers == null ? null : answers.medianMillis(),
        answers == null ? null : answers.millis(99),
        rounds.size(),
        rounds.isEmpty() ? null : median(rounds));
  }

  private static double median(List<QueryRound> rounds) {
    return new Percentiles(rounds.stream().mapToLong(QueryRound::nanos).toArray()).medianMillis();
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }
}
