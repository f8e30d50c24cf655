package dev.tailwater.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.benchmarks.Soak.Sample;
import dev.tailwater.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The figures of a long run over its time. */
final class SoakReport {
  private record Column(String head, int width, Function<Sample, String> cell) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("s", 6, sample -> whole(sample.seconds())),
          new Column("lines", 11, sample -> count(sample.lines())),
          new Column("lines/s", 8, sample -> whole(sample.linesPerSecond())),
          new Column("429", 5, sample -> count(sample.tooMany())),
          new Column("5xx", 5, sample -> count(sample.unavailable())),
          new Column("p50 ms", 7, sample -> millis(sample.answerP50Millis())),
          new Column("p99 ms", 7, sample -> millis(sample.answerP99Millis())),
          new Column("memory MB", 9, sample -> whole(sample.residentBytes() / 1e6)),
          new Column("mapped MB", 9, sample -> whole(sample.mappedBytes() / 1e6)),
          new Column("heap MB", 7, sample -> whole(sample.heapBytes() / 1e6)),
          new Column("log MB", 7, sample -> whole(sample.walBytes() / 1e6)),
          new Column("hot lines", 9, sample -> count(sample.hotLines())),
          new Column("files", 5, sample -> count(sample.files())),
          new Column("files MB", 8, sample -> whole(sample.fileBytes() / 1e6)),
          new Column("rounds", 6, sample -> count(sample.rounds())),
          new Column("round ms", 8, sample -> millis(sample.roundMillis())));

  private SoakReport() {}

  /** The heads of what {@link #row} gives. */
  static String heads() {
    return padded(COLUMNS.stream().map(Column::head).toList());
  }

  /** One sample in a line. */
  static String row(Sample sample) {
    return padded(cells(sample));
  }

  /** Adds all that was seen, and what it says. */
  static void add(Report report, Soak.Result result, List<SoakVerdict> verdicts) {
    report.count("lines", "lines accepted", result.sent().acceptedLines());
    report.seconds("seconds", "in", result.sent().took());
    report.number(
        "acceptedPerSecond",
        "accepted",
        result.sent().acceptedLines() / (result.sent().took().toNanos() / 1e9),
        "lines/s");
    report.count("retries", "requests sent again", result.sent().retries());
    IngestReport.answers(report, "answer", result.sent().answers());
    report.megabytes("peakBytes", "memory, peak", result.peakBytes());
    report.count("rounds", "rounds of panels", result.seen().rounds().size());
    report.count("failedRounds", "rounds with a panel that failed", result.seen().failedRounds());
    if (result.seen().firstFailure() != null) {
      report.text("firstFailure", "the first failure", result.seen().firstFailure());
    }
    ArrayNode samples = report.json().putArray("samples");
    result.samples().forEach(sample -> samples.add(Json.MAPPER.<ObjectNode>valueToTree(sample)));
    ArrayNode judged = report.json().putArray("verdicts");
    for (SoakVerdict verdict : verdicts) {
      report.row(verdict.expected(), word(verdict) + ": " + verdict.found());
      judged.add(Json.MAPPER.<ObjectNode>valueToTree(verdict));
    }
  }

  /** The same as Markdown: a table of the samples, and what they say. */
  static List<String> markdown(Soak.Result result, List<SoakVerdict> verdicts) {
    List<String> lines = new ArrayList<>();
    lines.add(joined(COLUMNS.stream().map(Column::head).toList()));
    lines.add("|" + "---|".repeat(COLUMNS.size()));
    result.samples().forEach(sample -> lines.add(joined(cells(sample))));
    lines.add("");
    verdicts.forEach(verdict ->
        lines.add("- %s: %s (%s)".formatted(verdict.expected(), word(verdict), verdict.found())));
    return lines;
  }

  private static String word(SoakVerdict verdict) {
    return verdict.held() ? "yes" : "NO";
  }

  private static List<String> cells(Sample sample) {
    return COLUMNS.stream().map(column -> column.cell().apply(sample)).toList();
  }

  private static String joined(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String padded(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line.append(" ".repeat(Math.max(1, COLUMNS.get(i).width() + 1 - cells.get(i).length())));
      line.append(cells.get(i));
    }
    return line.toString();
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private static String millis(@Nullable Double value) {
    if (value == null) {
      return "-";
    }
    return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
  }
}
