package dev.tailwater.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.benchmarks.questions.Facts;
import dev.tailwater.http.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Compares a peer's answers with what is true of the lines, as {@link AnswerCheck} does with ours:
 * a question that it understood in another way is no comparison.
 */
final class PeerCheck {
  private final Map<Goal, List<String>> answers;
  private final Map<Goal, String> problems = new EnumMap<>(Goal.class);

  /**
   * @param answers rows as JSON objects; numbers of lines are under {@code n}
   */
  PeerCheck(Map<Goal, List<String>> answers) {
    this.answers = answers;
  }

  /** What is wrong, by question. */
  Map<Goal, String> problems(Facts facts) throws IOException {
    expect(Goal.Q1, facts.lines(), counts(Goal.Q1).stream().mapToLong(n -> n).sum());
    expect(Goal.Q2, facts.paths(), rows(Goal.Q2).size());
    expect(Goal.Q3, List.of(facts.buildSucceeded()), counts(Goal.Q3));
    expect(Goal.Q4, facts.memoryLines() > 0, !rows(Goal.Q4).isEmpty());
    expect(Goal.Q5_FIELD, facts.needleLines(), rows(Goal.Q5_FIELD).size());
    expect(Goal.Q5_TEXT, facts.needleLines(), rows(Goal.Q5_TEXT).size());
    expect(Goal.Q6, facts.worstPaths(), counts(Goal.Q6));
    expect(Goal.Q7, List.of(facts.slowJobs()), counts(Goal.Q7));
    // Its word is the one in capitals, of which there are no more than those that were counted.
    List<String> newest = rows(Goal.Q8);
    expect(Goal.Q8, true, newest.size() <= Math.min(100, facts.errors()));
    expect(Goal.Q8, true, newest.stream().allMatch(row -> row.contains("ERROR")));
    return problems;
  }

  private void expect(Goal goal, long expected, long found) {
    expect(goal, (Object) expected, (Object) found);
  }

  private void expect(Goal goal, Object expected, Object found) {
    if (!expected.equals(found)) {
      problems.put(
          goal, "VictoriaLogs: %s: expected %s, found %s".formatted(goal.title(), expected, found));
    }
  }

  private List<String> rows(Goal goal) {
    return answers.getOrDefault(goal, List.of());
  }

  private List<Long> counts(Goal goal) throws IOException {
    List<Long> counts = new ArrayList<>();
    for (String row : rows(goal)) {
      JsonNode json = Json.MAPPER.readTree(row);
      counts.add(json.path("n").asLong());
    }
    return counts;
  }
}
