package dev.tailwater.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same cases as in {@code ui/src/chart/unit.test.ts}: a number reads alike in both. */
class QuantityTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9 | '' | 9",
        "1234567 | '' | 1,234,567",
        "123456789 | '' | 123.5M",
        "2 | ms | 2 ms",
        "15350 | ms | 15.35 s",
        "4.431429 | s | 4.43 s",
        "0.0255 | s | 25.5 ms",
        "0 | s | 0 s",
        "150747.43 | bytes | 147.21 KB",
        "200 | MB | 200 MB",
        "0.006348 | MB | 6.5 KB",
        "2048 | MB | 2 GB",
        "20.5128 | % | 20.51%",
        "3.14159 | dynos | 3.14 dynos",
        "-0.001 | '' | 0"
      })
  void readsBest(double value, String unit, String text) {
    assertThat(Quantity.format(value, unit, 2)).isEqualTo(text);
  }

  @Test
  void labelsOfAnAxisShareAUnitAndAreRoundInIt() {
    ValueAxis seconds = ValueAxis.plain("s", 0, 2.4);
    assertThat(seconds.ticks().stream().map(seconds.label()::apply))
        .containsExactly("0", "1 s", "2 s", "3 s");
    ValueAxis megabytes = ValueAxis.plain("MB", 0, 5_300);
    assertThat(megabytes.ticks().stream().map(megabytes.label()::apply))
        .containsExactly("0", "2 GB", "4 GB", "6 GB");
    ValueAxis counts = ValueAxis.plain(null, 0, 2);
    assertThat(counts.ticks().stream().map(counts.label()::apply)).containsExactly("0", "1", "2");
  }
}
