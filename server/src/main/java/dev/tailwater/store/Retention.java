package dev.tailwater.store;

import dev.tailwater.store.UpkeepStep.State;
import dev.tailwater.store.UpkeepStep.Task;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes the files that hold nothing but lines that are older than they are kept. */
final class Retention implements UpkeepTask {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private final CurrentView current;
  private final FileChanges changes;
  private final Clock clock;
  private final ClockCheck clockCheck;
  private final UpkeepCounts counts;

  Retention(CurrentView current, FileChanges changes, Clock clock, UpkeepCounts counts) {
    this.current = current;
    this.changes = changes;
    this.clock = clock;
    this.counts = counts;
    this.clockCheck = new ClockCheck(clock, newest(), System::nanoTime);
  }

  @Override
  public Task task() {
    return Task.RETENTION;
  }

  /** Somebody looked at the clock: it is right. */
  void trustClock() {
    clockCheck.trust();
  }

  @Override
  public void plan(Consumer<UpkeepStep> progress) {
    if (!clockIsWrong(progress)) {
      expired()
          .forEach((partition, files) ->
              progress.accept(
                  UpkeepStep.of(Task.RETENTION, State.PLANNED, partition, files, List.of())));
    }
  }

  @Override
  public void run(Consumer<UpkeepStep> progress) {
    if (!clockIsWrong(progress)) {
      expired().forEach((partition, files) -> remove(partition, files, progress));
    }
  }

  private void remove(
      Partition partition, List<DataFileInfo> files, Consumer<UpkeepStep> progress) {
    progress.accept(UpkeepStep.of(Task.RETENTION, State.BEGUN, partition, files, List.of()));
    changes.replace(files, List.of(), false);
    FileSizes removed = FileSizes.of(files);
    counts.add(known -> known.retired(removed));
    LOG.info(
        "removed {} lines in {} files of {}: their days are over",
        removed.rows(),
        files.size(),
        partition);
    progress.accept(UpkeepStep.of(Task.RETENTION, State.DONE, partition, files, List.of()));
  }

  /** The files whose youngest possible line was received more than its days to keep ago. */
  private Map<Partition, List<DataFileInfo>> expired() {
    Instant now = clock.instant();
    return Partition.group(
        current.now().files().stream()
            .filter(file -> !end(file.partition()).isAfter(now))
            .toList());
  }

  /** When the last line that the partition may hold has been kept for its days. */
  private static Instant end(Partition partition) {
    return partition
        .receiptDay()
        .plusDays(1L + partition.retentionDays())
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant();
  }

  private boolean clockIsWrong(Consumer<UpkeepStep> progress) {
    Optional<String> doubt = clockCheck.doubt(newest());
    doubt.ifPresent(why -> {
      LOG.warn("no line is removed for its age, because the clock may be wrong: {}", why);
      progress.accept(
          UpkeepStep.of(Task.RETENTION, State.SKIPPED, "the clock may be wrong: " + why));
    });
    return doubt.isPresent();
  }

  private @Nullable Instant newest() {
    return current.now().files().stream()
        .map(DataFileInfo::maxReceiptTime)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }
}
