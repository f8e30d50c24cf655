package dev.tailwater.backup;

import dev.tailwater.DataFolderLock;
import dev.tailwater.wal.WalInspection;
import dev.tailwater.wal.WalInspection.SegmentState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder without server; none can start on it meanwhile. */
final class StoppedFolder implements Source {
  private final DataFolderLock lock;
  private final Path tableMetadata;
  private final long walEnd;

  StoppedFolder(Path data) throws IOException {
    lock = new DataFolderLock(data);
    boolean opened = false;
    try {
      tableMetadata = Database.tableMetadata(data.resolve("metadata.db"));
      Path wal = data.resolve("wal");
      List<SegmentState> segments = Files.exists(wal) ? WalInspection.read(wal) : List.of();
      // What a crash left behind the last intact entry was never answered with 200.
      walEnd = segments.isEmpty() ? 0 : segments.getLast().base() + segments.getLast().intact();
      opened = true;
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  @Override
  public Path tableMetadata() {
    return tableMetadata;
  }

  @Override
  public long walEnd() {
    return walEnd;
  }

  @Override
  public void requireHeld() {}

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
