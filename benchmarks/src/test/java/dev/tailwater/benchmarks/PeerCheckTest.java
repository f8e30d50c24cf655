package dev.tailwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.benchmarks.questions.Facts;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerCheckTest {
  private static final Facts FACTS =
      new Facts(5, Map.of("200", 2L, "503", 2L), 2, 1, 1, "id", 1, List.of(2L), 3, 2);

  private final Map<Goal, List<String>> answers = rightAnswers();

  @Test
  void findsNothingWrongWithRightAnswers() throws IOException {
    assertThat(new PeerCheck(answers).problems(FACTS)).isEmpty();
  }

  @Test
  void noticesAQuestionThatWasUnderstoodInAnotherWay() throws IOException {
    answers.put(Goal.Q1, List.of("{\"status\":\"200\",\"n\":\"2\"}"));
    answers.put(Goal.Q6, List.of());
    answers.put(Goal.Q8, List.of("{\"_msg\":\"all is well\"}"));
    assertThat(new PeerCheck(answers).problems(FACTS))
        .containsOnlyKeys(Goal.Q1, Goal.Q6, Goal.Q8)
        .containsEntry(Goal.Q1, "VictoriaLogs: Q1 lines by status per 5 min: expected 5, found 2");
  }

  private static Map<Goal, List<String>> rightAnswers() {
    Map<Goal, List<String>> answers = new EnumMap<>(Goal.class);
    answers.put(Goal.Q1, List.of("{\"status\":\"200\",\"n\":\"2\"}", "{\"n\":\"3\"}"));
    answers.put(Goal.Q2, List.of("{\"path\":\"/a\"}", "{\"path\":\"/b\"}"));
    answers.put(Goal.Q3, List.of("{\"n\":\"1\"}"));
    answers.put(Goal.Q4, List.of("{\"source\":\"web.1\"}"));
    answers.put(Goal.Q5_FIELD, List.of("{\"_msg\":\"request_id=id\"}"));
    answers.put(Goal.Q5_TEXT, List.of("{\"_msg\":\"request_id=id\"}"));
    answers.put(Goal.Q6, List.of("{\"path\":\"/a\",\"n\":\"2\"}"));
    answers.put(Goal.Q7, List.of("{\"n\":\"3\"}"));
    answers.put(Goal.Q8, List.of("{\"_msg\":\"[1] ERROR job\"}"));
    return answers;
  }
}
