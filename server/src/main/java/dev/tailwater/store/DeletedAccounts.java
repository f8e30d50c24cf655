package dev.tailwater.store;

import dev.tailwater.store.UpkeepStep.State;
import dev.tailwater.store.UpkeepStep.Task;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Writes files anew that hold lines of deleted accounts. */
final class DeletedAccounts implements UpkeepTask {
  private final CurrentView current;
  private final Rewriter rewriter;
  private final Merges merges;
  private final Supplier<Set<Long>> accounts;
  private final BooleanSupplier stopping;

  DeletedAccounts(
      CurrentView current,
      Rewriter rewriter,
      Merges merges,
      Supplier<Set<Long>> accounts,
      BooleanSupplier stopping) {
    this.current = current;
    this.rewriter = rewriter;
    this.merges = merges;
    this.accounts = accounts;
    this.stopping = stopping;
  }

  @Override
  public Task task() {
    return Task.DELETED_ACCOUNTS;
  }

  @Override
  public void plan(Consumer<UpkeepStep> progress) throws SQLException {
    Partition.group(rewriter.holding(current.now().files(), accounts.get()))
        .forEach((partition, files) ->
            progress.accept(
                UpkeepStep.of(Task.DELETED_ACCOUNTS, State.PLANNED, partition, files, List.of())));
  }

  @Override
  public void run(Consumer<UpkeepStep> progress) throws SQLException, IOException {
    Set<Long> deleted = Set.copyOf(accounts.get());
    for (DataFileInfo file : rewriter.holding(current.now().files(), deleted)) {
      if (stopping.getAsBoolean()
          || !merges.merge(Task.DELETED_ACCOUNTS, List.of(file), deleted, progress)) {
        return;
      }
    }
  }
}
