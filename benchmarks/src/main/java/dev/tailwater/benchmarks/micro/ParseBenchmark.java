package dev.tailwater.benchmarks.micro;

import dev.tailwater.benchmarks.load.RandomLines.Kind;
import dev.tailwater.parse.DeliveryParser;
import dev.tailwater.parse.TimeWindow;
import dev.tailwater.record.RecordBatch;
import dev.tailwater.wal.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Framing and field extraction: deliveries into a record batch as large as the server's. Per line.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-opens=java.base/java.nio=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      "--enable-native-access=ALL-UNNAMED"
    })
public class ParseBenchmark {
  private static final int DELIVERIES = 300;

  /** Of which lines; mixed as in a random load. */
  @Param({"mixed", "router", "metrics", "application"})
  @Nullable String kind;

  private final DeliveryParser parser =
      new DeliveryParser(0, new TimeWindow(Duration.ofDays(30), Duration.ofDays(2)));
  private @Nullable BufferAllocator allocator;
  private List<Delivery> deliveries = List.of();

  /** Makes the deliveries. */
  @Setup
  public void makeDeliveries() {
    allocator = new RootAllocator();
    deliveries =
        Deliveries.of(
            DELIVERIES,
            random ->
                "mixed".equals(kind)
                    ? Kind.of(random.nextDouble())
                    : Kind.valueOf(String.valueOf(kind).toUpperCase(Locale.ROOT)));
  }

  /** Gives the memory back. */
  @TearDown
  public void close() {
    if (allocator != null) {
      allocator.close();
    }
  }

  /** Parses them all into one batch. */
  @Benchmark
  @OperationsPerInvocation(DELIVERIES * Deliveries.LINES)
  public int parse() {
    if (allocator == null) {
      throw new IllegalStateException("not set up");
    }
    try (RecordBatch batch = new RecordBatch(allocator)) {
      long position = 0;
      for (Delivery delivery : deliveries) {
        parser.parse(delivery, position, batch);
        position += delivery.body().remaining();
      }
      return batch.rows();
    }
  }
}
