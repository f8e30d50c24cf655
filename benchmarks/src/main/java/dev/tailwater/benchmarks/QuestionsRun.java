package dev.tailwater.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts what the answers must be, asks Tailwater, then the peer where there is one. */
final class QuestionsRun {
  private static final String PEER = "VICTORIA_LOGS";

  private final @Nullable Path source;
  private final long mostLines;
  private final String needle;
  private final int rounds;

  /**
   * @param source the file that the lines were sent from just now; null where there is none
   * @param mostLines lines that were sent of it at most
   * @param needle the request id that is sought; empty for one from the middle of the lines
   * @param rounds after the first
   */
  QuestionsRun(@Nullable Path source, long mostLines, String needle, int rounds) {
    this.source = source;
    this.mostLines = mostLines;
    this.needle = needle;
    this.rounds = rounds;
  }

  /**
   * What came out.
   *
   * @param lines that the server had in files
   * @param residentBytes of the server afterwards
   * @param checked whether the answers were compared with the file, or only with each other
   * @param peer what VictoriaLogs did, where there is one
   */
  record Outcome(
      long lines,
      long residentBytes,
      boolean checked,
      Questions.Result result,
      Questions.PeerResult peer) {
    /** All answers that were wrong, ours first. */
    List<String> problems() {
      return Stream.concat(result.problems().stream(), peer.problems().values().stream()).toList();
    }
  }

  /** Starts a server on the lines. */
  @FunctionalInterface
  interface Start {
    ServerProcess on(RunFolder run) throws IOException, InterruptedException;
  }

  /** Runs it. */
  Outcome run(RunFolder run, Start start) throws IOException, InterruptedException {
    Facts facts = facts(run);
    Questions questions;
    Questions.Result result;
    long lines;
    long residentBytes;
    try (ServerProcess server = start.on(run);
        ServerApi api = new ServerApi(server.port())) {
      lines = DataOptions.lines(api);
      questions = new Questions(run.from(), run.to(), needle(api, run, facts), rounds);
      result = questions.ask(api, facts, lines);
      residentBytes = server.memory().residentBytes();
    }
    // Not at the same time: neither takes anything from the other.
    return new Outcome(lines, residentBytes, facts != null, result, peer(questions, run, facts));
  }

  /** Counted once and kept beside the data, which may be used without the file later. */
  private @Nullable Facts facts(RunFolder run) throws IOException {
    if (source != null) {
      Facts.of(source, mostLines, needle).write(run.facts());
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
    ObjectNode request =
        NamedQuery.of("", "request_id=* | fields request_id", run.from(), run.to()).request();
    request.put("to", (run.from().toEpochMilli() + run.to().toEpochMilli()) / 2);
    request.put("limit", 1);
    JsonNode answer = api.query(request).json();
    JsonNode fields = answer.path("fields");
    for (int i = 0; i < fields.size(); i++) {
      String id = answer.at("/rows/0/" + i).asText();
      if (fields.get(i).path("name").asText().equals("request_id") && !id.isEmpty()) {
        return id;
      }
    }
    throw new IOException("expected a line with a request_id, found " + answer);
  }

  private Questions.PeerResult peer(Questions questions, RunFolder run, @Nullable Facts facts)
      throws IOException, InterruptedException {
    String binary = System.getenv(PEER);
    if (binary == null || binary.isEmpty()) {
      return Questions.PeerResult.none();
    }
    Path lines = source == null ? null : FileLines.twin(source);
    if (facts == null || lines == null || !Files.exists(lines)) {
      throw new IOException(
          "expected --source FILE with the same lines as JSON in %s for VictoriaLogs; unset %s to"
                  .formatted(lines == null ? "FILE.jsonl" : lines, PEER)
              + " leave it out");
    }
    try (VictoriaLogs peer = VictoriaLogs.start(Path.of(binary))) {
      long sent = peer.insert(lines, mostLines);
      peer.awaitLines(sent, run.from(), run.to());
      return questions.ask(peer, facts);
    }
  }
}
