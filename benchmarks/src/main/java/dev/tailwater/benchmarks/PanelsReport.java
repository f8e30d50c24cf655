package dev.tailwater.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tailwater.benchmarks.server.Memory;
import java.util.List;
import java.util.function.ToLongFunction;

/** The figures of rounds of panels. */
final class PanelsReport {
  private PanelsReport() {}

  /**
   * Adds them.
   *
   * @param first the first round after the server's start
   * @param together later rounds with several panels under way at once
   * @param alone later rounds with one panel after the other
   */
  static void add(
      Report report,
      List<NamedQuery> panels,
      QueryRound first,
      List<QueryRound> together,
      List<QueryRound> alone,
      Memory memory) {
    report.count("panels", "panels", panels.size());
    report.count("rounds", "rounds of each kind", alone.size());
    report.millis("firstMillis", "first round, 6 at a time", first.nanos() / 1e6);
    report.millis("togetherMillis", "later rounds, 6 at a time, median", median(together));
    report.millis("aloneMillis", "one after the other, median", median(alone));
    int retries = first.retries() + together.stream().mapToInt(QueryRound::retries).sum();
    report.count("retries", "requests sent again", retries);
    report.megabytes("residentBytes", "memory, resident", memory.residentBytes());
    report.megabytes("peakBytes", "memory, peak", memory.peakBytes());

    ArrayNode byPanel = report.json().putArray("byPanel");
    report.row("", "%8s %8s %8s %7s".formatted("first", "together", "alone", "rows"));
    for (int i = 0; i < panels.size(); i++) {
      int panel = i;
      double firstMillis = first.queryNanos().get(panel) / 1e6;
      double togetherMillis = median(together, round -> round.queryNanos().get(panel));
      double aloneMillis = median(alone, round -> round.queryNanos().get(panel));
      int rows = first.rows().get(panel);
      String title = panels.get(panel).title();
      report.row(
          title, "%8.1f %8.1f %8.1f %7d".formatted(firstMillis, togetherMillis, aloneMillis, rows));
      byPanel
          .addObject()
          .put("title", title)
          .put("firstMillis", firstMillis)
          .put("togetherMillis", togetherMillis)
          .put("aloneMillis", aloneMillis)
          .put("rows", rows);
    }
  }

  private static double median(List<QueryRound> rounds) {
    return median(rounds, QueryRound::nanos);
  }

  private static double median(List<QueryRound> rounds, ToLongFunction<QueryRound> nanos) {
    return new Percentiles(rounds.stream().mapToLong(nanos).toArray()).medianMillis();
  }
}
