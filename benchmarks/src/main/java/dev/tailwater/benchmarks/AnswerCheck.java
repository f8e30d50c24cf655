package dev.tailwater.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tailwater.benchmarks.questions.Facts;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares answers with what is true of the lines: a fast wrong answer is none. Where nothing was
 * counted beforehand the answers must at least agree with each other.
 */
final class AnswerCheck {
  private static final int MOST_ROWS = 10_000;

  private final Map<Goal, JsonNode> answers;
  private final @Nullable Facts facts;
  private final long lines;
  private final List<String> problems = new ArrayList<>();
  private final Set<Goal> wrong = EnumSet.noneOf(Goal.class);

  /**
   * @param facts counted from the lines, where they were in a file
   * @param lines that the server holds
   */
  AnswerCheck(Map<Goal, JsonNode> answers, @Nullable Facts facts, long lines) {
    this.answers = answers;
    this.facts = facts;
    this.lines = lines;
  }

  /** What is wrong, one sentence each. */
  List<String> problems() {
    expect(Goal.Q1, "lines in all", lines, counts(Goal.Q1).stream().mapToLong(n -> n).sum());
    int byField = rows(Goal.Q5_FIELD).size();
    int byText = rows(Goal.Q5_TEXT).size();
    // An application may write the id of its request too.
    if (byText < byField) {
      problem(
          Goal.Q5_TEXT,
          "expected at least the lines found by field: %d, found %d".formatted(byField, byText));
    }
    if (facts != null) {
      compare(facts);
    }
    return List.copyOf(problems);
  }

  /** The questions that {@link #problems} found a wrong answer of. */
  Set<Goal> wrong() {
    return wrong;
  }

  private void compare(Facts expected) {
    expect(Goal.Q1, "lines by status", expected.linesByStatus(), linesByStatus());
    expect(Goal.Q2, "paths", Math.min(MOST_ROWS, expected.paths()), rows(Goal.Q2).size());
    expect(Goal.Q3, "lines", List.of(expected.buildSucceeded()), counts(Goal.Q3));
    expect(Goal.Q4, "a record", expected.memoryLines() > 0, !rows(Goal.Q4).isEmpty());
    expect(Goal.Q5_FIELD, "lines", expected.needleLines(), rows(Goal.Q5_FIELD).size());
    expect(Goal.Q5_TEXT, "lines", expected.needleLines(), rows(Goal.Q5_TEXT).size());
    expect(Goal.Q6, "highest counts", expected.worstPaths(), counts(Goal.Q6));
    expect(Goal.Q7, "lines", List.of(expected.slowJobs()), counts(Goal.Q7));
    expect(Goal.Q8, "lines", Math.min(100, expected.errors()), rows(Goal.Q8).size());
    int raw = column(Goal.Q8, "_raw");
    for (JsonNode row : rows(Goal.Q8)) {
      String line = row.path(raw).asText();
      if (!line.toLowerCase(Locale.ROOT).contains("error")) {
        problem(Goal.Q8, "found a line without it: " + line);
      }
    }
  }

  /** Widens numbers, so that those of different types are equal. */
  private void expect(Goal goal, String what, long expected, long found) {
    expect(goal, what, (Object) expected, (Object) found);
  }

  private void expect(Goal goal, String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      problem(goal, "expected %s: %s, found %s".formatted(what, expected, found));
    }
  }

  private void problem(Goal goal, String what) {
    wrong.add(goal);
    problems.add(goal.title() + ": " + what);
  }

  private Map<String, Long> linesByStatus() {
    int status = column(Goal.Q1, "status");
    int count = column(Goal.Q1, "_count");
    Map<String, Long> byStatus = new TreeMap<>();
    for (JsonNode row : rows(Goal.Q1)) {
      if (!row.path(status).isNull()) {
        byStatus.merge(row.path(status).asText(), row.path(count).asLong(), Long::sum);
      }
    }
    return byStatus;
  }

  private List<Long> counts(Goal goal) {
    int count = column(goal, "_count");
    List<Long> counts = new ArrayList<>();
    rows(goal).forEach(row -> counts.add(row.path(count).asLong()));
    return counts;
  }

  private JsonNode rows(Goal goal) {
    return answer(goal).path("rows");
  }

  private int column(Goal goal, String name) {
    JsonNode fields = answer(goal).path("fields");
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).path("name").asText().equals(name)) {
        return i;
      }
    }
    problem(goal, "expected a column %s, found %s".formatted(name, fields));
    return 0;
  }

  private JsonNode answer(Goal goal) {
    JsonNode answer = answers.get(goal);
    return answer == null ? MissingNode.getInstance() : answer;
  }
}
