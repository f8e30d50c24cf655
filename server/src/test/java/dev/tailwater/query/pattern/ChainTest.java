package dev.tailwater.query.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.pattern.Chain.Direction;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChainTest {
  @Test
  void aLongChainIsFollowedToItsEnds() {
    int links = 100_000;
    Chain chain = new Chain();
    for (int i = 0; i < links; i++) {
      chain.add(List.of("v" + i, "v" + (i + 1)));
    }
    long start = System.nanoTime();
    assertThat(chain.from("v50000", Direction.BOTH).cardinality()).isEqualTo(links);
    // The message before it has the value too, and leads on from there only backwards.
    assertThat(chain.from("v50000", Direction.FORWARD).cardinality()).isEqualTo(links / 2 + 1);
    assertThat(chain.from("v50000", Direction.BACKWARD).cardinality()).isEqualTo(links / 2 + 1);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void aValueThatNoMessageHasLeadsNowhere() {
    Chain chain = new Chain();
    chain.add(List.of("a", "b"));
    chain.add(List.of());
    for (Direction direction : Direction.values()) {
      assertThat(chain.from("c", direction).isEmpty()).isTrue();
    }
  }
}
