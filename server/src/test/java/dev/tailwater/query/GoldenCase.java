package dev.tailwater.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A case of a golden file, see {@link GoldenTest}. */
record GoldenCase(String name, Map<String, List<String>> parts, String query, String expected) {
  private static final Path FOLDER = Path.of("src", "test", "resources", "query");

  /** The golden files whose names begin like that, in order. */
  static List<Path> files(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".golden"))
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  /** The queries of all golden files. */
  static List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>();
    for (Path file : files("")) {
      read(file).forEach(golden -> queries.add(golden.query()));
    }
    return queries;
  }

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
