package dev.tailwater;

import dev.tailwater.config.Setting;
import dev.tailwater.config.Settings;
import dev.tailwater.engine.EngineOptions;
import dev.tailwater.store.StoreOptions;
import dev.tailwater.store.UpkeepOptions;
import java.nio.file.Path;
import java.time.Duration;

/** The settings of the engine and the store in a data folder. */
final class StoreSettings {
  private static final int MEGABYTE = 1 << 20;

  /**
   * More lines than these are not sorted when files are merged. What large files hold is in order
   * already but for where one kind ends, so that a row group of the merged file is as good as
   * before; sorting costs as much as all that happened to a line until then.
   */
  private static final long SORTED_ROWS = 1_000_000;

  private StoreSettings() {}

  static EngineOptions engine(Settings settings, Path data) {
    int threads = settings.number(Setting.ENGINE_THREADS, 0, 1_024);
    return new EngineOptions(
        settings.number(Setting.ENGINE_MEMORY_MEGABYTES, 128, 1 << 20),
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
        data.resolve("spill"));
  }

  static StoreOptions store(Settings settings, Path data) {
    return new StoreOptions(
        data.resolve("warehouse"),
        "jdbc:sqlite:" + data.resolve("metadata.db"),
        settings.number(Setting.NODE, 0, 2_047),
        settings.number(Setting.STORE_FLUSH_ROWS, 1, Integer.MAX_VALUE),
        (long) settings.number(Setting.STORE_FLUSH_MEGABYTES, 1, 1 << 20) * MEGABYTE,
        Duration.ofSeconds(settings.number(Setting.STORE_FLUSH_SECONDS, 1, 86_400)),
        2,
        upkeep(settings, data));
  }

  private static UpkeepOptions upkeep(Settings settings, Path data) {
    return new UpkeepOptions(
        Duration.ofSeconds(settings.number(Setting.UPKEEP_SECONDS, 0, 86_400)),
        (long) settings.number(Setting.UPKEEP_FILE_MEGABYTES, 1, 65_536) * MEGABYTE,
        SORTED_ROWS,
        settings.number(Setting.UPKEEP_MEMORY_MEGABYTES, 128, 1 << 20),
        data.resolve("spill").resolve("upkeep"),
        Duration.ofMinutes(settings.number(Setting.UPKEEP_SNAPSHOT_MINUTES, 0, 525_600)),
        settings.number(Setting.UPKEEP_SNAPSHOT_COUNT, 1, 200),
        Duration.ofHours(settings.number(Setting.UPKEEP_ORPHAN_HOURS, 1, 8_760)));
  }
}
