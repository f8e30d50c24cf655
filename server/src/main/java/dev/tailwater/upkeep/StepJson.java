package dev.tailwater.upkeep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.http.Json;
import dev.tailwater.store.FileSizes;
import dev.tailwater.store.UpkeepStep;
import java.util.Arrays;
import java.util.function.Function;

/** A step of the upkeep as the API writes it. */
public final class StepJson {
  private StepJson() {}

  static ObjectNode write(UpkeepStep step) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("task", step.task().text());
    json.put("state", step.state().text());
    json.put("subject", step.subject());
    write(json.putObject("before"), step.before());
    write(json.putObject("after"), step.after());
    return json;
  }

  private static void write(ObjectNode json, FileSizes sizes) {
    json.put("files", sizes.files()).put("lines", sizes.rows()).put("bytes", sizes.bytes());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static UpkeepStep read(JsonNode json) {
    return new UpkeepStep(
        find(UpkeepStep.Task.values(), UpkeepStep.Task::text, json.path("task").asText()),
        find(UpkeepStep.State.values(), UpkeepStep.State::text, json.path("state").asText()),
        json.path("subject").asText(),
        sizes(json.path("before")),
        sizes(json.path("after")));
  }

  private static FileSizes sizes(JsonNode json) {
    return new FileSizes(
        json.path("files").asLong(), json.path("lines").asLong(), json.path("bytes").asLong());
  }

  private static <T> T find(T[] values, Function<T, String> text, String wanted) {
    return Arrays.stream(values)
        .filter(value -> text.apply(value).equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "expected one of "
                    + Arrays.stream(values).map(text).toList()
                    + " from the server, found \""
                    + wanted
                    + "\": is it of another version?"));
  }
}
