package dev.tailwater.query.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.Lines;
import dev.tailwater.query.operator.Pipeline;
import dev.tailwater.query.run.QueryResult;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Random conditions over random router lines; {@code -Dopinion.cases} and {@code .seed}. */
class WhereOpinionTest {
  private static final List<String> FIELDS = List.of("dyno", "code", "ms");
  private static final List<String> TEXTS = List.of("", "web.1", "WEB.1", "H12", "7", "-1.5");
  private static final List<String> OPERATORS = List.of("<", "<=", ">", ">=", "=");

  @Test
  void engineKeepsTheRowsThatTheSpecificationKeeps() {
    long seed = Long.getLong("opinion.seed", 42);
    int cases = Integer.getInteger("opinion.cases", 300);
    RandomGenerator random = new SplittableRandom(seed);
    List<Map<String, String>> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(
          Map.of("dyno", any(TEXTS, random), "code", any(TEXTS, random), "ms", any(TEXTS, random)));
    }
    List<String> texts = rows.stream().map(WhereOpinionTest::line).toList();
    try (Lines lines = new Lines(texts)) {
      for (int i = 0; i < cases; i++) {
        Condition condition = condition(3, random);
        String query =
            "* | parse \"dyno=* \" as dyno nodrop | parse \"code=* \" as code nodrop"
                + " | parse \"took=*ms\" as ms nodrop | where "
                + condition.print(random)
                + " | count";
        String what = "-Dopinion.seed=%d%n%s%n%s".formatted(seed, query, String.join("\n", texts));
        Pipeline tree = Pipeline.parse(query);
        assertThat(Pipeline.parse(tree.print())).as(what).isEqualTo(tree);
        QueryResult result = lines.run(query, ZoneOffset.UTC, Map.of());
        long found =
            result.rows().isEmpty() ? 0 : Long.parseLong(String.valueOf(result.rows().get(0)[0]));
        assertThat(found).as(what).isEqualTo(rows.stream().filter(condition::holds).count());
      }
    }
  }

  /** A field with no text is left out of the line. */
  private static String line(Map<String, String> row) {
    StringBuilder line =
        new StringBuilder("d.shop <158>1 2024-05-01T10:00:05+00:00 host app web.1 - at=info ");
    for (String name : FIELDS) {
      String text = row.getOrDefault(name, "");
      if (!text.isEmpty()) {
        line.append(name.equals("ms") ? "took=" + text + "ms " : name + "=" + text + " ");
      }
    }
    return line.append("end").toString();
  }

  private static Condition condition(int depth, RandomGenerator random) {
    return switch (random.nextInt(depth == 0 ? 3 : 6)) {
      case 0 ->
          new Condition.Compare(any(FIELDS, random), any(OPERATORS, random), random.nextInt(9));
      case 1 -> new Condition.Same(any(FIELDS, random), any(TEXTS, random));
      case 2 -> new Condition.Empty(any(FIELDS, random));
      case 3 -> new Condition.Not(condition(depth - 1, random));
      default ->
          new Condition.Pair(
              condition(depth - 1, random), random.nextBoolean(), condition(depth - 1, random));
    };
  }

  private static <T> T any(List<T> values, RandomGenerator random) {
    return values.get(random.nextInt(values.size()));
  }
}
