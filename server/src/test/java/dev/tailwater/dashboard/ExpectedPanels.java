package dev.tailwater.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code fixtures/two-drains.panels} says that each panel shows; the file tells its own form.
 */
final class ExpectedPanels {
  /** The panels by {@link #name}, in the order of the file. */
  final Map<String, Panel> panels = new LinkedHashMap<>();

  /**
   * What is expected of one panel.
   *
   * @param changedBy the variables that change it
   * @param answers of its queries and of other values of variables
   */
  record Panel(Set<String> changedBy, List<Answer> answers) {}

  /**
   * The answer to one query.
   *
   * @param query its key, {@code A} or {@code B}
   * @param with the variables that have another value than {@code *}
   * @param lines the names of the fields and the rows, a line each
   */
  record Answer(String query, Map<String, String> with, List<String> lines) {}

  private ExpectedPanels() {}

  /** What is expected of a panel; every panel must be in the file. */
  Panel of(String name) {
    Panel panel = panels.get(name);
    if (panel == null) {
      throw new AssertionError("two-drains.panels expects nothing of the panel " + name);
    }
    return panel;
  }

  static String name(String dashboard, String panel) {
    return dashboard + ": " + panel;
  }

  static ExpectedPanels read() {
    ExpectedPanels expected = new ExpectedPanels();
    String dashboard = "";
    @Nullable Panel panel = null;
    @Nullable Answer answer = null;
    for (String line : text().split("\n", -1)) {
      if (line.startsWith("## ")) {
        dashboard = line.substring(3);
        panel = null;
      } else if (line.startsWith("# ")) {
        panel = new Panel(new LinkedHashSet<>(), new ArrayList<>());
        answer = null;
        String name = name(dashboard, line.substring(2));
        if (expected.panels.put(name, panel) != null) {
          throw new AssertionError("two panels of the name " + name);
        }
      } else if (panel != null && line.startsWith("changed by ")) {
        panel.changedBy().addAll(List.of(line.substring(11).split(", ", -1)));
      } else if (panel != null && line.startsWith("query ")) {
        answer = new Answer(line.substring(6), Map.of(), new ArrayList<>());
        panel.answers().add(answer);
      } else if (panel != null && line.startsWith("with ")) {
        String[] pair = line.substring(5).split("=", 2);
        answer = new Answer("A", Map.of(pair[0], pair[1]), new ArrayList<>());
        panel.answers().add(answer);
      } else if (panel != null && !line.isEmpty()) {
        if (answer == null) {
          answer = new Answer("A", Map.of(), new ArrayList<>());
          panel.answers().add(answer);
        }
        answer.lines().add(line);
      }
    }
    return expected;
  }

  private static String text() {
    try (InputStream in = ExpectedPanels.class.getResourceAsStream("/fixtures/two-drains.panels")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
