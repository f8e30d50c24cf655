package dev.tailwater;

import dev.tailwater.config.Setting;
import dev.tailwater.config.Settings;
import dev.tailwater.engine.Engine;
import dev.tailwater.store.LogStore;
import dev.tailwater.store.Upkeep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * The table in the data folder of a server that does not run. The log is left alone: what is only
 * in it is replayed by the next start. For one thread.
 */
public final class StoppedTable implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final LogStore store;

  private StoppedTable(Settings settings) throws IOException {
    Path data = settings.path(Setting.DATA).toAbsolutePath();
    if (!Files.exists(data.resolve("metadata.db"))) {
      throw new IOException(
          "expected the data folder of a server in "
              + data
              + ", found none: name it with --data, or start the server first");
    }
    opened.push(new DataFolderLock(data));
    try {
      Engine engine = Engine.open(StoreSettings.engine(settings, data));
      opened.push(engine);
      BufferAllocator allocator = new RootAllocator();
      opened.push(allocator);
      store =
          LogStore.open(
              engine, allocator, StoreSettings.store(settings, data), Set::of, Clock.systemUTC());
      opened.push(store);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Opens it.
   *
   * @throws DataFolderInUseException when a server runs
   * @throws IOException when there is no data folder
   */
  public static StoppedTable open(Settings settings) throws IOException {
    return new StoppedTable(settings);
  }

  /** Its upkeep, which runs when it is told to. */
  public Upkeep upkeep() {
    return store.upkeep();
  }

  @Override
  public void close() throws IOException {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException("cannot close the table", e);
      }
    }
  }
}
