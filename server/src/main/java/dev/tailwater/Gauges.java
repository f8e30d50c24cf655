package dev.tailwater;

import dev.tailwater.drain.DrainRoutes;
import dev.tailwater.drain.Intake;
import dev.tailwater.drain.MemoryBudget;
import dev.tailwater.parse.ParseStage;
import dev.tailwater.store.LogStore;
import dev.tailwater.store.Upkeep;
import dev.tailwater.wal.Wal;
import io.helidon.metrics.api.FunctionalCounter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MetricsFactory;
import java.util.function.Function;
import java.util.function.Supplier;

/** The figures of {@code /observe/metrics}, read from the stages when somebody asks. */
final class Gauges {
  private Gauges() {}

  static void register(
      Wal wal,
      Intake intake,
      DrainRoutes drain,
      MemoryBudget budget,
      ParseStage parse,
      CatchUp catchUp,
      LogStore store) {
    counter("tailwater_deliveries", "Deliveries made durable", intake, Intake::deliveries);
    counter("tailwater_delivery_bytes", "Body bytes made durable", intake, Intake::bytes);
    counter("tailwater_delivery_repeats", "Retries recognised", intake, Intake::repeats);
    counter("tailwater_refused", "Deliveries refused", drain, DrainRoutes::refused);
    counter("tailwater_lines", "Lines parsed", parse, ParseStage::lines);
    counter("tailwater_bad_frames", "Frames with a wrong count", parse, ParseStage::badFrames);
    counter("tailwater_parse_failures", "Deliveries not parsed", parse, ParseStage::failures);
    counter("tailwater_flushes", "Flushes", store, s -> s.statistics().flushes().count());
    counter(
        "tailwater_flushed_lines", "Lines flushed", store, s -> s.statistics().flushes().rows());
    gauge("tailwater_parse_queue_bytes", "Body bytes that wait", parse::queuedBytes);
    gauge("tailwater_drain_memory_bytes", "Body bytes in memory", budget::used);
    counter(
        "tailwater_wal_damaged_bytes", "Damaged bytes of the log left out", wal, Wal::damagedBytes);
    gauge(
        "tailwater_wal_lag_bytes",
        "Bytes of the log whose lines queries do not see",
        catchUp::lagBytes);
    gauge("tailwater_wal_end", "Position after the newest delivery", wal::end);
    gauge("tailwater_hot_lines", "Lines not in files yet", () -> store.statistics().hotRows());
    gauge("tailwater_file_lines", "Lines in files", () -> store.statistics().files().rows());
    gauge("tailwater_files", "Files of the table", () -> store.statistics().files().files());
    gauge("tailwater_file_bytes", "Bytes of files", () -> store.statistics().files().bytes());
    gauge("tailwater_heap_bytes", "Java heap in use", Gauges::heapBytes);
    upkeep(store);
  }

  private static long heapBytes() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void upkeep(LogStore store) {
    Upkeep upkeep = store.upkeep();
    counter("tailwater_compactions", "Merges of files", upkeep, u -> u.statistics().compactions());
    counter(
        "tailwater_compaction_milliseconds",
        "Time spent merging files",
        upkeep,
        u -> u.statistics().compactionTime().toMillis());
    counter(
        "tailwater_compaction_read_bytes",
        "Bytes of files that were merged",
        upkeep,
        u -> u.statistics().compactedFrom().bytes());
    counter(
        "tailwater_compaction_written_bytes",
        "Bytes of files that were made of them",
        upkeep,
        u -> u.statistics().compactedTo().bytes());
    counter(
        "tailwater_retired_files",
        "Files removed because the days of their lines were over",
        upkeep,
        u -> u.statistics().retired().files());
    counter(
        "tailwater_retired_lines",
        "Lines in removed files",
        upkeep,
        u -> u.statistics().retired().rows());
    counter(
        "tailwater_orphan_files",
        "Files deleted that the table did not name",
        upkeep,
        u -> u.statistics().orphans().files());
    counter(
        "tailwater_upkeep_failures",
        "Steps of the upkeep that failed",
        upkeep,
        u -> u.statistics().failures());
    gauge("tailwater_snapshots", "States of the table", () -> store.statistics().snapshots());
    gauge(
        "tailwater_held_files",
        "Files that left the table and are still read",
        () -> store.statistics().heldFiles());
  }

  private static <T> void counter(
      String name, String description, T stage, Function<T, Long> value) {
    registry().getOrCreate(FunctionalCounter.builder(name, stage, value).description(description));
  }

  private static void gauge(String name, String description, Supplier<Long> value) {
    registry().getOrCreate(Gauge.builder(name, value).description(description));
  }

  private static MeterRegistry registry() {
    return MetricsFactory.getInstance().globalRegistry();
  }
}
