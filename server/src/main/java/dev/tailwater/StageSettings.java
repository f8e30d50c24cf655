package dev.tailwater;

import dev.tailwater.account.Metadata;
import dev.tailwater.config.Setting;
import dev.tailwater.config.SettingException;
import dev.tailwater.config.Settings;
import dev.tailwater.drain.MemoryBudget;
import dev.tailwater.engine.Engine;
import dev.tailwater.http.PublicAddress;
import dev.tailwater.lookup.LookupTables;
import dev.tailwater.parse.TimeWindow;
import dev.tailwater.query.plan.AddressData;
import dev.tailwater.query.run.QueryLimits;
import dev.tailwater.wal.WalOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** What the stages are given of the settings; {@link StoreSettings} has those of the store. */
final class StageSettings {
  private static final int MEGABYTE = 1 << 20;

  private final Settings settings;

  StageSettings(Settings settings) {
    this.settings = settings;
  }

  TimeWindow timeWindow() {
    return new TimeWindow(
        Duration.ofDays(settings.number(Setting.PARSE_PAST_DAYS, 1, 36_500)),
        Duration.ofDays(settings.number(Setting.PARSE_FUTURE_DAYS, 0, 36_500)));
  }

  WalOptions walOptions() {
    return new WalOptions(
        (long) settings.number(Setting.WAL_SEGMENT_MEGABYTES, 1, 65_536) * MEGABYTE);
  }

  LookupTables lookupTables(Engine engine, Metadata metadata, Path data, Clock clock) {
    Setting size = Setting.LOOKUP_MEGABYTES;
    return new LookupTables(
        engine,
        metadata,
        data.resolve("lookup"),
        settings.number(size, 1, 10_000),
        size.path(),
        clock);
  }

  Map<AddressData, Path> addressFiles() {
    Map<AddressData, Path> files = new EnumMap<>(AddressData.class);
    for (AddressData data : AddressData.values()) {
      Setting setting =
          switch (data) {
            case LOCATION -> Setting.GEO_CITY_FILE;
            case NETWORK -> Setting.GEO_ASN_FILE;
          };
      if (!settings.text(setting).isEmpty()) {
        files.put(data, settings.path(setting));
      }
    }
    return files;
  }

  QueryLimits queryLimits() {
    QueryLimits standard = QueryLimits.defaults();
    return new QueryLimits(
        settings.number(Setting.QUERY_CONCURRENT, 1, 1_024),
        standard.waiting(),
        Duration.ofSeconds(settings.number(Setting.QUERY_SECONDS, 1, 86_400)),
        standard.rows(),
        standard.groups());
  }

  MemoryBudget memoryBudget() {
    int megabytes = settings.number(Setting.DRAIN_MEMORY_MEGABYTES, 1, 65_536);
    if (megabytes < bodyMegabytes()) {
      throw new SettingException(
          "expected %s (%d) to be at least %s (%d): a body of the largest size would never fit"
              .formatted(
                  Setting.DRAIN_MEMORY_MEGABYTES.path(),
                  megabytes,
                  Setting.DRAIN_BODY_MEGABYTES.path(),
                  bodyMegabytes()));
    }
    return new MemoryBudget((long) megabytes * MEGABYTE);
  }

  int maxBodyBytes() {
    return bodyMegabytes() * MEGABYTE;
  }

  private int bodyMegabytes() {
    return settings.number(Setting.DRAIN_BODY_MEGABYTES, 1, 64);
  }

  PublicAddress publicAddress() {
    String url = settings.text(Setting.SERVER_PUBLIC_URL);
    try {
      return new PublicAddress(url.isEmpty() ? null : URI.create(url));
    } catch (IllegalArgumentException e) {
      throw new SettingException(
          "expected an address like https://logs.example.com for %s, found \"%s\""
              .formatted(Setting.SERVER_PUBLIC_URL.path(), url));
    }
  }
}
