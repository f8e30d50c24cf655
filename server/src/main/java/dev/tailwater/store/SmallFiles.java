package dev.tailwater.store;

import dev.tailwater.store.UpkeepStep.State;
import dev.tailwater.store.UpkeepStep.Task;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes small files one, as {@link Compaction} chooses them. */
final class SmallFiles implements UpkeepTask {
  private final CurrentView current;
  private final Compaction compaction;
  private final Merges merges;
  private final Supplier<Set<Long>> deletedAccounts;
  private final Clock clock;
  private final BooleanSupplier stopping;

  SmallFiles(
      CurrentView current,
      Compaction compaction,
      Merges merges,
      Supplier<Set<Long>> deletedAccounts,
      Clock clock,
      BooleanSupplier stopping) {
    this.current = current;
    this.compaction = compaction;
    this.merges = merges;
    this.deletedAccounts = deletedAccounts;
    this.clock = clock;
    this.stopping = stopping;
  }

  /** Whether more than one merge is due. */
  boolean isBehind() {
    return groups().size() > 1;
  }

  @Override
  public Task task() {
    return Task.COMPACTION;
  }

  @Override
  public void plan(Consumer<UpkeepStep> progress) {
    for (List<DataFileInfo> group : groups()) {
      progress.accept(
          UpkeepStep.of(
              Task.COMPACTION, State.PLANNED, group.getFirst().partition(), group, List.of()));
    }
  }

  @Override
  public void run(Consumer<UpkeepStep> progress) throws SQLException, IOException {
    for (List<List<DataFileInfo>> groups = groups(); !groups.isEmpty(); groups = groups()) {
      for (List<DataFileInfo> group : groups) {
        Set<Long> without = Set.copyOf(deletedAccounts.get());
        if (stopping.getAsBoolean() || !merges.merge(Task.COMPACTION, group, without, progress)) {
          return;
        }
      }
    }
  }

  private List<List<DataFileInfo>> groups() {
    return compaction.plan(current.now().files(), clock.instant());
  }
}
