package dev.tailwater.store;

import dev.tailwater.store.LogTable.WrittenFile;
import dev.tailwater.store.UpkeepStep.State;
import dev.tailwater.store.UpkeepStep.Task;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a file in the place of others. For one thread. */
final class Merges {
  private static final Logger LOG = LoggerFactory.getLogger(Merges.class);

  private final Rewriter rewriter;
  private final FileChanges changes;
  private final UpkeepCounts counts;

  Merges(Rewriter rewriter, FileChanges changes, UpkeepCounts counts) {
    this.rewriter = rewriter;
    this.changes = changes;
    this.counts = counts;
  }

  /**
   * Writes the lines of files anew, and gives the table the new file.
   *
   * @param inputs of one partition
   * @param without accounts whose lines are left out
   * @return false when the disk has no room for it, and nothing was done
   */
  boolean merge(
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
    progress.accept(UpkeepStep.of(task, State.BEGUN, partition, inputs, List.of()));
    List<WrittenFile> outputs = rewriter.merge(inputs, without).stream().toList();
    FileSizes before = FileSizes.of(inputs);
    List<DataFileInfo> written = outputs.stream().map(WrittenFile::info).toList();
    FileSizes after = FileSizes.of(written);
    changes.replace(inputs, outputs, before.rows() == after.rows());
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    counts.add(known -> known.compacted(before, after, took));
    LOG.info(
        "wrote {} lines of {} files to {} in {} ms, {} to {} bytes",
        after.rows(),
        before.files(),
        after.files(),
        took.toMillis(),
        before.bytes(),
        after.bytes());
    progress.accept(UpkeepStep.of(task, State.DONE, partition, inputs, written));
    return true;
  }
}
