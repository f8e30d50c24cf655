package dev.tailwater.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Figures beside what they should be, row by row. Rows that were not measured stay empty. */
final class Scoreboard {
  private final Map<Goal, Double> figures = new EnumMap<>(Goal.class);
  private final Map<Goal, Double> peer = new EnumMap<>(Goal.class);
  private final boolean comparable;

  /**
   * @param comparable whether it is measured what the targets mean: if not, no figure is called met
   *     or missed
   */
  Scoreboard(boolean comparable) {
    this.comparable = comparable;
  }

  /** Sets a figure, in the unit of its goal. */
  void put(Goal goal, double figure) {
    figures.put(goal, figure);
  }

  /** Sets what the peer reached. */
  void putPeer(Map<Goal, Double> measured) {
    peer.putAll(measured);
  }

  /** The table for people. */
  void addTo(Report report) {
    report.row("", line("target", "measured", "", peer.isEmpty() ? "" : "VictoriaLogs", ""));
    ArrayNode rows = report.json().putArray("rows");
    for (Goal goal : Goal.values()) {
      List<String> cells = cells(goal);
      report.row(
          goal.title(), line(cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4)));
      ObjectNode row = rows.addObject().put("title", goal.title()).put("target", goal.limit());
      Double figure = figures.get(goal);
      if (figure != null) {
        row.put("measured", figure);
        if (comparable) {
          row.put("met", goal.metBy(figure));
        }
      }
      Double of = peer.get(goal);
      if (of != null) {
        row.put("victoriaLogs", of);
      }
    }
  }

  /** The table as Markdown. */
  List<String> markdown() {
    List<String> lines = new ArrayList<>();
    boolean withPeer = !peer.isEmpty();
    lines.add("| | target | measured | |" + (withPeer ? " VictoriaLogs | ratio |" : ""));
    lines.add("|---|---|---|---|" + (withPeer ? "---|---|" : ""));
    for (Goal goal : Goal.values()) {
      List<String> cells = cells(goal);
      lines.add(
          "| "
              + goal.title()
              + " | "
              + String.join(" | ", cells.subList(0, withPeer ? 5 : 3))
              + " |");
    }
    return lines;
  }

  private List<String> cells(Goal goal) {
    Double figure = figures.get(goal);
    Double of = peer.get(goal);
    return List.of(
        goal.target(),
        figure == null ? "not measured" : goal.shown(figure),
        verdict(goal, figure),
        of == null ? "" : goal.shown(of),
        of == null || figure == null ? "" : String.format(Locale.ROOT, "%.2f", figure / of));
  }

  private String verdict(Goal goal, @Nullable Double figure) {
    if (figure == null || !comparable) {
      return "";
    }
    return goal.metBy(figure) ? "met" : "missed";
  }

  private static String line(String target, String figure, String met, String of, String ratio) {
    return "%16s %16s  %-6s %13s %6s".formatted(target, figure, met, of, ratio).stripTrailing();
  }
}
