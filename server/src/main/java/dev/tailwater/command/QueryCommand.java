package dev.tailwater.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.http.Json;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tailwater query}: asks a running server and prints a JSON object a row. */
@Command(
    name = "query",
    description = "Run a query on a running server; prints one JSON object a line.",
    mixinStandardHelpOptions = true)
public final class QueryCommand implements Callable<Integer> {
  @Mixin private final Api api = new Api();

  @Parameters(paramLabel = "QUERY", description = "for example '_sourceCategory=heroku | count'")
  private String query = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      defaultValue = "-15m",
      description =
          "start of the range or all of it: -15m, \"-1d -12h\", yesterday, 05/01/2024 17:30, an ISO"
              + " time or epoch milliseconds (${DEFAULT-VALUE})")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "end of the range, exclusive; now if --from does not tell it either")
  private String to = "";

  @Option(
      names = "--limit",
      paramLabel = "ROWS",
      defaultValue = "1000",
      description = "rows at most (${DEFAULT-VALUE})")
  private int limit;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    JsonNode answer = api.query(query, from, to, limit);
    PrintWriter out = Output.of(spec);
    for (JsonNode row : answer.path("rows")) {
      ObjectNode object = Json.MAPPER.createObjectNode();
      int column = 0;
      for (JsonNode field : answer.path("fields")) {
        JsonNode value = row.path(column++);
        if (!value.isNull()) {
          object.set(field.path("name").asText(), value);
        }
      }
      out.println(object);
    }
    for (JsonNode warning : answer.path("warnings")) {
      System.err.println("tailwater: " + warning.asText());
    }
    out.flush();
    return 0;
  }
}
