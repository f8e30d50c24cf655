package dev.tailwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
  private static final long MILLISECOND = 1_000_000;

  @Test
  void takesTheNearestRank() {
    Percentiles times =
        new Percentiles(LongStream.rangeClosed(1, 200).map(i -> (201 - i) * MILLISECOND).toArray());
    assertThat(times.medianMillis()).isEqualTo(100);
    assertThat(times.millis(95)).isEqualTo(190);
    assertThat(times.millis(99)).isEqualTo(198);
    assertThat(times.millis(99.9)).isEqualTo(200);
    assertThat(times.maxMillis()).isEqualTo(200);
  }

  @Test
  void ofOneTimeAreAllThatTime() {
    Percentiles times = new Percentiles(new long[] {3 * MILLISECOND});
    assertThat(times.millis(1)).isEqualTo(3);
    assertThat(times.maxMillis()).isEqualTo(3);
  }
}
