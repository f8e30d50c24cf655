package dev.tailwater.benchmarks.micro;

import dev.tailwater.benchmarks.load.RandomLines.Kind;
import dev.tailwater.wal.Delivery;
import dev.tailwater.wal.Wal;
import dev.tailwater.wal.WalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Making a delivery of 100 lines durable, as seen by the thread that waits for it. With several
 * threads one sync serves several deliveries.
 */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.Throughput, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WalBenchmark {
  private static final long SEGMENT_BYTES = 64 << 20;

  private final Delivery delivery =
      Deliveries.of(1, random -> Kind.of(random.nextDouble())).getFirst();
  private @Nullable Path folder;
  private @Nullable Wal wal;

  /** Opens an empty log. */
  @Setup
  public void open() throws IOException {
    Path temporary = Files.createTempDirectory("tailwater-wal");
    folder = temporary;
    wal = Wal.open(temporary, new WalOptions(SEGMENT_BYTES), 0, (entry, position, end) -> {});
  }

  /** Frees what was written. */
  @TearDown(Level.Iteration)
  public void trim() throws IOException {
    wal().trim(wal().end());
  }

  /** Closes and deletes the log. */
  @TearDown
  public void close() throws IOException {
    wal().close();
    if (folder != null) {
      List<Path> files;
      try (Stream<Path> walked = Files.walk(folder)) {
        files = walked.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  /** One sender after the other. */
  @Benchmark
  @Threads(1)
  public long oneSender() throws IOException, InterruptedException {
    return wal().append(delivery);
  }

  /** Sixteen drains deliver at once. */
  @Benchmark
  @Threads(16)
  public long sixteenSenders() throws IOException, InterruptedException {
    return wal().append(delivery);
  }

  private Wal wal() {
    if (wal == null) {
      throw new IllegalStateException("not set up");
    }
    return wal;
  }
}
