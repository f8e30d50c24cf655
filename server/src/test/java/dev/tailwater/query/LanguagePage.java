package dev.tailwater.query;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.run.QueryResult;
import dev.tailwater.record.LogColumns;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parts of the page about the language that are made of what stands beside the code, and
 * runs their examples over the sample lines.
 */
final class LanguagePage {
  private static final int ROWS_SHOWN = 10;
  private static final int CELL_LENGTH = 60;
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private final Lines lines;

  LanguagePage(Lines lines) {
    this.lines = lines;
  }

  /** The page with its made parts made again. */
  String refreshed(String page) {
    String result = page;
    result = replace(result, "operators", stages(QueryLanguage.operators()));
    result = replace(result, "aggregates", stages(QueryLanguage.aggregates()));
    return replace(result, "functions", functions());
  }

  private static String replace(String page, String part, String text) {
    String start = "<!-- " + part + ", written by the tests from the code -->\n";
    String end = "<!-- end of " + part + " -->";
    int from = page.indexOf(start);
    int to = page.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalStateException(
          "expected the lines \"" + start.strip() + "\" and \"" + end + "\" in the page");
    }
    return page.substring(0, from + start.length()) + "\n" + text + "\n" + page.substring(to);
  }

  private String stages(List<Entry> entries) {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      text.append("#### ").append(entry.name()).append("\n\n");
      text.append('`').append(entry.usage()).append("`: ").append(entry.summary()).append(".\n");
      if (entry.names().size() > 1) {
        text.append("Also ")
            .append(
                String.join(
                    ", ", entry.names().stream().skip(1).map(name -> "`" + name + "`").toList()))
            .append(".\n");
      }
      if (!entry.details().isEmpty()) {
        text.append('\n').append(entry.details()).append('\n');
      }
      for (String example : entry.examples()) {
        text.append("\n```\n").append(example).append("\n```\n\n").append(table(example));
      }
      text.append('\n');
    }
    return text.toString().strip() + "\n";
  }

  private String functions() {
    StringBuilder text = new StringBuilder("| Function | Result | Example |\n|---|---|---|\n");
    for (Entry entry : QueryLanguage.functions()) {
      List<String> names = new ArrayList<>(List.of(entry.usage()));
      names.addAll(entry.names().subList(1, entry.names().size()));
      text.append("| ")
          .append(String.join(", ", names.stream().map(LanguagePage::code).toList()))
          .append(" | ")
          .append(cell(entry.summary() + (entry.details().isEmpty() ? "" : ". " + entry.details())))
          .append(" | ");
      for (String example : entry.examples()) {
        text.append(code(example)).append(": ").append(code(value(example)));
      }
      text.append(" |\n");
    }
    return text.toString();
  }

  /** What an expression gives on the line M3. */
  private String value(String expression) {
    QueryResult result = run("H12 | " + expression + " as result | fields result");
    int column = result.fields().size() - 1;
    Object value = result.rows().getFirst()[column];
    return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
  }

  private String table(String query) {
    QueryResult result;
    try {
      result = run(query);
    } catch (QueryException e) {
      String message = String.valueOf(e.getMessage());
      return "Gives an error here: " + message.lines().findFirst().orElse("") + ".\n";
    }
    boolean messages = result.kind() == CompiledQuery.Kind.MESSAGES;
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < result.fields().size(); i++) {
      if (!messages || isShown(result, result.fields().get(i).name())) {
        columns.add(i);
      }
    }
    List<String> header = new ArrayList<>(messages ? List.of("Line") : List.of());
    columns.forEach(i -> header.add(result.fields().get(i).displayName()));
    StringBuilder text = new StringBuilder(row(header));
    text.append("|").append("---|".repeat(header.size())).append('\n');
    for (@Nullable Object[] values : result.rows().stream().limit(ROWS_SHOWN).toList()) {
      List<String> cells = new ArrayList<>();
      if (messages) {
        cells.add("M" + values[place(result, LogColumns.MESSAGE_ID.name())]);
      }
      columns.forEach(i -> cells.add(shown(result.fields().get(i).name(), values[i])));
      text.append(row(cells));
    }
    if (result.rows().size() > ROWS_SHOWN) {
      text.append("\nand ").append(result.rows().size() - ROWS_SHOWN).append(" more.\n");
    }
    return result.rows().isEmpty() ? "No rows.\n" : text.toString();
  }

  private QueryResult run(String query) {
    return lines.run(query, UTC, Map.of());
  }

  private static int place(QueryResult result, String name) {
    return result.fields().stream().map(ResultField::name).toList().indexOf(name);
  }

  /** Of a message what the query made, or what {@code fields} chose. */
  private static boolean isShown(QueryResult result, String name) {
    boolean everywhere =
        LogColumns.ALL.stream().anyMatch(column -> column.name().equals(name))
            || List.of("env", "team").contains(name);
    boolean chosen = place(result, LogColumns.PRIORITY.name()) < 0 && !name.startsWith("_");
    return chosen || !everywhere;
  }

  private static String shown(String field, @Nullable Object value) {
    if (value == null) {
      return "";
    }
    boolean time = field.contains("timeslice") || field.endsWith("_time");
    String text =
        time && value instanceof Long millis
            ? TIME.format(Instant.ofEpochMilli(millis))
            : value.toString();
    return text.length() <= CELL_LENGTH ? text : text.substring(0, CELL_LENGTH) + "…";
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells.stream().map(LanguagePage::cell).toList()) + " |\n";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", "<br>");
  }

  /** In a table a pipe ends the cell, in code too. */
  private static String code(String text) {
    return "`" + cell(text) + "`";
  }
}
