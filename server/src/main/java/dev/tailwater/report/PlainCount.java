package dev.tailwater.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whether a query is one count over everything: with no line its answer is 0 and not nothing.
 * Averages have no such answer.
 */
final class PlainCount {
  private static final Pattern COUNTING =
      Pattern.compile("count(_distinct)?\\s*(\\(|as\\b|$)", Pattern.CASE_INSENSITIVE);
  private static final Pattern SHAPING =
      Pattern.compile("(fields|limit|sort)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern GROUPED = Pattern.compile("\\bby\\b", Pattern.CASE_INSENSITIVE);

  private PlainCount() {}

  static boolean is(String query) {
    List<String> stages = stages(query);
    while (stages.size() > 1 && SHAPING.matcher(stages.getLast()).lookingAt()) {
      stages.removeLast();
    }
    String last = stages.size() > 1 ? stages.getLast() : "";
    return COUNTING.matcher(last).lookingAt()
        && !GROUPED.matcher(last.replaceAll("\"[^\"]*\"", "")).find();
  }

  /** The text between the pipes; a pipe in quotes or parentheses splits nothing. */
  private static List<String> stages(String query) {
    List<String> stages = new ArrayList<>();
    int start = 0;
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '(' || c == '[')) {
        depth++;
      } else if (!quoted && (c == ')' || c == ']')) {
        depth--;
      } else if (!quoted && c == '|' && depth <= 0) {
        stages.add(query.substring(start, i).strip());
        start = i + 1;
      }
    }
    stages.add(query.substring(start).strip());
    return stages;
  }
}
