package dev.tailwater.query;

import dev.tailwater.query.run.QueryLimits;
import dev.tailwater.query.run.QueryRunner;
import dev.tailwater.store.FixedScan;
import dev.tailwater.store.Scans;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** As many lines as a test wants, made while they are read. */
public final class NumberedLines implements AutoCloseable {
  private final Lines one = new Lines(List.of("d.a any"));

  /** The one line that is numbered, its engine and its tables. */
  public Lines lines() {
    return one;
  }

  /** A runner over lines {@code n=0}, {@code n=1} and so on. */
  public QueryRunner runner(long count) {
    return runner("'n=' || r.n", count, QueryLimits.defaults(), new CountDownLatch(1));
  }

  /**
   * A runner over lines.
   *
   * @param raw SQL of a line of the number {@code r.n}
   * @param opened counts down when a query begins to read
   */
  public QueryRunner runner(String raw, long count, QueryLimits limits, CountDownLatch opened) {
    String relation = relation(raw, count);
    Scans scans =
        (account, from, to, axis, required) -> {
          opened.countDown();
          return new FixedScan(relation);
        };
    return new QueryRunner(
        one.engine(), scans, limits, account -> Set.of(), one.tables(), Map.of(), Optional::empty);
  }

  /**
   * An item for a FROM clause with lines.
   *
   * @param raw SQL of a line of the number {@code r.n}
   */
  public static String relation(String raw, long count) {
    return "(SELECT l.* REPLACE (%s AS _raw, r.n AS _messageid) FROM logs AS l, range(%d) AS r(n))"
        .formatted(raw, count);
  }

  @Override
  public void close() {
    one.close();
  }
}
