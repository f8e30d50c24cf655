package dev.tailwater.store;

import dev.tailwater.store.LogTable.WrittenFile;
import dev.tailwater.store.UpkeepStep.State;
import dev.tailwater.store.UpkeepStep.Task;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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

  private final LogTable table;
  private final CurrentView current;
  private final FileChanges changes;
  private final Rewriter rewriter;
  private final Orphans orphans;
  private final UpkeepOptions options;
  private final Supplier<Set<Long>> deletedAccounts;
  private final Clock clock;
  private final Compaction compaction;
  private final ClockCheck clockCheck;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(work ->
          Thread.ofPlatform()
              .name("upkeep")
              .unstarted(() -> {
                ThreadNiceness.lower();
                work.run();
              }));

  private volatile boolean stopping;
  private volatile UpkeepStatistics statistics = UpkeepStatistics.NONE;

  // Of the thread.
  private @Nullable Instant orphansRemoved;

  Upkeep(
      LogTable table,
      CurrentView current,
      TermIndex terms,
      UnfinishedFiles unfinished,
      HeldFiles held,
      UpkeepOptions options,
      Supplier<Set<Long>> deletedAccounts,
      Clock clock) {
    this.table = table;
    this.current = current;
    this.changes = new FileChanges(table, current, unfinished);
    this.rewriter = new Rewriter(table, unfinished, terms, options);
    this.orphans = new Orphans(table, unfinished, held, options.orphanAge());
    this.options = options;
    this.deletedAccounts = deletedAccounts;
    this.clock = clock;
    this.compaction = new Compaction(options.fileBytes());
    this.clockCheck = new ClockCheck(clock, newest(), System::nanoTime);
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
            clockCheck.trust();
          }
          if (run.dryRun()) {
            plan(progress);
          } else {
            orphansRemoved = null;
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
    return statistics;
  }

  private void upkeep(Consumer<UpkeepStep> progress) {
    attempt(Task.RETENTION, progress, () -> retire(progress));
    attempt(Task.DELETED_ACCOUNTS, progress, () -> forgetAccounts(progress));
    attempt(Task.COMPACTION, progress, () -> compact(progress));
    attempt(Task.SNAPSHOTS, progress, () -> expire(progress));
    attempt(Task.ORPHANS, progress, () -> removeOrphans(progress));
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
      statistics = statistics.failed();
      progress.accept(
          new UpkeepStep(task, State.FAILED, e.toString(), FileSizes.NONE, FileSizes.NONE));
    }
  }

  private void plan(Consumer<UpkeepStep> progress) {
    attempt(
        Task.RETENTION,
        progress,
        () -> {
          if (!clockIsWrong(progress)) {
            byPartition(Retention.expired(files(), clock.instant()))
                .forEach((partition, files) ->
                    progress.accept(
                        step(Task.RETENTION, State.PLANNED, partition, files, List.of())));
          }
        });
    attempt(
        Task.DELETED_ACCOUNTS,
        progress,
        () ->
            byPartition(rewriter.holding(files(), deletedAccounts.get()))
                .forEach((partition, files) ->
                    progress.accept(
                        step(Task.DELETED_ACCOUNTS, State.PLANNED, partition, files, List.of()))));
    attempt(
        Task.COMPACTION,
        progress,
        () -> {
          for (List<DataFileInfo> group : compaction.plan(files(), clock.instant())) {
            progress.accept(
                step(
                    Task.COMPACTION,
                    State.PLANNED,
                    group.getFirst().partition(),
                    group,
                    List.of()));
          }
        });
    attempt(
        Task.SNAPSHOTS,
        progress,
        () ->
            told(
                Task.SNAPSHOTS,
                State.PLANNED,
                table.snapshots().expirable(oldest(), options.snapshots()),
                progress));
    attempt(
        Task.ORPHANS,
        progress,
        () -> {
          FileSizes found = sizes(orphans.find(clock.instant()));
          if (found.files() > 0) {
            progress.accept(
                new UpkeepStep(Task.ORPHANS, State.PLANNED, "warehouse", found, FileSizes.NONE));
          }
        });
  }

  private List<DataFileInfo> files() {
    return current.now().files();
  }

  // Retention.

  private void retire(Consumer<UpkeepStep> progress) {
    if (clockIsWrong(progress)) {
      return;
    }
    byPartition(Retention.expired(files(), clock.instant()))
        .forEach((partition, files) -> {
          progress.accept(step(Task.RETENTION, State.BEGUN, partition, files, List.of()));
          changes.replace(files, List.of(), false);
          statistics = statistics.retired(FileSizes.of(files));
          LOG.info(
              "removed {} lines in {} files of {}: their days are over",
              FileSizes.of(files).rows(),
              files.size(),
              partition);
          progress.accept(step(Task.RETENTION, State.DONE, partition, files, List.of()));
        });
  }

  private boolean clockIsWrong(Consumer<UpkeepStep> progress) {
    Optional<String> doubt = clockCheck.doubt(newest());
    doubt.ifPresent(why -> {
      LOG.warn("no line is removed for its age, because the clock may be wrong: {}", why);
      progress.accept(
          new UpkeepStep(
              Task.RETENTION,
              State.SKIPPED,
              "the clock may be wrong: " + why,
              FileSizes.NONE,
              FileSizes.NONE));
    });
    return doubt.isPresent();
  }

  private @Nullable Instant newest() {
    return files().stream()
        .map(DataFileInfo::maxReceiptTime)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  // Deleted accounts.

  private void forgetAccounts(Consumer<UpkeepStep> progress) throws SQLException, IOException {
    Set<Long> accounts = Set.copyOf(deletedAccounts.get());
    for (DataFileInfo file : rewriter.holding(files(), accounts)) {
      if (stopping || !merge(Task.DELETED_ACCOUNTS, List.of(file), accounts, progress)) {
        return;
      }
    }
  }

  // Compaction.

  private void compact(Consumer<UpkeepStep> progress) throws SQLException, IOException {
    List<List<DataFileInfo>> groups = compaction.plan(files(), clock.instant());
    while (!groups.isEmpty()) {
      for (List<DataFileInfo> group : groups) {
        Set<Long> without = Set.copyOf(deletedAccounts.get());
        if (stopping || !merge(Task.COMPACTION, group, without, progress)) {
          return;
        }
      }
      groups = compaction.plan(files(), clock.instant());
    }
  }

  /** Writes files anew; false when there is no room to. */
  private boolean merge(
      Task task, List<DataFileInfo> inputs, Set<Long> without, Consumer<UpkeepStep> progress)
      throws SQLException, IOException {
    long began = System.nanoTime();
    Partition partition = inputs.getFirst().partition();
    if (!rewriter.hasRoomFor(inputs)) {
      LOG.warn("files of {} are not merged: the disk has no room for it", partition);
      progress.accept(
          new UpkeepStep(
              task,
              State.SKIPPED,
              "no room on the disk to write files of " + partition.path() + " anew",
              FileSizes.of(inputs),
              FileSizes.NONE));
      return false;
    }
    progress.accept(step(task, State.BEGUN, partition, inputs, List.of()));
    List<WrittenFile> outputs = rewriter.merge(inputs, without).stream().toList();
    FileSizes before = FileSizes.of(inputs);
    List<DataFileInfo> written = outputs.stream().map(WrittenFile::info).toList();
    FileSizes after = FileSizes.of(written);
    changes.replace(inputs, outputs, before.rows() == after.rows());
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    statistics = statistics.compacted(before, after, took);
    LOG.info(
        "wrote {} lines of {} files to {} in {} ms, {} to {} bytes",
        after.rows(),
        before.files(),
        after.files(),
        took.toMillis(),
        before.bytes(),
        after.bytes());
    progress.accept(step(task, State.DONE, partition, inputs, written));
    return true;
  }

  // Snapshots and orphans.

  private Instant oldest() {
    return clock.instant().minus(options.snapshotAge());
  }

  private void expire(Consumer<UpkeepStep> progress) {
    told(
        Task.SNAPSHOTS,
        State.DONE,
        table.snapshots().expire(oldest(), options.snapshots()),
        progress);
  }

  private static void told(Task task, State state, int count, Consumer<UpkeepStep> progress) {
    if (count > 0) {
      progress.accept(
          new UpkeepStep(task, state, count + " snapshots", FileSizes.NONE, FileSizes.NONE));
    }
  }

  private void removeOrphans(Consumer<UpkeepStep> progress) throws IOException {
    Instant now = clock.instant();
    Instant last = orphansRemoved;
    if (last != null && now.isBefore(last.plus(options.orphanAge())) && !now.isBefore(last)) {
      return;
    }
    List<Orphans.Orphan> found = orphans.find(now);
    orphans.delete(found);
    orphansRemoved = now;
    FileSizes removed = sizes(found);
    if (removed.files() > 0) {
      statistics = statistics.orphans(removed);
      LOG.info("deleted {} files that no snapshot names", removed.files());
      progress.accept(
          new UpkeepStep(Task.ORPHANS, State.DONE, "warehouse", removed, FileSizes.NONE));
    }
  }

  private static FileSizes sizes(Collection<Orphans.Orphan> found) {
    return new FileSizes(found.size(), 0, found.stream().mapToLong(Orphans.Orphan::bytes).sum());
  }

  private static Map<Partition, List<DataFileInfo>> byPartition(Collection<DataFileInfo> files) {
    return files.stream()
        .collect(
            Collectors.groupingBy(
                DataFileInfo::partition,
                () ->
                    new TreeMap<>(
                        Comparator.comparing(Partition::receiptDay)
                            .thenComparingInt(Partition::retentionDays)),
                Collectors.toList()));
  }

  private static UpkeepStep step(
      Task task,
      State state,
      Partition partition,
      Collection<DataFileInfo> before,
      Collection<DataFileInfo> after) {
    return new UpkeepStep(task, state, partition.path(), FileSizes.of(before), FileSizes.of(after));
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
