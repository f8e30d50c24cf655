package dev.tailwater.benchmarks;

import java.util.Locale;

/** What Tailwater should reach on two processors with lines of high entropy, row by row. */
enum Goal {
  LINES_PER_PROCESSOR_SECOND("lines per processor second, in files", false, 125_000, "lines"),
  BYTES_PER_LINE("bytes on disk a line, filters included", true, 60, "bytes"),
  Q1("Q1 lines by status per 5 min", true, 50, "ms"),
  Q2("Q2 p50, p95, max of service by path", true, 200, "ms"),
  Q3("Q3 count of \"Build succeeded\"", true, 7, "ms"),
  Q4("Q4 mean memory_rss by dyno per 5 min", true, 25, "ms"),
  Q5_FIELD("Q5 one request_id, by field", true, 7, "ms"),
  Q5_TEXT("Q5 one request_id, by free text", true, 7, "ms"),
  Q6("Q6 ten paths with most 5xx", true, 50, "ms"),
  Q7("Q7 a regex over all text", true, 600, "ms"),
  Q8("Q8 last 100 lines with ERROR", true, 80, "ms"),
  ANSWER_P50("answer to 100 lines at 10,000 lines/s, p50", true, 2, "ms"),
  ANSWER_P99("answer to 100 lines at 10,000 lines/s, p99", true, 40, "ms"),
  VISIBLE("visible to queries after the answer, longest", true, 1_000, "ms"),
  OVERVIEW_FIRST("Overview, 30 panels, 10 M lines, first", true, 3_000, "ms"),
  OVERVIEW_REFRESH("Overview, 30 panels, 10 M lines, refresh", true, 1_000, "ms"),
  MEMORY("resident memory at 50,000 lines/s, dashboards open", true, 1_500, "MB"),
  READY("ready after kill -9 with a log of 1 GB", true, 3_000, "ms");

  private final String title;
  private final boolean atMost;
  private final double limit;
  private final String unit;

  Goal(String title, boolean atMost, double limit, String unit) {
    this.title = title;
    this.atMost = atMost;
    this.limit = limit;
    this.unit = unit;
  }

  /** What is measured. */
  String title() {
    return title;
  }

  /** The figure to reach, in words. */
  String target() {
    return (atMost ? "≤ " : "≥ ") + shown(limit);
  }

  /** The figure to reach. */
  double limit() {
    return limit;
  }

  /** Whether a figure reaches it. */
  boolean metBy(double figure) {
    return atMost ? figure <= limit : figure >= limit;
  }

  /** A figure with its unit, three digits or more. */
  String shown(double figure) {
    String format = figure >= 100 || figure == Math.rint(figure) ? "%,.0f" : "%.3g";
    return String.format(Locale.ROOT, format, figure) + " " + unit;
  }
}
