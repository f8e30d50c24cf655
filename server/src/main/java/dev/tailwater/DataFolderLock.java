package dev.tailwater;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a second process from writing to the same data folder. */
public final class DataFolderLock implements AutoCloseable {
  /** The name of a file that stands in a folder while it is restored: it is not whole then. */
  public static final String UNFINISHED_RESTORE = "restore-unfinished";

  private final FileChannel file;

  /**
   * @throws IOException when another process has the folder, its restore did not end, or its
   *     metadata is gone
   */
  public DataFolderLock(Path data) throws IOException {
    if (Files.exists(data.resolve(UNFINISHED_RESTORE))) {
      throw new IOException(
          "a restore into %s did not end: delete the folder, and restore again".formatted(data));
    }
    requireMetadata(data);
    file =
        FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock() == null) {
      file.close();
      throw new DataFolderInUseException(data);
    }
  }

  /**
   * Refuses a folder with a log or a table and no metadata. A start would make new metadata, for
   * which all files of the table are orphans: they would be deleted a day later.
   */
  public static void requireMetadata(Path data) throws IOException {
    if (!Files.exists(data.resolve("metadata.db"))
        && (holds(data.resolve("wal"), "*.log")
            || holds(data.resolve("warehouse/tailwater/logs/metadata"), "*.metadata.json"))) {
      throw new IOException(
          "expected metadata.db beside log and table in %s, found none: put it back or restore a backup"
              .formatted(data));
    }
  }

  private static boolean holds(Path folder, String pattern) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
      return files.iterator().hasNext();
    }
  }

  /** Whether a process uses the folder now. Changes nothing. */
  public static boolean isHeld(Path data) throws IOException {
    Path file = data.resolve("lock");
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  private @Nullable FileLock tryLock() throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
