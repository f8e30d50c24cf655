package dev.tailwater.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.operator.Pipeline;
import dev.tailwater.query.run.QueryResult;
import dev.tailwater.record.LogColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the cases of {@code query/*.golden}: a name, perhaps data or the name of a file of lines,
 * range, zone and variables, a query, and the rows or the error that it must give. With {@code
 * -Dgolden.update=true} the files are rewritten with what the queries give now; read the difference
 * like code. {@code -Dgolden.only=parse} takes only the files whose names begin like that.
 *
 * <p>Every query is also printed and read again, which must give the same tree.
 */
final class GoldenTest {
  private static final List<String> TIMES =
      List.of("_messagetime", "_receipttime", "_timeslice", "__timeslice_end");

  private static final Map<List<String>, Lines> TABLES = new HashMap<>();

  @AfterAll
  static void close() {
    TABLES.values().forEach(Lines::close);
  }

  @TestFactory
  Stream<DynamicNode> cases() throws IOException {
    boolean update = Boolean.getBoolean("golden.update");
    String only = System.getProperty("golden.only", "");
    return GoldenCase.files(only).stream().map(file -> update ? refresh(file) : container(file));
  }

  private static DynamicNode container(Path file) {
    return DynamicContainer.dynamicContainer(
        file.getFileName().toString(),
        GoldenCase.read(file).stream()
            .map(golden ->
                DynamicTest.dynamicTest(
                    golden.name(),
                    () -> {
                      assertThat(answer(golden)).isEqualTo(golden.expected());
                      roundTrip(golden);
                    })));
  }

  private static DynamicNode refresh(Path file) {
    return DynamicTest.dynamicTest(
        "refresh " + file.getFileName(),
        () -> {
          List<GoldenCase> fresh = new ArrayList<>();
          for (GoldenCase golden : GoldenCase.read(file)) {
            fresh.add(golden.expecting(answer(golden)));
          }
          GoldenCase.write(file, fresh);
        });
  }

  private static void roundTrip(GoldenCase golden) {
    if (golden.expected().startsWith("error ")) {
      return;
    }
    Pipeline pipeline = Pipeline.parse(Variables.fill(golden.query(), golden.variables()).text());
    assertThat(Pipeline.parse(pipeline.print())).as(pipeline.print()).isEqualTo(pipeline);
  }

  private static String answer(GoldenCase golden) {
    try {
      // Most cases read the same lines.
      Lines lines = TABLES.computeIfAbsent(golden.lines(), Lines::new);
      return table(lines.run(golden.query(), golden.range(), golden.zone(), golden.variables()));
    } catch (QueryException e) {
      return "error " + e.code() + "\n" + e.getMessage();
    }
  }

  /** Records whole; of messages the id and what the query made, or what {@code fields} left. */
  private static String table(QueryResult result) {
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < result.fields().size(); i++) {
      if (result.kind() == CompiledQuery.Kind.RECORDS || isOfInterest(result, i)) {
        shown.add(i);
      }
    }
    List<List<String>> cells = new ArrayList<>();
    cells.add(shown.stream().map(i -> result.fields().get(i).name()).toList());
    for (@Nullable Object[] row : result.rows()) {
      cells.add(shown.stream().map(i -> cell(result.fields().get(i).name(), row[i])).toList());
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : cells) {
      text.append(String.join(" | ", row)).append('\n');
    }
    if (result.rows().isEmpty()) {
      text.append("no rows\n");
    }
    result.warnings().forEach(warning -> text.append("warning: ").append(warning).append('\n'));
    return text.toString().strip();
  }

  /**
   * What every line has says nothing about a query; extracted columns do once {@code fields} chose.
   */
  private static boolean isOfInterest(QueryResult result, int i) {
    String name = result.fields().get(i).name();
    boolean chosen = result.fields().stream().noneMatch(f -> f.name().equals("priority"));
    boolean everywhere =
        LogColumns.ALL.stream().anyMatch(c -> c.name().equals(name))
            || List.of("env", "team").contains(name);
    boolean metadata = name.startsWith("_");
    return name.equals("_messageid") || !everywhere || (chosen && !metadata);
  }

  private static String cell(String field, @Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (TIMES.contains(field) && value instanceof Long millis) {
      return Instant.ofEpochMilli(millis).toString();
    }
    if (value instanceof String text) {
      return '"' + text.replace("\n", "\\n") + '"';
    }
    return value.toString();
  }
}
