package dev.tailwater.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.function.Aggregates;
import dev.tailwater.query.function.Function;
import dev.tailwater.query.function.Functions;
import dev.tailwater.query.operator.Operators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
