package dev.tailwater.query.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailwater.query.Lines;
import dev.tailwater.query.NumberedLines;
import dev.tailwater.query.QueryException;
import dev.tailwater.store.FixedScan;
import dev.tailwater.store.Scans;
import dev.tailwater.term.RequiredTerms;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a query is told at each limit: which it was, how large it is, and what to do. */
final class LimitsTest {
  private static final NumberedLines LINES = new NumberedLines();

  private static final String GREW =
      "some texts grew longer than 100000 bytes and count as null; take less into them, with"
          + " substring or parse";

  @AfterAll
  static void close() {
    LINES.close();
  }

  /** Whatever became of a query, the next one runs. */
  @AfterEach
  void theNextQueryRuns() {
    assertThat(run(10, "* | count").rows()).containsExactly(new Object[] {10L});
  }

  @Test
  void theEnginesMemory() throws SQLException {
    set("60MB", "0B");
    try {
      for (String query :
          List.of(
              "* | count as n by _raw | sort by _raw | accum n",
              "* | count by _raw",
              "* | values(_raw) as v by _messageid")) {
        assertThatThrownBy(
                () -> run("md5(CAST(r.n AS VARCHAR)) || repeat('x', 300)", 900_000, query))
            .isInstanceOfSatisfying(
                QueryException.class, e -> assertThat(e.code()).as(query).isEqualTo("query.memory"))
            .hasMessageContaining("the query needs more memory than the ")
            .hasMessageContaining(
                "; choose a shorter time range, a narrower scope or fewer groups");
        assertThat(run(10, "* | count").rows()).containsExactly(new Object[] {10L});
      }
    } finally {
      set("512MB", "10GB");
    }
  }

  /** Panels of a dashboard come all at once. */
  @Test
  void memoryThatAnotherQueryHasIsWaitedFor() throws Exception {
    String few = NumberedLines.relation("md5(CAST(r.n AS VARCHAR)) || repeat('x', 300)", 200_000);
    String endless = NumberedLines.relation("'n=' || r.n", 4_000_000_000L);
    CountDownLatch opened = new CountDownLatch(1);
    Scans scans =
        (account, from, to, axis, required) -> {
          opened.countDown();
          return new FixedScan(required instanceof RequiredTerms.Any ? few : endless);
        };
    set("300MB", "0B");
    try (QueryRunner runner =
            new QueryRunner(LINES.lines().engine(), scans, QueryLimits.defaults());
        DuckDBConnection connection = LINES.lines().engine().connect();
        Statement statement = connection.createStatement();
        ExecutorService callers = Executors.newCachedThreadPool()) {
      Future<?> other = callers.submit(() -> runner.run(request("nowhere | count")));
      assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
      statement.execute(
          "CREATE TABLE hog AS SELECT md5(CAST(n AS VARCHAR)) || repeat('x', 300) AS x"
              + " FROM range(600000) AS r(n)");
      Future<QueryResult> mine = callers.submit(() -> runner.run(request("* | count by _raw")));
      while (!runner.waitsForMemory()) {
        assertThat(mine).isNotDone();
        Thread.sleep(5);
      }
      statement.execute("DROP TABLE hog");
      other.cancel(true);
      assertThat(mine.get().rows()).hasSize(1_000);
    } finally {
      set("512MB", "10GB");
    }
  }

  private static void set(String memory, String spill) throws SQLException {
    try (DuckDBConnection connection = LINES.lines().engine().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET GLOBAL memory_limit = '" + memory + "'");
      statement.execute("SET GLOBAL max_temp_directory_size = '" + spill + "'");
    }
  }

  @Test
  void aTextThatDoublesTwentyTimes() {
    String query = "concat(x, x) as x | ".repeat(20) + "length(x) as l | max(l) as m, count";
    QueryResult result = run(3_000, "* | _raw as x | " + query);
    assertThat(result.warnings()).containsExactly(GREW);
    // What is null is empty to the next concat.
    assertThat(result.rows()).containsExactly(new Object[] {0.0, 3_000L});
  }

  @Test
  void aTextThatGrowsByWhatReplacesIt() {
    String fifty = "x".repeat(50);
    for (String grow :
        List.of(
            "replace(x, \"x\", \"" + fifty + "\")",
            "replace(x, /x/, \"" + fifty + "\")",
            "replace(x, /x/, \"" + "$0".repeat(50) + "\")",
            "replace(x, /(?=x)x/, \"" + fifty + "\")")) {
      String query = "* | \"x\" as x | " + (grow + " as x | ").repeat(5) + "count by x";
      QueryResult result = run(10, query);
      assertThat(result.warnings()).as(grow).containsExactly(GREW);
      assertThat(result.rows()).as(grow).containsExactly(new Object[] {null, 10L});
    }
    for (String grow : List.of("base64Encode(x)", "tourl(concat(\"http://\", x), x)")) {
      String query =
          "* | \"%\" as x | " + (grow + " as x | ").repeat(50) + "length(x) as l | count by l";
      QueryResult result = run(10, query);
      assertThat(result.warnings()).as(grow).containsExactly(GREW);
      assertThat((Long) result.rows().getFirst()[0]).as(grow).isLessThan(200_000L);
    }
  }

