package dev.tailwater.query.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ValueClustersTest {
  @Test
  void aRowJoinsTheClusterThatHasItsValuesMostOften() {
    ValueClusters clusters = new ValueClusters(List.of("a", "b"));
    clusters.add(List.of("1", "x"), 3);
    clusters.add(List.of("2", "y"), 2);
    // Half of its values in both, but a larger share of the second.
    clusters.add(List.of("1", "z"), 1);
    clusters.add(List.of("2", "x"), 1);
    assertThat(clusters.clusters().stream().map(cluster -> cluster.signature(0)))
        .containsExactly(
            "a=1 (4, 100%), b=x (3, 75%), b=z (1, 25%)",
            "a=2 (3, 100%), b=y (2, 67%), b=x (1, 33%)");
  }

  @Test
  void manyDifferentRows() {
    ValueClusters clusters = new ValueClusters(List.of("a", "b", "c"));
    long start = System.nanoTime();
    for (int i = 0; i < 100_000; i++) {
      clusters.add(List.of("a" + i, "b" + i, "c" + i), 1);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(clusters.clusters()).hasSize(200);
    assertThat(clusters.clusters().stream().mapToLong(ValueClusters.Cluster::rows).sum())
        .isEqualTo(100_000);
  }
}
