package dev.tailwater.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.benchmarks.questions.Facts;
import dev.tailwater.benchmarks.questions.Question;
import dev.tailwater.benchmarks.questions.VictoriaLogs;
import dev.tailwater.benchmarks.server.ServerApi;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the eight questions, one after the other, round after round. */
final class Questions {
  private final Instant from;
  private final Instant to;
  private final int rounds;
  private final Map<Goal, Question> questions = new EnumMap<>(Goal.class);

  /**
   * @param needle the request id that is sought
   * @param rounds after the first
   */
  Questions(Instant from, Instant to, String needle, int rounds) {
    this.from = from;
    this.to = to;
    this.rounds = rounds;
    questions.put(Goal.Q1, Question.linesByStatus());
    questions.put(Goal.Q2, Question.serviceByPath());
    questions.put(Goal.Q3, Question.buildSucceeded());
    questions.put(Goal.Q4, Question.memoryByDyno());
    questions.put(Goal.Q5_FIELD, Question.idByField(needle));
    questions.put(Goal.Q5_TEXT, Question.idByText(needle));
    questions.put(Goal.Q6, Question.worstPaths());
    questions.put(Goal.Q7, Question.slowJobs());
    questions.put(Goal.Q8, Question.newestErrors());
  }

  /**
   * How long a question took.
   *
   * @param firstMillis the first time
   * @param medianMillis of later ones, HTTP included
   * @param serverMillis the median of what the server says it took
   * @param rows of the answer
   */
  record Timed(
      String query, double firstMillis, double medianMillis, double serverMillis, int rows) {}

  /**
   * What Tailwater answered.
   *
   * @param problems answers that are not what the lines say; empty when all are right
   * @param wrong the questions of these answers
   */
  record Result(Map<Goal, Timed> timed, List<String> problems, Set<Goal> wrong) {}

  /**
   * What the peer answered.
   *
   * @param medianMillis by question, the first round left out
   * @param problems by question; a figure of a wrong answer is left out
   */
  record PeerResult(Map<Goal, Double> medianMillis, Map<Goal, String> problems) {
    /** There was none to ask. */
    static PeerResult none() {
      return new PeerResult(Map.of(), Map.of());
    }
  }

  /** Asks Tailwater, and looks at the first answers. */
  Result ask(ServerApi api, @Nullable Facts facts, long lines)
      throws IOException, InterruptedException {
    Map<Goal, List<ServerApi.Answer>> answers = new EnumMap<>(Goal.class);
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<Goal, Question> question : questions.entrySet()) {
        answers
            .computeIfAbsent(question.getKey(), goal -> new ArrayList<>())
            .add(ask(api, question.getValue()));
      }
    }
    Map<Goal, Timed> timed = new EnumMap<>(Goal.class);
    Map<Goal, JsonNode> first = new EnumMap<>(Goal.class);
    questions.forEach((goal, question) -> {
      List<ServerApi.Answer> all = answers.getOrDefault(goal, List.of());
      first.put(goal, all.getFirst().json());
      timed.put(goal, timed(question.query(), all));
    });
    AnswerCheck check = new AnswerCheck(first, facts, lines);
    return new Result(timed, check.problems(), check.wrong());
  }

  /** Asks the peer, and looks at the first answers. */
  PeerResult ask(VictoriaLogs peer, Facts facts) throws IOException, InterruptedException {
    Map<Goal, List<Long>> nanos = new EnumMap<>(Goal.class);
    Map<Goal, List<String>> first = new EnumMap<>(Goal.class);
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<Goal, Question> question : questions.entrySet()) {
        VictoriaLogs.Answer answer = peer.ask(question.getValue().logsQl(), from, to);
        if (round == 0) {
          first.put(question.getKey(), answer.rows());
        } else {
          nanos.computeIfAbsent(question.getKey(), goal -> new ArrayList<>()).add(answer.nanos());
        }
      }
    }
    Map<Goal, String> problems = new PeerCheck(first).problems(facts);
    Map<Goal, Double> medians = new EnumMap<>(Goal.class);
    nanos.forEach((goal, all) -> {
      if (!problems.containsKey(goal)) {
        medians.put(goal, median(all));
      }
    });
    return new PeerResult(medians, problems);
  }

  private ServerApi.Answer ask(ServerApi api, Question question)
      throws IOException, InterruptedException {
    ObjectNode request = NamedQuery.of("", question.query(), from, to).request();
    request.put("limit", question.limit());
    ServerApi.Answer answer = api.query(request);
    if (answer.status() != 200) {
      throw new IOException(
          question.query() + " was answered " + answer.status() + ": " + answer.json());
    }
    return answer;
  }

  private Timed timed(String query, List<ServerApi.Answer> answers) {
    List<ServerApi.Answer> later = answers.subList(1, answers.size());
    return new Timed(
        query,
        answers.getFirst().nanos() / 1e6,
        median(later.stream().map(ServerApi.Answer::nanos).toList()),
        median(later.stream().map(a -> a.json().path("elapsedMs").asLong() * 1_000_000).toList()),
        answers.getFirst().json().path("rows").size());
  }

  private static double median(List<Long> nanos) {
    return new Percentiles(nanos.stream().mapToLong(Long::longValue).toArray()).medianMillis();
  }
}
