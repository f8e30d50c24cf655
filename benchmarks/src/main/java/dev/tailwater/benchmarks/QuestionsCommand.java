package dev.tailwater.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.benchmarks.load.FileLines;
import dev.tailwater.benchmarks.questions.Facts;
import dev.tailwater.benchmarks.questions.VictoriaLogs;
import dev.tailwater.benchmarks.server.RunFolder;
import dev.tailwater.benchmarks.server.ServerApi;
import dev.tailwater.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final String PEER = "VICTORIA_LOGS";

  @Mixin private final DataOptions dataOptions = new DataOptions();

  @Option(
      names = "--needle",
      paramLabel = "REQUEST_ID",
      defaultValue = "",
      description = "the request id that is sought; without it one from the middle of the lines")
  private String needle = "";

  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      defaultValue = "5",
      description = "rounds after the first (${DEFAULT-VALUE})")
  private int rounds;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Report report = new Report("questions");
    RunFolder run = dataOptions.open();
    Facts facts = facts(run);
    Questions questions;
    Questions.Result result;
    try (ServerProcess server = dataOptions.start(run);
        ServerApi api = new ServerApi(server.port())) {
      long lines = DataOptions.lines(api);
      report.count("lines", "lines in files", lines);
      questions = new Questions(run.from(), run.to(), needle(api, run, facts), rounds);
      result = questions.ask(api, facts, lines);
      report.megabytes("residentBytes", "memory, resident", server.memory().residentBytes());
    }
    report.text("checked", "answers checked against", facts == null ? "each other" : "the file");
    add(report, result, peer(questions, run));
    dataOptions.close(run, report);
    report.print(Main.out(spec), json);
    for (String problem : result.problems()) {
      Main.err(spec).println("bench: wrong answer: " + problem);
    }
    return result.problems().isEmpty() ? 0 : 1;
  }

  /** Counted once and kept beside the data, which may be used without the file later. */
  private @Nullable Facts facts(RunFolder run) throws IOException {
    Path source = dataOptions.source().orElse(null);
    if (source != null) {
      Facts.of(source, dataOptions.mostLines(), needle).write(run.facts());
    }
    if (!Files.exists(run.facts())) {
      return null;
    }
    Facts facts = Facts.read(run.facts());
    // What is known is about another id.
    return needle.isEmpty() || facts.needle().equals(needle) ? facts : null;
  }

  private String needle(ServerApi api, RunFolder run, @Nullable Facts facts)
      throws IOException, InterruptedException {
    if (!needle.isEmpty()) {
      return needle;
    }
    if (facts != null) {
      return facts.needle();
    }
    long middle = (run.from().toEpochMilli() + run.to().toEpochMilli()) / 2;
    ObjectNode request =
        NamedQuery.of("", "request_id=* | fields request_id", run.from(), run.to()).request();
    request.put("to", middle);
    request.put("limit", 1);
    JsonNode answer = api.query(request).json();
    JsonNode fields = answer.path("fields");
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).path("name").asText().equals("request_id")) {
        return answer.at("/rows/0/" + i).asText();
      }
    }
    throw new IOException("expected a line with a request_id, found " + answer);
  }

  private Map<Goal, Double> peer(Questions questions, RunFolder run)
      throws IOException, InterruptedException {
    String binary = System.getenv(PEER);
    if (binary == null) {
      return Map.of();
    }
    Path source = dataOptions.source().orElse(null);
    Path lines = source == null ? null : FileLines.twin(source);
    if (lines == null || !Files.exists(lines)) {
      throw new IOException(
          "expected --source FILE with the same lines as JSON in %s for VictoriaLogs; unset %s to"
                  .formatted(lines == null ? "FILE.jsonl" : lines, PEER)
              + " leave it out");
    }
    try (VictoriaLogs peer = VictoriaLogs.start(Path.of(binary))) {
      long sent = peer.insert(lines, dataOptions.mostLines());
      peer.awaitLines(sent, run.from(), run.to());
      return questions.ask(peer);
    }
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
          String met = goal.metBy(timed.medianMillis()) ? "met" : "missed";
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
