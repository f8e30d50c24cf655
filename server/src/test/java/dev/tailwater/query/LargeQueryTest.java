package dev.tailwater.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailwater.query.run.QueryResult;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries as long as the longest that people keep in dashboards. */
final class LargeQueryTest {
  private static final ZoneId UTC = ZoneId.of("UTC");

  @Test
  void compilesAtOnce() {
    String query = largeQuery();
    assertThat(query.length()).isBetween(13_500, 15_000);
    assertThat(query.chars().filter(c -> c == '|').count()).isBetween(115L, 125L);
    assertThat(bestOf(20, query)).isLessThan(Duration.ofMillis(50));
  }

  @Test
  void anOrdinaryQueryCompilesInAnInstant() {
    String query =
        """
        _sourceCategory=heroku router "connect="
        | parse regex " service=(?<ms>\\d+)ms status=(?<code>\\d+)"
        | where code matches "5*" and num(ms) > 100
        | timeslice 5m
        | count, avg(ms) as mean by _timeslice, code
        | transpose row _timeslice column code
        """;
    assertThat(bestOf(200, query)).isLessThan(Duration.ofMillis(5));
  }

  @Test
  void aWordHas2300CharactersAtMost() {
    compile("x".repeat(2_300));
    assertThatThrownBy(() -> compile("x".repeat(2_301)))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("the word has 2301 characters, expected at most 2300");
  }

  @Test
  void aQueryHas200StagesAtMost() {
    compile("*" + " | limit 5".repeat(200));
    assertThatThrownBy(() -> compile("*" + " | limit 5".repeat(201)))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("the query has more than 200 stages");
  }

  /** The parsers recurse; none may exhaust the stack. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "!",
        "not ",
        "a (",
        "[subquery: ",
        "* | where (",
        "* | where !",
        "* | where -",
        "* | if(",
        "* | transactionize a (",
        "* | count | filter a in (",
        "* | join (",
        "* | where [subquery: ",
        "* | where a matches concat("
      })
  void nothingButBracketsIsRefused(String piece) {
    String again = piece.replaceFirst("^\\* \\| (where |count \\| )?", "");
    String query = piece + again.repeat((15_000 - piece.length()) / again.length());
    assertThatThrownBy(() -> compile(query)).isInstanceOf(QueryException.class);
  }

  private static Duration bestOf(int times, String query) {
    Duration best = Duration.ofDays(1);
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      compile(query);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      best = took.compareTo(best) < 0 ? took : best;
    }
    return best;
  }

  @Test
  void runs() {
    try (Lines lines = new Lines(Lines.resource("sample.lines"))) {
      QueryResult result = lines.run(largeQuery(), UTC, Map.of());
      assertThat(result.rows()).hasSize(2);
      assertThat(result.elapsed()).isLessThan(Duration.ofSeconds(10));
    }
  }

  private static void compile(String query) {
    Instant to = Instant.parse("2024-05-01T10:10:00Z");
    TimeRange range = new TimeRange(to.minusSeconds(600), to);
    assertThat(
            new QueryCompiler().compile(query, new QueryContext(range, UTC, to, Map.of())).fields())
        .isNotEmpty();
  }

  /** 120 stages: alternatives of patterns, renamed and classified fields, conditions, a summary. */
  private static String largeQuery() {
    StringBuilder query =
        new StringBuilder("(_sourceCategory=heroku or _sourceCategory=prod/*) router");
    for (int i = 0; i < 20; i++) {
      query.append(
          """

          | parse "field_%1$d=* " as field_%1$d nodrop
          | parse regex " service=(?<service_%1$d>\\d+)ms status=(?<status_%1$d>[2345]\\d\\d)" nodrop
          | if (isEmpty(field_%1$d) or field_%1$d matches "unknown*", "none", toLowerCase(trim(field_%1$d))) as field_%1$d
          | if (num(service_%1$d) > %2$d, "slow", if (num(service_%1$d) > 10, "medium", "fast")) as class_%1$d
          | where !(class_%1$d = "broken") and (status_%1$d in ("200", "304", "503") or isNull(status_%1$d)) // keep what is known
          | concat(class_%1$d, "/", status_%1$d, "/", field_%1$d, " of the service in question, written out at length, so that a team finds it again in the tables of its dashboards without asking around first or reading the code of the service ")
            as label_%1$d, the_label_%1$d
          """
              .formatted(i, 100 * i)
              .replace(", the_label_" + i, "")
              .strip());
    }
    return query.append("\n| count, max(service_0) as slowest by dyno").toString();
  }
}
