package dev.tailwater.query.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.pattern.Explanations.Explanation;
import dev.tailwater.query.pattern.Explanations.FieldValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ExplanationsTest {
  @Test
  void aTwentiethOfTheTestIsTooRare() {
    Explanations explanations = new Explanations(1);
    explanations.add(List.of("common"), 18, 10);
    explanations.add(List.of("rare"), 1, 0);
    explanations.add(List.of("enough"), 1, 0);
    explanations.add(List.of("enough"), 1, 0);
    assertThat(explanations.find())
        .containsExactly(
            new Explanation(List.of(new FieldValue(0, "enough")), 1, 2.0 / 21, 0),
            new Explanation(
                List.of(new FieldValue(0, "common")), 18.0 / 21 / (18.0 / 21 + 1), 18.0 / 21, 1));
  }

  @Test
  void whatHardlyEverComesWithTheTestIsLeftOut() {
    Explanations explanations = new Explanations(1);
    explanations.add(List.of("a"), 94, 0);
    explanations.add(List.of("b"), 6, 100);
    // 6 % against all of the control: 0.06 / 1.06 is below 0.1.
    assertThat(explanations.find())
        .containsExactly(new Explanation(List.of(new FieldValue(0, "a")), 1, 0.94, 0));
  }

  @Test
  void withoutAControlAllIsRelevant() {
    Explanations explanations = new Explanations(1);
    explanations.add(List.of("a"), 3, 0);
    assertThat(explanations.find())
        .containsExactly(new Explanation(List.of(new FieldValue(0, "a")), 1, 1, 0));
  }

  @Test
  void tenFieldsAndManyRows() {
    Random random = new Random(3);
    Explanations explanations = new Explanations(10);
    for (int row = 0; row < 100_000; row++) {
      List<@Nullable String> values = new ArrayList<>();
      for (int field = 0; field < 10; field++) {
        // Half of the rows have the same value, the others hardly ever.
        values.add(random.nextBoolean() ? "same" : Integer.toString(random.nextInt(10_000)));
      }
      explanations.add(values, row % 2, (row + 1) % 2);
    }
    long start = System.nanoTime();
    List<Explanation> found = explanations.find();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(found).isNotEmpty();
    assertThat(found.getFirst().relevance()).isBetween(0.5, 0.6);
  }
}
