package dev.tailwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.benchmarks.Soak.Resident;
import dev.tailwater.benchmarks.Soak.Sample;
import dev.tailwater.benchmarks.load.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class SoakVerdictTest {
  private static final long MEGABYTE = 1_000_000;
  private static final int STATED = 2_000;
  private static final int FLAT = 0;
  private static final int REFUSED = 1;
  private static final int FILES = 2;
  private static final int LINES = 3;

  @Test
  void findsNothingWrongWithARunThatIsInOrder() {
    Soak.Result result = result(seconds -> 1_000 + 50 * (seconds % 2), sample(40_000, 7, 60));
    assertThat(SoakVerdict.of(result, STATED, 0)).allMatch(SoakVerdict::held);
  }

  @Test
  void memoryMayGrowAtFirstOnly() {
    assertThat(verdict(FLAT, result(s -> Math.min(1_000, 20 * s), sample(1, 0, 1))).held())
        .isTrue();
    SoakVerdict grows = verdict(FLAT, result(s -> 1_000 + 5 * s, sample(1, 0, 1)));
    assertThat(grows.held()).isFalse();
    assertThat(grows.found()).startsWith("+245 MB of 1,373 MB, +17.9 %");
  }

  @Test
  void aServerMayHoldBackOnlyWhatIsAboveTheStatedRate() {
    Soak.Result fast = result(s -> 1_000, sample(40_000, 7, 1));
    Soak.Result slow = result(s -> 1_000, sample(1_999, 7, 1));
    assertThat(verdict(REFUSED, fast).held()).isTrue();
    assertThat(verdict(REFUSED, slow).held()).isFalse();
    // Sent at the stated rate a part may take more for a moment: it is no excuse.
    assertThat(SoakVerdict.of(fast, STATED, STATED).get(REFUSED).held()).isFalse();
  }

  @Test
  void filesMayGrowWithTheirBytesOnly() {
    assertThat(verdict(FILES, result(s -> 1_000, sample(1, 0, 66))).held()).isTrue();
    assertThat(verdict(FILES, result(s -> 1_000, sample(1, 0, 67), sample(1, 0, 1))).held())
        .isFalse();
  }

  @Test
  void eachLineIsFoundOnce() {
    Soak.Result good = result(s -> 1_000, sample(1, 0, 1));
    assertThat(verdict(LINES, good).held()).isTrue();
    assertThat(verdict(LINES, found(good, good.found() + 1)).held()).isFalse();
    assertThat(verdict(LINES, found(good, good.found() - 1)).held()).isFalse();
  }

  @Test
  void isPrintedAsMarkdown() {
    Soak.Result result = result(s -> 1_000, sample(40_000, 7, 60));
    assertThat(SoakReport.markdown(result, SoakVerdict.of(result, STATED, 0)))
        .startsWith(
            "| s | lines | lines/s | 429 | 5xx | p50 ms | p99 ms | memory MB | mapped MB | heap MB | log MB"
                + " | hot lines | files | files MB | rounds | round ms |",
            "|" + "---|".repeat(16),
            "| 1 | 1 | 40,000 | 7 | 0 | 1.0 | 1.0 | 0 | 0 | 0 | 0 | 1 | 60 | 134 | 1 | 1.0 |")
        .contains(
            "- each line accepted, and found once: yes (1,000 accepted, 0 given up, 1,000 found)");
  }

  private static SoakVerdict verdict(int index, Soak.Result result) {
    return SoakVerdict.of(result, STATED, 0).get(index);
  }

  /** A hundred seconds. */
  private static Soak.Result result(DoubleUnaryOperator residentMegabytes, Sample... samples) {
    List<Resident> resident = new ArrayList<>();
    for (int second = 0; second < 100; second++) {
      resident.add(
          new Resident(second, (long) (residentMegabytes.applyAsDouble(second) * MEGABYTE)));
    }
    Percentiles times = new Percentiles(new long[] {1});
    return new Soak.Result(
        new Sent(1_000, 0, 0, Duration.ofSeconds(100), times, times),
        List.of(samples),
        resident,
        2_000 * MEGABYTE,
        new OpenDashboard.Seen(List.of(), 0, null),
        1_000);
  }

  private static Soak.Result found(Soak.Result result, long lines) {
    return new Soak.Result(
        result.sent(),
        result.samples(),
        result.resident(),
        result.peakBytes(),
        result.seen(),
        lines);
  }

  /** With files that are two whole ones large. */
  private static Sample sample(double linesPerSecond, long refused, long files) {
    return new Sample(
        1, 1, linesPerSecond, refused, 0, 1, 1, 1, files, 2L * (64 << 20), 1, 1, 1.0, 1.0, 1, 1.0);
  }
}
