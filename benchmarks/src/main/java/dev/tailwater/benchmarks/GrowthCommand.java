package dev.tailwater.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.benchmarks.load.MarkedLines;
import dev.tailwater.benchmarks.load.Marker;
import dev.tailwater.benchmarks.server.RunFolder;
import dev.tailwater.benchmarks.server.ServerApi;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench growth}: how the time of a query grows with the number of lines. */
@Command(
    name = "growth",
    description = "Ask the same queries over more and more lines, always all of them.",
    mixinStandardHelpOptions = true)
final class GrowthCommand implements Callable<Integer> {
  @Mixin private final ServerOptions serverOptions = new ServerOptions();

  @Option(
      names = "--lines",
      paramLabel = "LINES",
      split = ",",
      defaultValue = "1000000,10000000",
      description = "sizes, smallest first (${DEFAULT-VALUE})")
  private List<Long> sizes = List.of();

  @Option(
      names = "--lines-per-day",
      paramLabel = "LINES",
      defaultValue = "4000000",
      description = "how dense the lines are (${DEFAULT-VALUE})")
  private long linesPerDay;

  @Option(
      names = "--data-folder",
      paramLabel = "DIR",
      required = true,
      description = "where the lines of each size are kept; they are made when they are not there")
  private Path dataFolder = Path.of("");

  @Option(
      names = "--panel",
      paramLabel = "TITLE",
      defaultValue = "",
      description = "the panel of Overview that is asked; without it the first with time slices")
  private String panel = "";

  @Mixin private final RoundsOption roundsOption = new RoundsOption();

  @Mixin private final JsonOption form = new JsonOption();

  @Spec private @Nullable CommandSpec spec;

  /** The medians of one size, in the order of the queries. */
  private record Size(long lines, List<NamedQuery> queries, List<Double> medianMillis) {}

  @Override
  public Integer call() throws Exception {
    Report report = new Report("growth");
    RandomData data = new RandomData(dataFolder, serverOptions, Main.err(spec));
    List<Size> measured = new ArrayList<>();
    for (long lines : sizes) {
      measured.add(measure(data, lines));
    }
    add(report, measured);
    form.print(report, Main.out(spec));
    return 0;
  }

  private Size measure(RandomData data, long lines) throws IOException, InterruptedException {
    RunFolder run = data.open(lines, linesPerDay);
    try (ServerProcess server = data.start(run, lines, linesPerDay);
        ServerApi api = new ServerApi(server.port())) {
      List<NamedQuery> queries = queries(api, run.from(), run.to());
      QueryRound first = QueryRound.run(api, queries, 1);
      check(queries, first);
      List<QueryRound> later = new ArrayList<>();
      for (int i = 0; i < roundsOption.rounds(); i++) {
        later.add(QueryRound.run(api, queries, 1));
      }
      List<Double> medians = new ArrayList<>();
      for (int i = 0; i < queries.size(); i++) {
        int place = i;
        medians.add(
            new Percentiles(
                    later.stream().mapToLong(round -> round.queryNanos().get(place)).toArray())
                .medianMillis());
      }
      return new Size(lines, queries, medians);
    }
  }

  /** The first three have a known number of rows, which is the same in every size. */
  private static void check(List<NamedQuery> queries, QueryRound round) throws IOException {
    List<Integer> expected = List.of(MarkedLines.MARKERS, 1, 1);
    for (int i = 0; i < expected.size(); i++) {
      if (!round.rows().get(i).equals(expected.get(i))) {
        throw new IOException(
            "%s: expected %d lines, found %d"
                .formatted(queries.get(i).title(), expected.get(i), round.rows().get(i)));
      }
    }
  }

  private List<NamedQuery> queries(ServerApi api, Instant from, Instant to)
      throws IOException, InterruptedException {
    String id = Marker.requestId(MarkedLines.MARKERS / 2);
    NamedQuery newest = NamedQuery.of("the newest 100 lines with ERROR", "ERROR", from, to);
    newest.request().put("limit", 100);
    return List.of(
        NamedQuery.of("a rare word", Marker.WORD, from, to),
        NamedQuery.of("an id by its field", "request_id=" + id, from, to),
        NamedQuery.of("an id by free text", id, from, to),
        newest,
        NamedQuery.of("an aggregate of all lines", "* | count by component, status", from, to),
        panel(NamedQuery.ofDashboard(api, "Overview", from, to)));
  }

  private NamedQuery panel(List<NamedQuery> panels) throws IOException {
    return panels.stream()
        .filter(query ->
            panel.isEmpty()
                ? query.request().path("query").asText().contains("timeslice")
                : query.title().contains(panel))
        .findFirst()
        .map(query -> new NamedQuery("panel: " + query.title(), query.request()))
        .orElseThrow(() -> new IOException("Overview has no panel \"" + panel + "\""));
  }

  private static void add(Report report, List<Size> measured) {
    Size smallest = measured.getFirst();
    ArrayNode bySize = report.json().putArray("bySize");
    StringBuilder head = new StringBuilder();
    StringBuilder lineFactors = new StringBuilder();
    for (Size size : measured) {
      head.append("%,14d %7s".formatted(size.lines(), ""));
      lineFactors.append("%14s %6.1fx".formatted("", (double) size.lines() / smallest.lines()));
      ObjectNode object = bySize.addObject().put("lines", size.lines());
      ObjectNode medians = object.putObject("medianMillis");
      for (int i = 0; i < size.queries().size(); i++) {
        medians.put(size.queries().get(i).title(), size.medianMillis().get(i));
      }
    }
    report.row("median in ms over so many lines", head.toString());
    report.row("lines", lineFactors.toString());
    for (int i = 0; i < smallest.queries().size(); i++) {
      StringBuilder row = new StringBuilder();
      for (Size size : measured) {
        double millis = size.medianMillis().get(i);
        row.append("%14.1f %6.1fx".formatted(millis, millis / smallest.medianMillis().get(i)));
      }
      report.row(smallest.queries().get(i).title(), row.toString());
    }
  }
}
