package dev.tailwater.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Data files that are being written, or wait for their commit: no snapshot names them, and yet they
 * are no orphans. Safe for use by many threads.
 */
final class UnfinishedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(UnfinishedFiles.class);

  private final Set<Path> files = ConcurrentHashMap.newKeySet();

  /** From now on the file may appear on the disk. */
  void begin(Path file) {
    files.add(file);
  }

  /** The file is part of the table. */
  void committed(Path file) {
    files.remove(file);
  }

  /** The file will never be part of the table: deletes it and its filters. */
  void discard(Path file) {
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(TermIndex.beside(file));
    } catch (IOException e) {
      LOG.warn("cannot delete the unused file {}; the removal of orphans will", file, e);
    }
    files.remove(file);
  }

  /** Those of now. */
  Set<Path> all() {
    return Set.copyOf(files);
  }
}
