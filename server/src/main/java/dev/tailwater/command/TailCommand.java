package dev.tailwater.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tailwater tail}: prints lines as they come in, oldest first, until it is stopped. */
@Command(
    name = "tail",
    description = "Print matching lines of a running server as they come in.",
    mixinStandardHelpOptions = true)
public final class TailCommand implements Callable<Integer> {
  /** Lines may be late by so much and are still printed. */
  private static final String OVERLAP = "-60s";

  private static final int LINES_PER_ROUND = 10_000;
  private static final long PAUSE_MILLIS = 1_000;

  /** Ids remembered, so that the overlap prints nothing twice. */
  private static final int REMEMBERED = 5 * LINES_PER_ROUND;

  @Mixin private final Api api = new Api();

  @Parameters(
      paramLabel = "SCOPE",
      arity = "0..1",
      defaultValue = "*",
      description = "which lines, for example '_sourceCategory=heroku error' (all)")
  private String scope = "";

  @Spec private @Nullable CommandSpec spec;

  // The oldest go first.
  private final Map<String, Boolean> printed =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  @Override
  public Integer call() throws Exception {
    PrintWriter out = Output.of(spec);
    while (true) {
      JsonNode answer = api.query(scope, OVERLAP, "+1d", LINES_PER_ROUND);
      for (String line : newLines(answer)) {
        out.println(line);
      }
      out.flush();
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** The lines that were not printed before; the answer has the newest first. */
  private List<String> newLines(JsonNode answer) {
    List<String> names = answer.path("fields").findValuesAsText("name");
    int id = names.indexOf("_messageid");
    int raw = names.indexOf("_raw");
    List<String> lines = new ArrayList<>();
    for (JsonNode row : answer.path("rows")) {
      if (printed.put(row.path(id).asText(), true) == null) {
        lines.addFirst(row.path(raw).asText());
      }
    }
    return lines;
  }
}
