package dev.tailwater.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.function.Aggregate;
import dev.tailwater.query.function.Aggregates;
import dev.tailwater.query.function.Function;
import dev.tailwater.query.function.Functions;
import dev.tailwater.query.operator.Operators;
import dev.tailwater.query.run.QueryResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page about the language names all there is, and the examples run. */
final class DocumentationTest {
  private final String page;

  DocumentationTest() throws IOException {
    page = Files.readString(Path.of("..", "docs", "query-language.md"));
  }

  @Test
  void everyOperator() {
    Operators.ALL.forEach(
        syntax -> assertThat(page).containsPattern("(?m)^#### .*\\b" + syntax.entry().name()));
  }

  @Test
  void everyAggregate() {
    Aggregates.ALL.forEach(
        aggregate -> assertThat(page).containsPattern("\\| `" + aggregate.entry().name()));
  }

  @Test
  void everyFunctionUnderAllItsNames() {
    Functions.ALL.stream()
        .flatMap(function -> function.entry().names().stream())
        .forEach(name -> assertThat(page).containsPattern("`" + name + "[(`]"));
  }

  @Test
  void theExampleOfEveryFunctionGivesAValue() {
    try (Lines lines = new Lines(Lines.resource("sample.lines"))) {
      for (Function function : Functions.ALL) {
        String example = String.join(";", function.entry().examples());
        QueryResult result = run(lines, "H12 | " + example + " as x | fields x");
        int x = result.fields().stream().map(ResultField::name).toList().indexOf("x");
        assertThat(result.rows().getFirst()[x]).as(example).isNotNull();
      }
    }
  }

  @Test
  void theExampleOfEveryAggregateGivesRecords() {
    try (Lines lines = new Lines(Lines.resource("sample.lines"))) {
      for (Aggregate aggregate : Aggregates.ALL) {
        String example = String.join(";", aggregate.entry().examples());
        assertThat(example).contains(aggregate.entry().name());
        assertThat(run(lines, example).rows()).as(example).isNotEmpty();
      }
    }
  }

  private static QueryResult run(Lines lines, String query) {
    return lines.run(query, ZoneOffset.UTC, Map.of());
  }
}
