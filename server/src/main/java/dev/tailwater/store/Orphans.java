package dev.tailwater.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Files in the table's folder that no snapshot names: what a crash left between a file and its
 * commit, or between the end of a snapshot and the deletion of its files. For one thread.
 */
final class Orphans {
  private final LogTable table;
  private final UnfinishedFiles unfinished;
  private final HeldFiles held;
  private final Duration age;

  /** A file without an owner. */
  record Orphan(Path file, long bytes) {}

  /**
   * @param age younger files are left alone
   */
  Orphans(LogTable table, UnfinishedFiles unfinished, HeldFiles held, Duration age) {
    this.table = table;
    this.unfinished = unfinished;
    this.held = held;
    this.age = age;
  }

  /** Those there are now. */
  List<Orphan> find(Instant now) throws IOException {
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

  /** Deletes them, once no scan or hold is open that is older. */
  void delete(List<Orphan> found) {
    found.forEach(orphan -> held.remove(orphan.file()));
  }
}
