package dev.tailwater.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tailwater.benchmarks.server.Memory;
import java.util.List;

/** The figures of rounds of panels. */
final class PanelsReport {
  private PanelsReport() {}

  /**
   * Adds those of dashboards in the order in which they were asked for since the server's start.
   */
  static void add(Report report, List<DashboardRounds> dashboards, Memory memory) {
    report.megabytes("residentBytes", "memory, resident", memory.residentBytes());
    report.megabytes("peakBytes", "memory, peak", memory.peakBytes());
    ArrayNode list = report.json().putArray("dashboards");
    report.row("milliseconds", columns("first", "together", "alone", "rows"));
    for (DashboardRounds dashboard : dashboards) {
      ArrayNode byPanel =
          list.addObject()
              .put("title", dashboard.title())
              .put("rounds", dashboard.alone().size())
              .put("firstMillis", dashboard.firstMillis())
              .put("togetherMillis", dashboard.togetherMillis())
              .put("aloneMillis", dashboard.aloneMillis())
              .put("retries", dashboard.retries())
              .putArray("byPanel");
      report.row(
          dashboard.title() + ", all panels",
          columns(
              dashboard.firstMillis(), dashboard.togetherMillis(), dashboard.aloneMillis(), ""));
      for (int i = 0; i < dashboard.panels().size(); i++) {
        String title = dashboard.panels().get(i).title();
        int rows = dashboard.first().rows().get(i);
        double first = dashboard.firstMillis(i);
        double together = dashboard.togetherMillis(i);
        double alone = dashboard.aloneMillis(i);
        report.row("  " + title, columns(first, together, alone, rows));
        byPanel
            .addObject()
            .put("title", title)
            .put("firstMillis", first)
            .put("togetherMillis", together)
            .put("aloneMillis", alone)
            .put("rows", rows);
      }
    }
  }

  private static String columns(double first, double together, double alone, Object rows) {
    return columns(
        "%.1f".formatted(first), "%.1f".formatted(together), "%.1f".formatted(alone), rows);
  }

  private static String columns(String first, String together, String alone, Object rows) {
    return "%8s %8s %8s %7s".formatted(first, together, alone, rows);
  }
}
