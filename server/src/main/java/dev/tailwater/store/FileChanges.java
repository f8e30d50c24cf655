package dev.tailwater.store;

import dev.tailwater.fault.FaultPoint;
import dev.tailwater.store.LogTable.Change;
import dev.tailwater.store.LogTable.Outcome;
import dev.tailwater.store.LogTable.WrittenFile;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Replaces files by files, in the table and then in the view, so that neither a lost answer of the
 * catalog nor an error in between leaves the two apart for long. For one thread.
 */
final class FileChanges {
  private final LogTable table;
  private final CurrentView current;
  private final UnfinishedFiles unfinished;

  /** A change whose commit was begun and not understood to its end. */
  private @Nullable Change undecided;

  FileChanges(LogTable table, CurrentView current, UnfinishedFiles unfinished) {
    this.table = table;
    this.current = current;
    this.unfinished = unfinished;
  }

  /**
   * Replaces files.
   *
   * @param outputs none when the inputs are removed
   * @param sameRows whether the outputs hold the rows of the inputs, all of them
   * @throws RuntimeException when it failed; {@link #settle} finds out what became of it
   */
  void replace(List<DataFileInfo> inputs, List<WrittenFile> outputs, boolean sameRows) {
    settle();
    Change change = new Change(UUID.randomUUID(), inputs, outputs, sameRows);
    // An error from here on does not tell whether the commit was made.
    undecided = change;
    FaultPoint.COMPACT_COMMIT.reached();
    decided(change, table.replace(change));
  }

  /**
   * Finds out what became of the change before. Until it is known, no file may be deleted: the view
   * may still have those that the table has not.
   *
   * @throws IllegalStateException when the catalog does not answer
   */
  void settle() {
    Change change = undecided;
    if (change != null) {
      decided(change, table.outcome(change));
    }
  }

  private void decided(Change change, Outcome outcome) {
    List<DataFileInfo> outputs = change.outputs().stream().map(WrittenFile::info).toList();
    switch (outcome) {
      case MADE -> {
        FaultPoint.COMPACT_COMMITTED.reached();
        current.replaced(change.inputs(), outputs, change.sameRows());
        outputs.forEach(file -> unfinished.committed(file.path()));
        undecided = null;
      }
      case NOT_MADE -> {
        outputs.forEach(file -> unfinished.discard(file.path()));
        undecided = null;
      }
      case UNKNOWN ->
          throw new IllegalStateException(
              "expected an answer of the catalog to a commit, found none: the next run looks again,"
                  + " until then nothing is deleted");
    }
  }
}
