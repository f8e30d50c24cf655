package dev.tailwater.benchmarks.micro;

import dev.tailwater.benchmarks.load.RandomLines;
import dev.tailwater.benchmarks.load.RandomLines.Kind;
import dev.tailwater.term.RequiredTerms;
import dev.tailwater.term.RowRange;
import dev.tailwater.term.TermFilters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.Files;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Making the term filter of a row group, per line, and asking those of a file, per question. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TermFilterBenchmark {
  /** Rows of a row group of the files that a server writes. */
  private static final int BLOCK_ROWS = 8_192;

  /** As many as a file has that was flushed when it was full. */
  private static final int BLOCKS = 49;

  private static final int TEXT_COLUMN = 20;

  private final List<byte[]> lines = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(11);
  private @Nullable Path file;
  private @Nullable TermFilters filters;

  /** Makes the lines of a block, and a file with blocks of different lines. */
  @Setup
  public void makeFilters() throws IOException {
    SplittableRandom kinds = new SplittableRandom(7);
    RandomLines text = new RandomLines(7, Deliveries.TIME, Deliveries.TIME, 1);
    TermFilters.Builder builder = new TermFilters.Builder(Collections.nCopies(BLOCKS, BLOCK_ROWS));
    for (int block = 0; block < BLOCKS; block++) {
      lines.clear();
      for (int row = 0; row < BLOCK_ROWS; row++) {
        Kind kind = Kind.of(kinds.nextDouble());
        lines.add(text.frame(kind, kinds.nextInt(8), Deliveries.TIME));
      }
      add(builder, block);
    }
    Path written = java.nio.file.Files.createTempFile("tailwater-terms", ".puffin");
    file = written;
    // Iceberg makes the file itself.
    java.nio.file.Files.delete(written);
    builder.write(Files.localOutput(written.toFile()), TEXT_COLUMN);
    filters = TermFilters.open(written, Files.localInput(written.toFile())).orElseThrow();
  }

  /** Deletes the file. */
  @TearDown
  public void delete() throws IOException {
    if (file != null) {
      java.nio.file.Files.deleteIfExists(file);
    }
  }

  /** The terms of a block's lines into a filter. */
  @Benchmark
  @OperationsPerInvocation(BLOCK_ROWS)
  public TermFilters.Builder build() {
    TermFilters.Builder builder = new TermFilters.Builder(List.of(BLOCK_ROWS));
    add(builder, 0);
    return builder;
  }

  /** An id that no line holds: five terms, most blocks fall at the first. */
  @Benchmark
  public List<RowRange> askForAbsentId() {
    return filters().rows(RequiredTerms.of(absentId()));
  }

  /** A word that every block holds. */
  @Benchmark
  public List<RowRange> askForCommonWord() {
    return filters().rows(RequiredTerms.of("router"));
  }

  private String absentId() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private void add(TermFilters.Builder builder, int block) {
    long row = (long) block * BLOCK_ROWS;
    for (byte[] line : lines) {
      builder.add(row++, line, 0, line.length);
    }
  }

  private TermFilters filters() {
    if (filters == null) {
      throw new IllegalStateException("not set up");
    }
    return filters;
  }
}
