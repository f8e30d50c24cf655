package dev.tailwater.benchmarks;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The panels of a dashboard, asked for several times.
 *
 * @param first the first round
 * @param together later rounds with several panels under way at once
 * @param alone later rounds with one panel after the other
 */
record DashboardRounds(
    String title,
    List<NamedQuery> panels,
    QueryRound first,
    List<QueryRound> together,
    List<QueryRound> alone) {

  double firstMillis() {
    return first.nanos() / 1e6;
  }

  double togetherMillis() {
    return median(together, QueryRound::nanos);
  }

  double aloneMillis() {
    return median(alone, QueryRound::nanos);
  }

  double firstMillis(int panel) {
    return first.queryNanos().get(panel) / 1e6;
  }

  double togetherMillis(int panel) {
    return median(together, round -> round.queryNanos().get(panel));
  }

  double aloneMillis(int panel) {
    return median(alone, round -> round.queryNanos().get(panel));
  }

  int retries() {
    return first.retries() + together.stream().mapToInt(QueryRound::retries).sum();
  }

  private static double median(List<QueryRound> rounds, ToLongFunction<QueryRound> nanos) {
    return new Percentiles(rounds.stream().mapToLong(nanos).toArray()).medianMillis();
  }
}
