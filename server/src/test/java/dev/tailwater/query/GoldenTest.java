package dev.tailwater.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.operator.Pipeline;
import dev.tailwater.query.run.QueryResult;
import dev.tailwater.record.LogColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
  private static final Path FOLDER = Path.of("src", "test", "resources", "query");
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
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".golden"))
          .filter(file -> file.getFileName().toString().startsWith(only))
          .sorted()
          .map(file -> update ? refresh(file) : container(file))
          .toList()
          .stream();
    }
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

  /** A case of a golden file. */
  private record GoldenCase(
      String name, Map<String, List<String>> parts, String query, String expected) {
    static List<GoldenCase> read(Path file) {
      List<GoldenCase> cases = new ArrayList<>();
      String name = "";
      Map<String, List<String>> parts = new LinkedHashMap<>();
      List<String> part = new ArrayList<>();
      List<String> lines;
      try {
        lines = Files.readAllLines(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      for (String line : lines) {
        if (line.startsWith("# ")) {
          if (!name.isEmpty()) {
            cases.add(of(name, parts));
          }
          name = line.substring(2);
          parts = new LinkedHashMap<>();
          part = new ArrayList<>();
        } else if (line.startsWith("-- ")) {
          part = new ArrayList<>();
          parts.put(line.substring(3), part);
        } else {
          part.add(line);
        }
      }
      cases.add(of(name, parts));
      return cases;
    }

    private static GoldenCase of(String name, Map<String, List<String>> parts) {
      return new GoldenCase(name, parts, text(parts, "query"), text(parts, "expect"));
    }

    private static String text(Map<String, List<String>> parts, String part) {
      return String.join("\n", parts.getOrDefault(part, List.of())).strip();
    }

    static void write(Path file, List<GoldenCase> cases) throws IOException {
      StringBuilder text = new StringBuilder();
      for (GoldenCase golden : cases) {
        text.append(text.isEmpty() ? "" : "\n").append("# ").append(golden.name()).append('\n');
        golden.parts.forEach((part, lines) -> {
          if (!part.equals("expect")) {
            text.append("-- ").append(part).append('\n');
            text.append(String.join("\n", lines).strip()).append('\n');
          }
        });
        text.append("-- expect\n").append(golden.expected()).append('\n');
      }
      Files.writeString(file, text);
    }

    GoldenCase expecting(String answer) {
      return new GoldenCase(name, parts, query, answer);
    }

    List<String> lines() {
      List<String> given = parts.getOrDefault("data", List.of());
      return given.isEmpty()
          ? Lines.resource(parts.containsKey("lines") ? text(parts, "lines") : "sample.lines")
          : given.stream().filter(line -> !line.isBlank()).toList();
    }

    ZoneId zone() {
      return parts.containsKey("zone") ? ZoneId.of(text(parts, "zone")) : ZoneId.of("UTC");
    }

    /** Two moments; ten minutes that hold the sample lines when they are missing. */
    TimeRange range() {
      if (!parts.containsKey("range")) {
        return Lines.RANGE;
      }
      String range = text(parts, "range");
      int blank = range.indexOf(' ');
      return new TimeRange(
          Instant.parse(range.substring(0, blank)), Instant.parse(range.substring(blank + 1)));
    }

    /** A line each; several values of one variable have several lines. */
    Map<String, List<String>> variables() {
      Map<String, List<String>> variables = new LinkedHashMap<>();
      for (String line : parts.getOrDefault("variables", List.of())) {
        int equal = line.indexOf('=');
        if (equal > 0) {
          variables
              .computeIfAbsent(line.substring(0, equal), name -> new ArrayList<>())
              .add(line.substring(equal + 1));
        }
      }
      return variables;
    }
  }
}
