package dev.tailwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.benchmarks.questions.Facts;
import dev.tailwater.http.Json;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerCheckTest {
  private static final Facts FACTS =
      new Facts(5, Map.of("200", 2L, "503", 2L), 2, 1, 1, "id", 1, List.of(2L), 3, 1);

  private final Map<Goal, JsonNode> answers = rightAnswers();

  @Test
  void findsNothingWrongWithRightAnswers() {
    assertThat(new AnswerCheck(answers, FACTS, 5).problems()).isEmpty();
    assertThat(new AnswerCheck(answers, null, 5).problems()).isEmpty();
  }

  @Test
  void noticesLinesThatAreNotCounted() {
    answers.put(Goal.Q1, answer(List.of("status", "_count"), List.of("200", 2), List.of("503", 2)));
    assertThat(new AnswerCheck(answers, null, 5).problems())
        .containsExactly("Q1 lines by status per 5 min: expected lines in all: 5, found 4");
  }

  @Test
  void noticesThatFreeTextFindsFewerLinesThanTheField() {
    answers.put(Goal.Q5_TEXT, answer(List.of("_raw")));
    assertThat(new AnswerCheck(answers, null, 5).problems())
        .containsExactly(
            "Q5 one request_id, by free text: expected at least the lines found by field: 1, found"
                + " 0");
  }

  @Test
  void anApplicationMayWriteTheIdOfItsRequestToo() {
    answers.put(
        Goal.Q5_TEXT,
        answer(List.of("_raw"), List.of("request_id=id"), List.of("slow request id")));
    assertThat(new AnswerCheck(answers, null, 5).problems()).isEmpty();
    assertThat(new AnswerCheck(answers, FACTS, 5).problems())
        .containsExactly("Q5 one request_id, by free text: expected lines: 1, found 2");
  }

  @Test
  void comparesWithWhatWasCountedFromTheFile() {
    answers.put(Goal.Q3, answer(List.of("_count"), List.of(2)));
    answers.put(Goal.Q6, answer(List.of("path", "_count"), List.of("/b", 1)));
    answers.put(Goal.Q8, answer(List.of("_raw"), List.of("all is well")));
    assertThat(new AnswerCheck(answers, FACTS, 5).problems())
        .containsExactly(
            "Q3 count of \"Build succeeded\": expected lines: [1], found [2]",
            "Q6 ten paths with most 5xx: expected highest counts: [2], found [1]",
            "Q8 last 100 lines with ERROR: found a line without it: all is well");
  }

  private static Map<Goal, JsonNode> rightAnswers() {
    Map<Goal, JsonNode> answers = new EnumMap<>(Goal.class);
    ObjectNode byStatus = answer(List.of("status", "_count"), List.of("200", 2), List.of("503", 2));
    ((ArrayNode) byStatus.path("rows")).addArray().addNull().add(1);
    answers.put(Goal.Q1, byStatus);
    answers.put(Goal.Q2, answer(List.of("path"), List.of("/a"), List.of("/b")));
    answers.put(Goal.Q3, answer(List.of("_count"), List.of(1)));
    answers.put(Goal.Q4, answer(List.of("component"), List.of("web.1")));
    answers.put(Goal.Q5_FIELD, answer(List.of("_raw"), List.of("request_id=id")));
    answers.put(Goal.Q5_TEXT, answer(List.of("_raw"), List.of("request_id=id")));
    answers.put(Goal.Q6, answer(List.of("path", "_count"), List.of("/a", 2)));
    answers.put(Goal.Q7, answer(List.of("_count"), List.of(3)));
    answers.put(Goal.Q8, answer(List.of("_raw"), List.of("at=error code=H12")));
    return answers;
  }

  private static ObjectNode answer(List<String> columns, List<?>... rows) {
    ObjectNode answer = Json.MAPPER.createObjectNode();
    ArrayNode fields = answer.putArray("fields");
    columns.forEach(column -> fields.addObject().put("name", column));
    ArrayNode all = answer.putArray("rows");
    for (List<?> row : rows) {
      all.add(Json.MAPPER.<JsonNode>valueToTree(row));
    }
    return answer;
  }
}
