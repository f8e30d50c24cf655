package dev.tailwater.store;

import dev.tailwater.store.UpkeepStep.State;
import dev.tailwater.store.UpkeepStep.Task;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;

/** Forgets states of the table that are too old, and lets go of the files that only they needed. */
final class OldSnapshots implements UpkeepTask {
  private final LogTable table;
  private final UpkeepOptions options;
  private final Clock clock;

  OldSnapshots(LogTable table, UpkeepOptions options, Clock clock) {
    this.table = table;
    this.options = options;
    this.clock = clock;
  }

  @Override
  public Task task() {
    return Task.SNAPSHOTS;
  }

  @Override
  public void plan(Consumer<UpkeepStep> progress) {
    tell(State.PLANNED, table.snapshots().expirable(oldest(), options.snapshots()), progress);
  }

  @Override
  public void run(Consumer<UpkeepStep> progress) {
    tell(State.DONE, table.snapshots().expire(oldest(), options.snapshots()), progress);
  }

  private Instant oldest() {
    return clock.instant().minus(options.snapshotAge());
  }

  private static void tell(State state, int count, Consumer<UpkeepStep> progress) {
    if (count > 0) {
      progress.accept(UpkeepStep.of(Task.SNAPSHOTS, state, count + " snapshots"));
    }
  }
}
