package dev.tailwater.store;

import java.util.Collection;
import java.util.Locale;

/**
 * A piece of upkeep: what is to be done, under way or done.
 *
 * @param task which kind
 * @param state how far it is
 * @param subject what it is about: a partition, a folder; or why it failed
 * @param before the files that it takes
 * @param after the files that it leaves in their place; nothing until it is done
 */
public record UpkeepStep(
    Task task, State state, String subject, FileSizes before, FileSizes after) {

  /** A step about files of a partition. */
  static UpkeepStep of(
      Task task,
      State state,
      Partition partition,
      Collection<DataFileInfo> before,
      Collection<DataFileInfo> after) {
    return new UpkeepStep(task, state, partition.path(), FileSizes.of(before), FileSizes.of(after));
  }

  /** A step about no files. */
  static UpkeepStep of(Task task, State state, String subject) {
    return new UpkeepStep(task, state, subject, FileSizes.NONE, FileSizes.NONE);
  }

  /** The kinds, in the order in which a run does them. */
  public enum Task {
    /** Removes lines that are older than their account keeps them, in whole files. */
    RETENTION,
    /** Writes files without the lines of deleted accounts. */
    DELETED_ACCOUNTS,
    /** Makes small files one. */
    COMPACTION,
    /** Forgets old states of the table, and deletes files that only they needed. */
    SNAPSHOTS,
    /** Deletes files that no snapshot names: what a crash left. */
    ORPHANS;

    /** As the API and the command line write it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** How far a step is. */
  public enum State {
    /** A dry run found it. */
    PLANNED,
    BEGUN,
    DONE,
    /** It is left out, the subject says why; nothing is wrong. */
    SKIPPED,
    /** The subject says why; the next run tries again. */
    FAILED;

    /** As the API and the command line write it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
