package dev.tailwater.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * The queries of the golden files, cut, joined and misspelt: each is refused with a place in its
 * text, or it compiles, prints as an equal query, and runs without surprises. {@code
 * -Dmutations.cases} and {@code -Dmutations.seed} for more and others.
 */
final class MutatedQueriesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Of so many queries that compile one is run. */
  private static final int RUN_ONE_OF = 20;

  private static final List<String> PIECES =
      List.of(
          "|",
          "\"",
          "(",
          ")",
          "[",
          "]",
          "/",
          "\\",
          "*",
          "?",
          ",",
          "=",
          "!",
          "%\"",
          "{{",
          "}}",
          "//",
          "/*",
          "*/",
          "'",
          "`",
          "\n",
          "\0",
          "\ud83d\ude80",
          "\ud83d",
          "\u212a",
          "0",
          "-1",
          "1e999",
          "9223372036854775808",
          "5m",
          "null",
          "not",
          "by",
          "as",
          " as _raw",
          "count by _raw",
          "| where ",
          "| fields - _raw",
          "| limit 0",
          "nodrop",
          "field=",
          "[subquery: * | compose _raw]");

  @Test
  void aMutatedQueryIsRefusedWithItsPlaceOrRuns() throws IOException {
    long seed = Long.getLong("mutations.seed", 1);
    int cases = Integer.getInteger("mutations.cases", 6_000);
    RandomGenerator random = new SplittableRandom(seed);
    List<String> queries = GoldenCase.queries();
    int compiled = 0;
    try (Lines lines = new Lines(Lines.resource("sample.lines"))) {
      for (int i = 0; i < cases; i++) {
        String query = mutated(queries, random);
        String what = "-Dmutations.seed=" + seed + "\n" + query;
        long start = System.nanoTime();
        if (CompileCheck.compiles(query, what) && compiled++ % RUN_ONE_OF == 0) {
          runs(lines, query, what);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(PATIENCE);
      }
    }
    assertThat(compiled).isGreaterThan(cases / 20);
  }

  private static void runs(Lines lines, String query, String what) {
    try {
      lines.run(query, ZoneOffset.UTC, Map.of());
    } catch (QueryException e) {
      if (e.code().equals("query.failed")) {
        throw new AssertionError(what, e);
      }
    }
  }

  private static String mutated(List<String> queries, RandomGenerator random) {
    String query = any(queries, random);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(query.length() + 1);
      int end = Math.min(query.length(), at + 1 + random.nextInt(8));
      String other = any(queries, random);
      query =
          switch (random.nextInt(6)) {
            case 0 -> query.substring(0, at) + query.substring(end);
            case 1 -> query.substring(0, at) + any(PIECES, random) + query.substring(at);
            case 2 -> query.substring(0, at) + any(PIECES, random) + query.substring(end);
            case 3 -> query.substring(0, end) + query.substring(at);
            case 4 -> stages(query, random) + " | " + stages(other, random);
            default -> query + other.substring(Math.max(0, other.indexOf('|')));
          };
    }
    return query;
  }

  /** Some of the stages, cut where a pipe stands. */
  private static String stages(String query, RandomGenerator random) {
    List<String> stages = List.of(query.split("\\|", -1));
    int from = random.nextInt(stages.size());
    int to = from + 1 + random.nextInt(stages.size() - from);
    return String.join("|", stages.subList(from, to));
  }

  private static <T> T any(List<T> values, RandomGenerator random) {
    return values.get(random.nextInt(values.size()));
  }
}
