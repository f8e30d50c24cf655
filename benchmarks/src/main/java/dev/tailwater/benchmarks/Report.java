package dev.tailwater.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.http.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures in the order they were added, as a table for people and as JSON for programs. */
final class Report {
  private record Row(String label, String value) {}

  private final List<Row> rows = new ArrayList<>();
  private final ObjectNode json = Json.MAPPER.createObjectNode();

  /**
   * Begins with where and when it is measured: a busy machine explains odd figures.
   *
   * @param what is measured
   */
  Report(String what) throws IOException {
    text("measured", "measured", what);
    text("date", "date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    count("processors", "processors", Runtime.getRuntime().availableProcessors());
    Path load = Path.of("/proc/loadavg");
    if (Files.exists(load)) {
      String averages = Files.readString(load);
      String oneMinute = averages.substring(0, averages.indexOf(' '));
      number("machineLoad", "machine load before (1 min)", Double.parseDouble(oneMinute), "");
    }
  }

  /** Adds a text. */
  void text(String key, String label, String value) {
    row(label, value);
    json.put(key, value);
  }

  /** Adds a number of things. */
  void count(String key, String label, long value) {
    row(label, String.format(Locale.ROOT, "%,d", value));
    json.put(key, value);
  }

  /** Adds a number, with three digits or more. */
  void number(String key, String label, double value, String unit) {
    line(label, value, unit);
    json.put(key, value);
  }

  /** Adds a number to the table only. */
  void line(String label, double value, String unit) {
    String format = Math.abs(value) >= 100 || value == Math.rint(value) ? "%,.0f" : "%.3g";
    row(label, (String.format(Locale.ROOT, format, value) + " " + unit).strip());
  }

  /** Adds a line to the table only. */
  void row(String label, String value) {
    rows.add(new Row(label, value));
  }

  /** Adds a time in milliseconds. */
  void millis(String key, String label, double value) {
    number(key, label, value, "ms");
  }

  /** Adds a time in seconds. */
  void seconds(String key, String label, Duration value) {
    number(key, label, value.toMillis() / 1e3, "s");
  }

  /** Adds a size in megabytes. */
  void megabytes(String key, String label, long bytes) {
    number(key, label, Math.rint(bytes / 1e6), "MB");
  }

  /** The JSON object, to add to. */
  ObjectNode json() {
    return json;
  }

  /** Prints the table, or the JSON in one line. */
  void print(PrintWriter out, boolean asJson) {
    if (asJson) {
      out.println(json);
    } else {
      int width = rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
      rows.forEach(row ->
          out.println(row.label() + " ".repeat(width + 2 - row.label().length()) + row.value()));
    }
    out.flush();
  }
}
