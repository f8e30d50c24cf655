package dev.tailwater;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a second process from writing to the same data folder. */
public final class DataFolderLock implements AutoCloseable {
  private final FileChannel file;

  /**
   * @throws IOException when another process has the folder
   */
  public DataFolderLock(Path data) throws IOException {
    file =
        FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock() == null) {
      file.close();
      throw new IOException(
          "another Tailwater uses the data folder "
              + data
              + ": stop it, or give this one another folder with --data");
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