  @Test
  void aTextMayStayAsLongAsItWas() {
    Object[] length = {150_000L, 1L};
    String fill = "rpad('', 150000, 'a=b ')";
    for (String same :
        List.of(
            "replace(x, \"a\", \"c\")", "replace(x, /a/, \"c\")", "replace(x, /(?=a)a/, \"c\")")) {
      QueryResult result =
          run(fill, 1, "* | _raw as x | " + same + " as x | length(x) as l | count by l");
      assertThat(result.rows()).as(same).containsExactly(length);
      assertThat(result.warnings()).as(same).isEmpty();
    }
  }

  @Test
  void theTextOfAResult() {
    QueryResult result = run("rpad('', 90000, 'a=b ')", 1_000, "* | fields _raw");
    assertThat(result.truncated()).isTrue();
    assertThat(result.rows().size()).isEqualTo(710);
    assertThat(result.warnings())
        .containsExactly(
            "the result has more than 64000000 characters; only its first 710 rows are shown;"
                + " leave out fields, or choose a shorter time range");
  }

  @Test
  void theTextThatAnOperatorHoldsInMemory() {
    assertThatThrownBy(
            () -> run("rpad('', 90000, 'a=b ')", 1_000, "* | trace \"a=(b)\" \"b\" | count"))
        .isInstanceOfSatisfying(
            QueryException.class, e -> assertThat(e.code()).isEqualTo("query.memory"))
        .hasMessage(
            "trace takes at most 64000000 characters in all and there are more; choose a shorter"
                + " time range or a narrower scope, or aggregate before it");
  }

  @Test
  void theRowsOfAResult() {
    QueryLimits limits = new QueryLimits(1, 1, Duration.ofMinutes(1), 3, 100);
    try (QueryRunner runner = runner("'n=' || r.n", 10, limits, new CountDownLatch(1))) {
      QueryResult records = runner.run(request("* | count by _raw"));
      assertThat(records.truncated()).isTrue();
      assertThat(records.rows()).hasSize(3);
      assertThat(records.warnings())
          .containsExactly("there are more than 3 records; only the first are shown");
      QueryResult messages = runner.run(request("*"));
      assertThat(messages.truncated()).isTrue();
      assertThat(messages.rows()).hasSize(3);
    }
  }

  @Test
  void groups() {
    QueryLimits limits = new QueryLimits(1, 1, Duration.ofMinutes(1), 100, 7);
    try (QueryRunner runner = runner("'n=' || r.n", 10, limits, new CountDownLatch(1))) {
      for (String query :
          List.of(
              "* | count by _raw",
              "* | where [subquery: * | count by _raw | compose _raw] | count")) {
        assertThatThrownBy(() -> runner.run(request(query)))
            .isInstanceOfSatisfying(
                QueryException.class, e -> assertThat(e.code()).isEqualTo("query.groups"))
            .hasMessage(
                "an aggregate made more than 7 groups; group by a field with fewer values, or"
                    + " narrow the scope or the time range");
      }
    }
  }

  @Test
  void theStepsOfARegularExpression() {
    assertThatThrownBy(() ->
            run("repeat('a', 60) || 'b c'", 1, "* | parse regex \"(?<x>a*a*a*a*a*a*a*a*b(?=c))\""))
        .isInstanceOfSatisfying(
            QueryException.class, e -> assertThat(e.code()).isEqualTo("query.regex"))
        .hasMessage(
            "a regular expression took too long on one line, more than 20000000 steps; replace .*"
                + " by something narrower such as [^ ]* and avoid repeats inside repeats");
  }

  @Test
  void timeAndTheQueue() throws Exception {
    QueryLimits limits = new QueryLimits(1, 1, Duration.ofMillis(1_500), 100, 100);
    CountDownLatch opened = new CountDownLatch(1);
    try (QueryRunner runner = runner("'n=' || r.n", 4_000_000_000L, limits, opened);
        ExecutorService callers = Executors.newCachedThreadPool()) {
      long start = System.nanoTime();
      Future<?> running = callers.submit(() -> runner.run(request("* | count by _raw")));
      assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
      Future<?> waiting = callers.submit(() -> runner.run(request("* | count")));
      while (runner.waiting() == 0) {
        Thread.sleep(5);
      }
      assertThatThrownBy(() -> runner.run(request("* | count")))
          .isInstanceOfSatisfying(
              QueryException.class, e -> assertThat(e.code()).isEqualTo("rate.limit.exceeded"))
          .hasMessage("1 queries are running and 1 are waiting; try again when some have ended");
      assertThatThrownBy(running::get)
          .cause()
          .hasMessage(
              "the query took longer than 1.5 s; choose a shorter time range or a narrower scope");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
      assertThatThrownBy(waiting::get).cause().hasMessageContaining("longer than 1.5 s");
    }
  }

  /** Runs a query over lines {@code n=0}, {@code n=1} and so on. */
  private static QueryResult run(int lines, String query) {
    return run("'n=' || r.n", lines, query);
  }

  private static QueryResult run(String raw, int lines, String query) {
    try (QueryRunner runner = runner(raw, lines, QueryLimits.defaults(), new CountDownLatch(1))) {
      return runner.run(request(query));
    }
  }

  private static QueryRequest request(String query) {
    return Lines.request(query, ZoneOffset.UTC, Map.of());
  }

  private static QueryRunner runner(
      String raw, long lines, QueryLimits limits, CountDownLatch opened) {
    return LINES.runner(raw, lines, limits, opened);
  }
}
