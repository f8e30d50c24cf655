package dev.tailwater.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.benchmarks.load.Load;
import dev.tailwater.benchmarks.load.Sent;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** The figures of an ingest run. */
final class IngestReport {
  private static final double SHOWN_SHARE = 0.01;

  private IngestReport() {}

  static void add(Report report, Load load, Ingest.Result result, long warehouseBytes)
      throws IOException {
    Sent sent = result.sent();
    double lines = sent.acceptedLines();
    report.count("lines", "lines accepted", sent.acceptedLines());
    report.count("warmUpLines", "  after a warm-up of", result.warmUpLines());
    report.count("refusedLines", "lines refused", sent.refusedLines());
    report.count("retries", "requests sent again", sent.retries());
    report.count("requests", "requests", load.measured().size());
    report.number("bytesPerLine", "raw bytes a line", Load.bytes(load.measured()) / lines, "");

    report.number("acceptedPerSecond", "accepted", rate(lines, sent.took()), "lines/s");
    report.number("queryablePerSecond", "queryable", rate(lines, result.queryable()), "lines/s");
    report.number("flushedPerSecond", "in files", rate(lines, result.flushed()), "lines/s");
    report.seconds("acceptedSeconds", "until accepted", sent.took());
    report.seconds("queryableSeconds", "until queryable", result.queryable());
    report.seconds("flushedSeconds", "until in files", result.flushed());

    answers(report, "answer", sent.answers());
    answers(report, "delay", sent.delays());

    addProcessorTime(report, result, lines);

    double all = lines + result.warmUpLines();
    double rawBytes = Load.bytes(load.warmUp()) + Load.bytes(load.measured());
    report.number("fileBytesPerLine", "bytes on disk a line", warehouseBytes / all, "");
    report.number("fileBytesPerByte", "bytes on disk a raw byte", warehouseBytes / rawBytes, "");
    report.megabytes("residentBytes", "memory, resident", result.memory().residentBytes());
    report.megabytes("peakBytes", "memory, peak", result.memory().peakBytes());
  }

  static void answers(Report report, String name, Percentiles times) {
    report.millis(name + "P50", name + " p50", times.medianMillis());
    report.millis(name + "P95", name + " p95", times.millis(95));
    report.millis(name + "P99", name + " p99", times.millis(99));
    report.millis(name + "Max", name + " max", times.maxMillis());
  }

  private static void addProcessorTime(Report report, Ingest.Result result, double lines) {
    Duration total = result.processorTime().total();
    report.seconds("processorSeconds", "processor time of the server", total);
    report.number("processorMicrosPerLine", "  a line", micros(total) / lines, "µs");
    report.number("linesPerProcessorSecond", "  lines a second of it", rate(lines, total), "");
    ObjectNode threads = report.json().putObject("processorMicrosPerLineByThread");
    result.processorTime().byThread().entrySet().stream()
        .sorted(Map.Entry.<String, Duration>comparingByValue().reversed())
        .filter(thread -> micros(thread.getValue()) > SHOWN_SHARE * micros(total))
        .forEach(thread -> {
          double perLine = micros(thread.getValue()) / lines;
          threads.put(thread.getKey(), perLine);
          report.line("  in " + thread.getKey(), perLine, "µs a line");
        });
  }

  private static double micros(Duration time) {
    return time.toNanos() / 1e3;
  }

  private static double rate(double lines, Duration time) {
    return lines / (time.toNanos() / 1e9);
  }
}
