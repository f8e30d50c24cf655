package dev.tailwater.query.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.Lines;
import dev.tailwater.query.NumberedLines;
import dev.tailwater.query.QueryException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a query is at, it ends within a second after it was cancelled. */
final class CancelTest {
  private static final NumberedLines LINES = new NumberedLines();

  /** A line of a router, numbered. */
  private static final String ROUTER =
      "'at=info method=GET path=\"/cart?id=' || r.n || '\" host=shop.herokuapp.com request_id=' ||"
          + " md5(CAST(r.n AS VARCHAR)) || ' dyno=web.' || (r.n % 9) || ' service=' || (r.n % 977)"
          + " || 'ms status=200'";

  @AfterAll
  static void close() {
    LINES.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          scan ~ 2000000000 ~ * | count
          wide scan ~ 2000000000 ~ * | parse "path=* " as p | parse regex "service=(?<ms>\\\\d+)ms" | num(ms) as ms | avg(ms), pct(ms, 95) by p
          RE2 ~ 2000000000 ~ * | where _raw matches /(a|b|i)*n.o.*(x+y+)*[0-9]{3}z/ | count
          Java expression ~ 2000000000 ~ * | parse regex "(?<x>(?=at).*.*.*.*q)" | count
          Java expression a little under its budget ~ 2000000000 ~ * | parse regex "(?<x>(?=a)[^ ]* [^ ]* [a-z]*.*.*[0-9]q)" | count
          Java replacement ~ 2000000000 ~ * | replace(_raw, /(?=a)[a-z]/, "x") as y | length(y) as l | sum(l)
          sort ~ 20000000 ~ * | sort by _raw
          messages ~ 20000000 ~ * | fields _raw
          distinct ~ 900000 ~ * | count_distinct(_raw) as d, values(_raw) as v, last(_raw) as l
          groups ~ 900000 ~ * | count by _raw | sort by _raw | accum _count | total _count | top 5 _raw by _count
          window ~ 900000 ~ * | timeslice 1s | count as n by _raw, _timeslice | smooth n, 10 | rollingstd n, 10 | outlier n
          json auto ~ 2000000000 ~ * | "{\\"a\\":{\\"b\\":[1,2,3]},\\"c\\":7}" as j | json auto field=j | count by %"a.b[0]"
          json ~ 2000000000 ~ * | json field=_raw "a.b" as b nodrop | count by b
          kv auto ~ 2000000000 ~ * | kv auto | count by dyno
          csv ~ 2000000000 ~ * | csv _raw extract a, b, c | count by a
          transactionize ~ 100000 ~ * | parse "dyno=* " as d | transactionize d, request_id | count
          merge ~ 100000 ~ * | parse "dyno=* " as d | merge d, _raw join with "--;" | count
          logreduce ~ 1000000 ~ * | logreduce
          logreduce values ~ 1000000 ~ * | kv auto | logreduce values on dyno, status, service, path
          logexplain ~ 1000000 ~ * | parse "dyno=* " as d | logexplain (d = "web.1") on status, dyno, d
          predict ~ 10000 ~ * | parse "id=*\\"" as n | num(n) * 1000 as _timeslice | count by _timeslice | predict _count by 1s model=ar, ar.window=500, forecast=100
          join ~ 2000000 ~ * | join (parse "dyno=* " as d) as a, (parse "dyno=* " as d) as b on a.d = b.d | count
          sessionize ~ 100000 ~ * | sessionize "dyno=* " as a, "dyno=$a " | count
          trace ~ 100000 ~ * | trace "(web.\\\\d+|id=\\\\d+)" "web.1" | count
          subquery ~ 2000000000 ~ * | parse "dyno=* " as x | where [subquery: * | parse regex "(?<x>(?=at).*.*.*.*q)" | compose x] | count
          save ~ 2000000000 ~ * | parse "dyno=* " as d | fields d | save path://"/Library/cancelled"
          transpose ~ 900000 ~ * | parse "id=*\\"" as n | count by n, _raw | transpose row _raw column n
          compare ~ 2000000000 ~ * | timeslice 1m | count by _timeslice | compare timeshift 1d
          """)
  void ends(String what, long lines, String query) throws Exception {
    QueryLimits limits = new QueryLimits(1, 1, Duration.ofMinutes(1), 100_000, 1_000_000);
    CountDownLatch opened = new CountDownLatch(1);
    AtomicReference<QueryException> failure = new AtomicReference<>();
    try (QueryRunner runner = runner(lines, limits, opened)) {
      Thread call =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  var _ = runner.run(Lines.request(query, ZoneOffset.UTC, Map.of()));
                } catch (QueryException e) {
                  failure.set(e);
                }
              });
      assertThat(opened.await(10, TimeUnit.SECONDS) || failure.get() != null).isTrue();
      call.join(Duration.ofMillis(Long.getLong("cancel.after", 300)));
      // A machine may be so fast that it is done, or has met a limit.
      boolean running = call.isAlive();
      long start = System.nanoTime();
      call.interrupt();
      assertThat(call.join(Duration.ofSeconds(10))).as(what).isTrue();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(took).as(what).isLessThan(Duration.ofSeconds(1));
      if (running && failure.get() != null) {
        assertThat(failure.get().code()).as(what).isEqualTo("query.cancelled");
      }
    }
  }

  @Test
  void aCancelledQueryGivesUpItsPlaceInTheQueue() throws Exception {
    QueryLimits limits = new QueryLimits(1, 1, Duration.ofMinutes(1), 100, 100);
    CountDownLatch opened = new CountDownLatch(1);
    try (QueryRunner runner = runner(2_000_000_000, limits, opened);
        ExecutorService callers = Executors.newCachedThreadPool()) {
      Future<?> running = callers.submit(() -> runner.run(request("* | count")));
      assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 3; i++) {
        Future<?> waiting = callers.submit(() -> runner.run(request("* | count")));
        awaitFull(runner);
        long start = System.nanoTime();
        waiting.cancel(true);
        // Its place is free for the next.
        while (isFull(runner)) {
          Thread.sleep(5);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      }
      running.cancel(true);
    }
  }

  private static void awaitFull(QueryRunner runner) throws InterruptedException {
    while (!isFull(runner)) {
      Thread.sleep(5);
    }
  }

  private static boolean isFull(QueryRunner runner) {
    return runner.waiting() == 1;
  }

  private static QueryRequest request(String query) {
    return Lines.request(query, ZoneOffset.UTC, Map.of());
  }

  private static QueryRunner runner(long lines, QueryLimits limits, CountDownLatch opened) {
    return LINES.runner(ROUTER, lines, limits, opened);
  }
}
