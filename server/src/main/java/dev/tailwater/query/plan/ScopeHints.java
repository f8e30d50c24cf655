package dev.tailwater.query.plan;

import static java.util.stream.Collectors.joining;

import dev.tailwater.query.syntax.Scope;
import dev.tailwater.query.syntax.Scope.And;
import dev.tailwater.query.syntax.Scope.FieldIs;
import dev.tailwater.query.syntax.Scope.Phrase;
import dev.tailwater.query.syntax.Scope.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Scopes that are right and hardly meant: a stage without its pipe, a partition that is not ours, a
 * star in quotes, wildcards where they find nothing.
 */
public final class ScopeHints {
  private static final Set<String> GROUPING =
      Set.of("count", "sum", "avg", "min", "max", "sort", "order", "group");

  private static final Set<String> OF_TEXT = Set.of("parse", "json", "kv", "where", "extract");

  private static final Set<String> OF_NUMBER = Set.of("limit", "top", "timeslice", "head");

  private ScopeHints() {}

  /** What the author should know, a sentence each. */
  public static List<String> of(Scope scope) {
    List<String> hints = new ArrayList<>();
    collect(scope, hints);
    return hints;
  }

  private static void collect(Scope scope, List<String> hints) {
    switch (scope) {
      case Scope.All _, Phrase _, Scope.Found _ -> {}
      case Word word -> {
        if (ScopeText.word(word.text()).matchesNothing()) {
          hints.add(
              word.print()
                  + " finds nothing: in a word with punctuation a * stands for a whole term between"
                  + " punctuation, or for the start or the end of the word; other patterns take"
                  + " | where _raw matches \"*text*\"");
        }
      }
      case FieldIs is -> {
        if (ScopeCondition.isOtherPartition(is)) {
          hints.add(
              is.print()
                  + " finds nothing: all lines are in one partition, \"default\"; leave it out");
        }
        if (!is.wildcards() && is.value().contains("*")) {
          hints.add(
              is.print()
                  + " looks for a value that holds a *; without quotes it stands for any text");
        }
      }
      case Scope.Not not -> collect(not.operand(), hints);
      case Scope.Or or -> or.operands().forEach(operand -> collect(operand, hints));
      case And and -> {
        stage(and.operands()).ifPresent(hints::add);
        and.operands().forEach(operand -> collect(operand, hints));
      }
    }
  }

  private static Optional<String> stage(List<Scope> operands) {
    for (int i = 0; i + 1 < operands.size(); i++) {
      if (operands.get(i) instanceof Word word && isStage(word.text(), operands.get(i + 1))) {
        String words =
            operands.subList(i, operands.size()).stream().map(Scope::print).collect(joining(" "));
        return Optional.of(
            "the scope looks for lines with the words of `"
                + words
                + "`; a stage has a | before it: | "
                + words);
      }
    }
    return Optional.empty();
  }

  private static boolean isStage(String word, Scope next) {
    String name = word.toLowerCase(Locale.ROOT);
    return switch (next) {
      case Word after ->
          (GROUPING.contains(name) && after.text().equalsIgnoreCase("by"))
              || (OF_NUMBER.contains(name) && after.text().matches("[0-9]+[smhdw]?"))
              || (name.equals("parse") && after.text().equalsIgnoreCase("regex"));
      case Phrase _ -> OF_TEXT.contains(name);
      case FieldIs _ -> name.equals("where");
      case Scope.All _, Scope.Found _, Scope.Not _, And _, Scope.Or _ -> false;
    };
  }
}
