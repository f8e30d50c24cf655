package dev.tailwater.query.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tailwater.query.CompiledQuery.Kind;
import dev.tailwater.query.Lines;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.ResultField;
import dev.tailwater.record.Column;
import dev.tailwater.store.Scan;
import dev.tailwater.store.Scans;
import dev.tailwater.store.TimeAxis;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class QueryRunnerTest {
  private static final List<String> SAMPLE = Lines.resource("sample.lines");

  @Test
  void messagesComeNewestFirstWithKnownFieldsBeforeParsedOnes() {
    try (Lines lines = new Lines(SAMPLE)) {
      QueryResult result = run(lines, "router | parse \"at=* \" as At_Word", 2);
      assertThat(result.kind()).isEqualTo(Kind.MESSAGES);
      assertThat(result.truncated()).isTrue();
      assertThat(result.rows()).hasSize(2);
      List<String> names = result.fields().stream().map(ResultField::name).toList();
      assertThat(names).startsWith("_messagetime").contains("status", "env", "at_word");
      assertThat(names).doesNotContain("_account", "_retentiondays", "fields");
      assertThat(names.indexOf("status"))
          .isBetween(names.indexOf("_raw"), names.indexOf("at_word"));
      assertThat(result.rows().getFirst()[names.indexOf("_messagetime")]).isEqualTo(1714557690000L);
      assertThat(result.fields().get(names.indexOf("at_word")).displayName()).isEqualTo("At_Word");
    }
  }

  @Test
  void keysOfTheDataAreShownAsTheyAreSpelt() {
    String line = "d.a {\"Order Id\":7,\"userName\":\"ann\"}";
    try (Lines lines = new Lines(List.of(line))) {
      List<ResultField> fields = run(lines, "* | json auto", 1).fields();
      assertThat(fields)
          .extracting(ResultField::name, ResultField::displayName)
          .contains(tuple("order_id", "Order_Id"), tuple("username", "userName"));
    }
  }

  @Test
  void theHistogramCountsMessagesThatReachTheFirstAggregate() {
    try (Lines lines = new Lines(SAMPLE)) {
      QueryResult result =
          run(lines, "router | where status != 304 | count by dyno | where _count > 1", 10);
      assertThat(result.messageCount()).isEqualTo(3);
      assertThat(result.rows()).hasSize(1);
      assertThat(result.histogram())
          .containsExactly(
              new QueryResult.Bucket(1714557670000L, 10_000, 1),
              new QueryResult.Bucket(1714557640000L, 10_000, 1),
              new QueryResult.Bucket(1714557600000L, 10_000, 1));
    }
  }

  @Test
  void anExpensivePatternEndsInAClearError() {
    String line = "d.a <45>1 2024-05-01T10:00:00+00:00 host app web.1 - " + "a".repeat(60) + "!";
    try (Lines lines = new Lines(List.of(line))) {
      fails(
          lines,
          "* | parse regex \"(?<x>a*a*a*a*a*a*a*a*b(?=c))\"",
          "query.regex",
          "took too long on one line");
      fails(
          lines,
          "* | replace(_raw, /a*a*a*a*a*a*a*a*b(?=c)/, \"x\") as r",
          "query.regex",
          "took too long on one line");
      assertThat(run(lines, "* | count", 1).rows()).hasSize(1);
    }
  }

  @Test
  void anAnchorWithManyStarsIsNotExpensive() {
    String line = "d.a <45>1 2024-05-01T10:00:00+00:00 host app web.1 - " + "a=1,".repeat(500);
    try (Lines lines = new Lines(List.of(line))) {
      String parse = "parse \"a=*,a=*,a=*,a=*,a=*,a=*;\" as a, b, c, d, e, f";
      assertThat(run(lines, "* | " + parse + " nodrop | count by f", 1).rows()).hasSize(1);
    }
  }

  @Test
  void tooManyGroups() {
    QueryLimits limits = new QueryLimits(1, 1, Duration.ofMinutes(1), 100, 3);
    try (Lines lines = new Lines(SAMPLE, limits)) {
      fails(lines, "* | count by _messageid", "query.groups", "more than 3 groups");
      assertThat(run(lines, "* | count by origin", 10).rows()).hasSize(2);
    }
  }

  @Test
  void aQueryOverItsDeadlineStops() {
    QueryLimits limits = new QueryLimits(1, 1, Duration.ofMillis(300), 100, 100);
    try (Lines lines = new Lines(SAMPLE);
        QueryRunner runner = new QueryRunner(lines.engine(), endless(), limits)) {
      assertThatThrownBy(() -> runner.run(request("* | count")))
          .isInstanceOfSatisfying(
              QueryException.class, e -> assertThat(e.code()).isEqualTo("query.timeout"));
    }
  }

  @Test
  void interruptingTheCallerCancelsAndFreesTheOnlyPlace() throws Exception {
    QueryLimits limits = new QueryLimits(1, 0, Duration.ofMinutes(1), 100, 100);
    CountDownLatch opened = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Scans scans =
        (account, from, to, axis, required) -> {
          opened.countDown();
          return scan(ENDLESS, closed);
        };
    try (Lines lines = new Lines(SAMPLE);
        QueryRunner runner = new QueryRunner(lines.engine(), scans, limits);
        ExecutorService callers = Executors.newSingleThreadExecutor()) {
      Future<?> call = callers.submit(() -> runner.run(request("* | count")));
      assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
      // While it runs there is no place for a second one.
      assertThatThrownBy(() -> runner.run(request("* | count")))
          .isInstanceOfSatisfying(
              QueryException.class, e -> assertThat(e.code()).isEqualTo("rate.limit.exceeded"));
      long start = System.nanoTime();
      call.cancel(true);
      assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }
  }

  private static final String ENDLESS =
      "(SELECT l.* FROM logs AS l, range(4000000000) AS r(n) WHERE hash(n) % 7 <> 8)";

  private static Scans endless() {
    return (account, from, to, axis, required) -> scan(ENDLESS, new CountDownLatch(1));
  }

  private static Scan scan(String relation, CountDownLatch closed) {
    return new Scan() {
      @Override
      public String relation(Set<Column> columns) {
        return relation;
      }

      @Override
      public void close() {
        closed.countDown();
      }
    };
  }

  private static void fails(Lines lines, String query, String code, String message) {
    assertThatThrownBy(() -> run(lines, query, 10))
        .isInstanceOfSatisfying(QueryException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  private static QueryRequest request(String query) {
    return Lines.request(query, ZoneOffset.UTC, Map.of());
  }

  private static QueryResult run(Lines lines, String query, int rows) {
    QueryRequest all = request(query);
    return lines
        .runner()
        .run(
            new QueryRequest(
                all.account(), all.text(), all.context(), TimeAxis.MESSAGE, rows, true));
  }
}
