package dev.tailwater.lookup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files with the rows of tables. A file never changes; one that no table names any more is
 * deleted when its last reader has left. Safe for use by many threads.
 */
final class ContentFiles {
  private static final Logger LOG = LoggerFactory.getLogger(ContentFiles.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;

  // Guarded by this.
  private final Map<String, Integer> readers = new HashMap<>();
  private final Set<String> retired = new HashSet<>();

  /**
   * The files of a folder, which is made when missing.
   *
   * @param known files that tables name; a crash may have left others, which are deleted
   */
  ContentFiles(Path folder, Set<String> known) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      List<Path> found;
      try (Stream<Path> files = Files.list(folder)) {
        found = files.toList();
      }
      for (Path file : found) {
        if (!known.contains(String.valueOf(file.getFileName()))) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the folder of lookup tables " + folder, e);
    }
  }

  /** The name of a file that does not exist yet. */
  String newName() {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random) + ".parquet";
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** Keeps a file until it is released as often; false when it is gone or about to go. */
  synchronized boolean pin(String name) {
    if (retired.contains(name) || !Files.exists(path(name))) {
      return false;
    }
    readers.merge(name, 1, Integer::sum);
    return true;
  }

  /** Ends what {@link #pin} began. */
  synchronized void release(String name) {
    if (readers.merge(name, -1, Integer::sum) == 0) {
      readers.remove(name);
      if (retired.remove(name)) {
        delete(name);
      }
    }
  }

  /** Deletes a file that no table names any more, when its last reader has left. */
  synchronized void retire(String name) {
    if (readers.containsKey(name)) {
      retired.add(name);
    } else {
      delete(name);
    }
  }

  private void delete(String name) {
    try {
      Files.deleteIfExists(path(name));
    } catch (IOException e) {
      LOG.warn("cannot delete {}, which the next start will try again", path(name), e);
    }
  }
}
