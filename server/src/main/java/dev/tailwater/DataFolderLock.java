package dev.tailwater;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a second process from writing to the same data folder. */
final class DataFolderLock implements AutoCloseable {
  private final FileChannel file;

  DataFolderLock(Path data) throws IOException {
    file =
        FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock() == null) {
      file.close();
      throw new DataFolderInUseException(data);
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
