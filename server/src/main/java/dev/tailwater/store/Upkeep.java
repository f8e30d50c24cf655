package dev.tailwater.store;

import dev.tailwater.store.UpkeepStep.State;
import dev.tailwater.store.UpkeepStep.Task;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the files of the table in order: removes lines that are too old and lines of deleted
 * accounts, makes small files one, forgets old snapshots, deletes what nothing names. It works on a
 * thread of its own, one run at a time, and never while holding up a flush: only the commits, which
 * take milliseconds, wait for each other. It may be ended at any point; what it then leaves is
 * right, and the next run removes what is left over.
 *
 * <p>Safe for use by many threads.
 */
public final class Upkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private final FileChanges changes;
  private final Rewriter rewriter;
  private final UpkeepOptions options;
  private final Retention retention;
  private final Orphans orphans;

  private final SmallFiles smallFiles;

  /** In the order in which they are done. */
  private final List<UpkeepTask> tasks;

  private final UpkeepCounts counts = new UpkeepCounts();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("upkeep-times").factory());

  private volatile boolean stopping;

  Upkeep(
      LogTable table,
      CurrentView current,
      TermIndex terms,
      UnfinishedFiles unfinished,
      HeldFiles held,
      UpkeepOptions options,
      Supplier<Set<Long>> deletedAccounts,
      Clock clock) {
    this.changes = new FileChanges(table, current, unfinished);
    this.rewriter = new Rewriter(table, unfinished, terms, options);
    this.options = options;
    this.retention = new Retention(current, changes, clock, counts);
    this.orphans = new Orphans(table, unfinished, held, options.orphanAge(), clock, counts);
    Merges merges = new Merges(rewriter, changes, counts);
    Compaction compaction = new Compaction(options.fileBytes());
    this.smallFiles =
        new SmallFiles(current, compaction, merges, deletedAccounts, clock, () -> stopping);
    this.tasks =
        List.of(
            retention,
            new DeletedAccounts(current, rewriter, merges, deletedAccounts, () -> stopping),
            smallFiles,
            new OldSnapshots(table, options, clock),
            orphans);
  }

  /** Begins the runs in the interval of the options; none when it is zero. */
  public void start() {
    Duration interval = options.interval();
    if (!interval.isZero()) {
      var _ =
          thread.scheduleWithFixedDelay(
              () -> upkeep(step -> {}),
              interval.toMillis(),
              interval.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Does all that there is to do now, after a run that is under way, and waits for it. It ends
   * early when the store closes.
   *
   * @param progress is told each step, on another thread
   * @throws InterruptedException when the caller is interrupted; the run goes on
   * @throws java.util.concurrent.RejectedExecutionException when the store is closed
   */
  public void run(Run run, Consumer<UpkeepStep> progress) throws InterruptedException {
    Future<?> work =
        thread.submit(() -> {
          if (run.trustClock()) {
            retention.trustClock();
          }
          if (run.dryRun()) {
            tasks.forEach(task -> attempt(task.task(), progress, () -> task.plan(progress)));
          } else {
            orphans.due();
            upkeep(progress);
          }
        });
    try {
      work.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the upkeep failed: " + e.getCause(), e.getCause());
    }
  }

  /**
   * How to run.
   *
   * @param dryRun only tells what would be done first; what follows from it is not seen yet
   * @param trustClock somebody looked at the clock: it is right
   */
  public record Run(boolean dryRun, boolean trustClock) {}

  /** What it did since the start. */
  public UpkeepStatistics statistics() {
    return counts.statistics();
  }

  /**
   * A run, on a thread of its own: one that gives way does so for good. It does not give way when
   * files come faster than they are merged, or there would be ever more of them.
   */
  private void upkeep(Consumer<UpkeepStep> progress) {
    try (ExecutorService run =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name("upkeep").factory())) {
      Runnable all =
          () -> {
            if (!smallFiles.isBehind()) {
              ThreadNiceness.lower();
            }
            tasks.forEach(task -> attempt(task.task(), progress, () -> task.run(progress)));
          };
      CompletableFuture.runAsync(all, run).join();
    }
  }

  /** Work that may fail and is tried again by the next run. */
  @FunctionalInterface
  private interface Work {
    void run() throws SQLException, IOException;
  }

  private void attempt(Task task, Consumer<UpkeepStep> progress, Work work) {
    if (stopping) {
      return;
    }
    try {
      // Each task begins with a view that is the table's.
      changes.settle();
      try {
        work.run();
      } finally {
        rewriter.rest();
      }
    } catch (SQLException | IOException | RuntimeException e) {
      if (stopping) {
        return;
      }
      LOG.error("the upkeep could not do its {}, the next run tries again", task.text(), e);
      counts.add(UpkeepStatistics::failed);
      progress.accept(UpkeepStep.of(task, State.FAILED, e.toString()));
    }
  }

  /** Ends the run that is under way, as soon as its step can be left. */
  @Override
  public void close() {
    stopping = true;
    rewriter.stop();
    // What waits finds it stopping. No interrupt: it would end a commit between two of its files.
    thread.shutdown();
    try {
      if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.warn("the upkeep does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
