package dev.tailwater.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.manual.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page about the language says of each operator, aggregate and function what stands beside its
 * code, with examples that were run. With {@code -Dgolden.update=true} the page is written anew.
 */
final class DocumentationTest {
  private static final Path PAGE = Path.of("..", "docs", "query-language.md");

  @Test
  void thePageIsWhatTheCodeSays() throws IOException {
    String page = Files.readString(PAGE);
    try (Lines lines = new Lines(Lines.resource("sample.lines"))) {
      String fresh = new LanguagePage(lines).refreshed(page);
      if (Boolean.getBoolean("golden.update")) {
        Files.writeString(PAGE, fresh);
      } else {
        assertThat(page).isEqualTo(fresh);
      }
    }
  }

  @Test
  void everyOperatorAndAggregateHasAnExample() {
    Stream.of(QueryLanguage.operators(), QueryLanguage.aggregates(), QueryLanguage.functions())
        .flatMap(List::stream)
        .forEach(entry -> assertThat(entry.examples()).as(entry.name()).isNotEmpty());
  }

  @Test
  void everyExampleFindsSomething() {
    try (Lines lines = new Lines(Lines.resource("sample.lines"))) {
      Stream.of(QueryLanguage.operators(), QueryLanguage.aggregates())
          .flatMap(List::stream)
          .flatMap(entry -> entry.examples().stream())
          .forEach(query ->
              assertThat(lines.run(query, ZoneOffset.UTC, Map.of()).rows()).as(query).isNotEmpty());
    }
  }

  @Test
  void summariesAreOneLineWithoutAFullStop() {
    Stream.of(QueryLanguage.operators(), QueryLanguage.aggregates(), QueryLanguage.functions())
        .flatMap(List::stream)
        .map(Entry::summary)
        .forEach(summary -> assertThat(summary).doesNotContain("\n").doesNotEndWith("."));
  }
}
