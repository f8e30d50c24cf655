package dev.tailwater.query;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.operator.Pipeline;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Quotes;
import dev.tailwater.query.syntax.Scope;
import java.util.List;
import java.util.Map;

/**
 * A query and two values. Any text is filled or refused with a place, and a value in a string or in
 * a scope stays one value, whatever it holds.
 */
public final class VariablesFuzz {
  private VariablesFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    List<String> texts = FuzzInput.texts(bytes, 3);
    String query = texts.get(0);
    String value = texts.get(1);
    assertThat(joined(query)).isEqualTo(query);
    if (!query.contains("{{")) {
      assertThat(Variables.fill(query, Map.of()).text()).isEqualTo(query);
    }
    fills(query, Map.of("v", List.of(value), "w", List.of(value, texts.get(2))));
    if (value.length() < 1_000) {
      staysOneValue(value);
    }
  }

  private static void fills(String query, Map<String, List<String>> values) {
    try {
      assertThat(Variables.fill(query, values).text()).isNotNull();
    } catch (QueryException e) {
      assertThat(e.code()).isEqualTo(QueryMistake.PARSE_ERROR);
      assertThat(e.line()).isPositive();
      assertThat(e.column()).isPositive();
    }
  }

  private static void staysOneValue(String value) {
    Map<String, List<String>> values = Map.of("v", List.of(value));
    assertThat(Pipeline.parse(Variables.fill("* | where f = \"{{v}}\"", values).text()))
        .isEqualTo(Pipeline.parse("* | where f = " + Quotes.quote(value)));
    if (value.indexOf('*') < 0 && !(value.startsWith("\"") && value.endsWith("\""))) {
      String filled = Variables.fill("a f={{v}} b | count", values).text();
      Pipeline pipeline = Pipeline.parse(filled);
      assertThat(pipeline.stages()).as(filled).hasSize(1);
      assertThat(pipeline.scope())
          .as(filled)
          .isInstanceOfSatisfying(
              Scope.And.class,
              and -> {
                assertThat(and.operands()).hasSize(3);
                assertThat(and.operands().get(1))
                    .isInstanceOfSatisfying(
                        Scope.FieldIs.class, field -> assertThat(field.value()).isEqualTo(value));
              });
    }
  }

  private static String joined(String query) {
    return Template.cut(query).stream()
        .flatMap(token -> token.parts().stream())
        .map(part ->
            switch (part) {
              case Template.Text text -> text.text();
              case Template.Reference reference ->
                  query.substring(reference.span().start(), reference.span().end());
            })
        .collect(joining());
  }
}
