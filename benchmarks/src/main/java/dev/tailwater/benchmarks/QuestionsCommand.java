package dev.tailwater.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.benchmarks.server.RunFolder;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench questions}: the eight questions that log systems are compared by. */
@Command(
    name = "questions",
    description = {
      "Ask the eight questions that log systems are compared by, and check the answers.",
      "With VICTORIA_LOGS naming a binary it gets the same lines and the same questions."
    },
    mixinStandardHelpOptions = true)
final class QuestionsCommand implements Callable<Integer> {
  @Mixin private final DataOptions dataOptions = new DataOptions();

  @Option(
      names = "--needle",
      paramLabel = "REQUEST_ID",
      defaultValue = "",
      description = "the request id that is sought; without it one from the middle of the lines")
  private String needle = "";

  @Mixin private final RoundsOption roundsOption = new RoundsOption();

  @Mixin private final JsonOption form = new JsonOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Report report = new Report("questions");
    RunFolder run = dataOptions.open();
    QuestionsRun.Outcome outcome =
        new QuestionsRun(
                dataOptions.source().orElse(null),
                dataOptions.mostLines(),
                needle,
                roundsOption.rounds())
            .run(run, dataOptions::start);
    report.count("lines", "lines in files", outcome.lines());
    report.megabytes("residentBytes", "memory, resident", outcome.residentBytes());
    report.text(
        "checked", "answers checked against", outcome.checked() ? "the file" : "each other");
    add(report, outcome.result(), outcome.peer().medianMillis());
    dataOptions.close(run, report);
    form.print(report, Main.out(spec));
    for (String problem : outcome.problems()) {
      Main.err(spec).println("bench: wrong answer: " + problem);
    }
    return outcome.problems().isEmpty() ? 0 : 1;
  }

  private static void add(Report report, Questions.Result result, Map<Goal, Double> peer) {
    ArrayNode byQuestion = report.json().putArray("byQuestion");
    String peerHead = peer.isEmpty() ? "" : " %12s %6s".formatted("VictoriaLogs", "ratio");
    report.row(
        "",
        "%9s %9s %9s %9s %7s %6s"
                .formatted("first ms", "median ms", "server ms", "target ms", "rows", "")
            + peerHead);
    result
        .timed()
        .forEach((goal, timed) -> {
          boolean wrong = result.wrong().contains(goal);
          String met = wrong ? "wrong" : goal.metBy(timed.medianMillis()) ? "met" : "missed";
          ObjectNode row =
              byQuestion
                  .addObject()
                  .put("title", goal.title())
                  .put("query", timed.query())
                  .put("firstMillis", timed.firstMillis())
                  .put("medianMillis", timed.medianMillis())
                  .put("serverMillis", timed.serverMillis())
                  .put("targetMillis", goal.limit())
                  .put("rows", timed.rows());
          String figures =
              "%9.1f %9.1f %9.0f %9.0f %7d %6s"
                  .formatted(
                      timed.firstMillis(),
                      timed.medianMillis(),
                      timed.serverMillis(),
                      goal.limit(),
                      timed.rows(),
                      met);
          Double peerMillis = peer.get(goal);
          if (peerMillis != null) {
            row.put("victoriaLogsMillis", peerMillis);
            figures += " %12.1f %6.2f".formatted(peerMillis, timed.medianMillis() / peerMillis);
          }
          report.row(goal.title(), figures);
        });
  }
}
