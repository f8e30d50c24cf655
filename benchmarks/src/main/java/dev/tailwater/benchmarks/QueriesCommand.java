package dev.tailwater.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tailwater.benchmarks.server.RunFolder;
import dev.tailwater.benchmarks.server.ServerApi;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bench queries}: how long single queries take. */
@Command(
    name = "queries",
    description = "Ask queries of different kinds, one after the other.",
    mixinStandardHelpOptions = true)
final class QueriesCommand implements Callable<Integer> {
  /** A query and what it should take over ten million lines of a fleet on two processors. */
  private record Timed(String title, String query, long targetMillis) {}

  private static final List<Timed> QUERIES =
      List.of(
          new Timed("a word that no line holds", "zebrafish | count", 1_000),
          new Timed("a rare word", "R14 | count by component", 1_000),
          new Timed("the newest lines with a rare word", "H27", 1_000),
          new Timed(
              "parse regex with look-ahead",
              "component=router | parse regex \"service=(?<ms>.*?(?=ms))\" | avg(ms)",
              3_000),
          new Timed(
              "parse regex with look-behind",
              "component=router | parse regex \"(?<=status=)(?<code>\\d+)\" | count by code",
              3_000),
          new Timed(
              "parse",
              "component=router | parse \"path=\\\"*\\\"\" as path | count by path | top 10 path by _count",
              3_000),
          new Timed(
              "timeslice, count, transpose",
              "component=router | timeslice 15m | count by _timeslice, status"
                  + " | transpose row _timeslice column status",
              500),
          new Timed("count by two columns", "* | count by component, origin", 500));

  @Mixin private final DataOptions dataOptions = new DataOptions();

  @Mixin private final RoundsOption roundsOption = new RoundsOption();

  @Mixin private final JsonOption form = new JsonOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Report report = new Report("queries");
    RunFolder run = dataOptions.open();
    try (ServerProcess server = dataOptions.start(run);
        ServerApi api = new ServerApi(server.port())) {
      report.count("lines", "lines in files", DataOptions.lines(api));
      Instant from = run.from();
      Instant to = run.to();
      List<NamedQuery> queries =
          QUERIES.stream()
              .map(timed -> NamedQuery.of(timed.title(), timed.query(), from, to))
              .toList();
      QueryRound first = QueryRound.run(api, queries, 1);
      List<QueryRound> later = new ArrayList<>();
      for (int i = 0; i < roundsOption.rounds(); i++) {
        later.add(QueryRound.run(api, queries, 1));
      }
      add(report, first, later);
      report.megabytes("residentBytes", "memory, resident", server.memory().residentBytes());
    }
    dataOptions.close(run, report);
    form.print(report, Main.out(spec));
    return 0;
  }

  private static void add(Report report, QueryRound first, List<QueryRound> later) {
    report.count("rounds", "rounds after the first", later.size());
    ArrayNode byQuery = report.json().putArray("byQuery");
    report.row("", "%8s %8s %8s %7s".formatted("first", "median", "target", "rows"));
    for (int i = 0; i < QUERIES.size(); i++) {
      int place = i;
      Timed timed = QUERIES.get(i);
      double firstMillis = first.queryNanos().get(i) / 1e6;
      double medianMillis =
          new Percentiles(later.stream().mapToLong(r -> r.queryNanos().get(place)).toArray())
              .medianMillis();
      int rows = first.rows().get(i);
      report.row(
          timed.title(),
          "%8.1f %8.1f %8d %7d".formatted(firstMillis, medianMillis, timed.targetMillis(), rows));
      byQuery
          .addObject()
          .put("title", timed.title())
          .put("query", timed.query())
          .put("firstMillis", firstMillis)
          .put("medianMillis", medianMillis)
          .put("targetMillis", timed.targetMillis())
          .put("rows", rows);
    }
  }
}
