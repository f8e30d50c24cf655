package dev.tailwater.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.function.Aggregates;
import dev.tailwater.query.function.Function;
import dev.tailwater.query.function.Functions;
import dev.tailwater.query.operator.Operators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page about the language names all there is. */
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
  void everyExampleFindsSomething() {
    try (Lines lines = new Lines(Lines.resource("sample.lines"))) {
      Operators.ALL.stream()
          .flatMap(syntax -> syntax.entry().examples().stream())
          .forEach(query ->
              assertThat(lines.run(query, ZoneOffset.UTC, Map.of()).rows()).as(query).isNotEmpty());
    }
  }

  @Test
  void everyAggregate() {
    Aggregates.ALL.forEach(
        aggregate -> assertThat(page).containsPattern("\\| `" + aggregate.names().getFirst()));
  }

  @Test
  void everyFunctionUnderAllItsNames() {
    Functions.ALL.stream()
        .map(Function::names)
        .flatMap(List::stream)
        .forEach(name -> assertThat(page).containsPattern("`" + name + "[(`]"));
  }
}
