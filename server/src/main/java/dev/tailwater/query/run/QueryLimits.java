package dev.tailwater.query.run;

import java.time.Duration;

/**
 * What queries may use.
 *
 * @param running how many run at once
 * @param waiting how many may wait for their turn; one more is refused
 * @param deadline the longest a query may take, waiting included
 * @param rows the most rows a result has
 * @param groups the most groups an aggregate may make
 */
public record QueryLimits(int running, int waiting, Duration deadline, int rows, long groups) {
  public QueryLimits {
    if (running < 1 || waiting < 0 || rows < 1 || groups < 1) {
      throw new IllegalArgumentException(
          "limits of queries must be positive, found running "
              + running
              + ", waiting "
              + waiting
              + ", rows "
              + rows
              + ", groups "
              + groups);
    }
  }

  /** Limits for one machine with two cores. */
  public static QueryLimits defaults() {
    return new QueryLimits(4, 200, Duration.ofMinutes(5), 100_000, 1_000_000);
  }
}
