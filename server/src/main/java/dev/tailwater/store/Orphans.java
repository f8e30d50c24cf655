package dev.tailwater.store;

import dev.tailwater.store.UpkeepStep.State;
import dev.tailwater.store.UpkeepStep.Task;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes files in the table's folder that no snapshot names: what a crash left between a file and
 * its commit, or between the end of a snapshot and the deletion of its files.
 */
final class Orphans implements UpkeepTask {
  private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

  private final LogTable table;
  private final UnfinishedFiles unfinished;
  private final HeldFiles held;
  private final Duration age;
  private final Clock clock;
  private final UpkeepCounts counts;

  /** When they were looked for: it takes a walk through all files. */
  private @Nullable Instant removed;

  /** A file without an owner. */
  private record Orphan(Path file, long bytes) {}

  /**
   * @param age younger files are left alone
   */
  Orphans(
      LogTable table,
      UnfinishedFiles unfinished,
      HeldFiles held,
      Duration age,
      Clock clock,
      UpkeepCounts counts) {
    this.table = table;
    this.unfinished = unfinished;
    this.held = held;
    this.age = age;
    this.clock = clock;
    this.counts = counts;
  }

  @Override
  public Task task() {
    return Task.ORPHANS;
  }

  /** The next run looks for them, however short ago the last one did. */
  void due() {
    removed = null;
  }

  @Override
  public void plan(Consumer<UpkeepStep> progress) throws IOException {
    tell(State.PLANNED, sizes(find(clock.instant())), progress);
  }

  @Override
  public void run(Consumer<UpkeepStep> progress) throws IOException {
    Instant now = clock.instant();
    Instant last = removed;
    if (last != null && now.isBefore(last.plus(age)) && !now.isBefore(last)) {
      return;
    }
    List<Orphan> found = find(now);
    // They go once no scan or hold is open that is older.
    found.forEach(orphan -> held.remove(orphan.file()));
    removed = now;
    FileSizes sizes = sizes(found);
    if (sizes.files() > 0) {
      counts.add(known -> known.orphans(sizes));
      LOG.info("deleted {} files that no snapshot names", sizes.files());
    }
    tell(State.DONE, sizes, progress);
  }

  private static void tell(State state, FileSizes found, Consumer<UpkeepStep> progress) {
    if (found.files() > 0) {
      progress.accept(new UpkeepStep(Task.ORPHANS, state, "warehouse", found, FileSizes.NONE));
    }
  }

  private static FileSizes sizes(List<Orphan> found) {
    return new FileSizes(found.size(), 0, found.stream().mapToLong(Orphan::bytes).sum());
  }

  /** Those there are now. */
  private List<Orphan> find(Instant now) throws IOException {
    // In this order: a file that is there, and not unfinished, is named by what is read afterwards
    // if it ever was committed.
    List<Orphan> old = filesBefore(now.minus(age));
    Set<Path> owned = new HashSet<>(unfinished.all());
    owned.addAll(held.all());
    owned.addAll(table.snapshots().namedFiles());
    old.removeIf(file ->
        owned.contains(file.file())
            || TermIndex.dataFile(file.file()).filter(owned::contains).isPresent());
    return old;
  }

  private List<Orphan> filesBefore(Instant time) throws IOException {
    List<Orphan> found = new ArrayList<>();
    Files.walkFileTree(
        table.folder(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()
                && attributes.lastModifiedTime().toInstant().isBefore(time)) {
              found.add(new Orphan(file, attributes.size()));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (Files.exists(file)) {
              throw e;
            }
            // Deleted since its folder was read.
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
