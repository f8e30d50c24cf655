package dev.tailwater.query.function;

import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.syntax.Habits;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The functions there are. */
public final class Functions {
  /** All of them, by family. */
  public static final List<Function> ALL =
      Stream.of(
              EmptinessFunctions.ALL,
              ConversionFunctions.ALL,
              TextFunctions.ALL,
              EncodingFunctions.ALL,
              JsonFunctions.ALL,
              MathFunctions.ALL,
              TimeFunctions.ALL,
              AddressFunctions.ALL)
          .flatMap(List::stream)
          .toList();

  private static final Map<String, Function> BY_NAME =
      ALL.stream()
          .flatMap(f -> f.entry().names().stream().map(name -> Map.entry(fold(name), f)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private Functions() {}

  /** The function of this name, in any letter case. */
  public static Optional<Function> find(String name) {
    return Optional.ofNullable(BY_NAME.get(fold(name)));
  }

  /**
   * The function of this name.
   *
   * @throws QueryMistake with what may have been meant
   */
  public static Function require(Name name) {
    return find(name.text()).orElseThrow(() -> unknown(name));
  }

  private static QueryMistake unknown(Name function) {
    String name = function.text();
    if (Aggregates.find(name).isPresent()) {
      return new QueryMistake(
          function.span(),
          name
              + " is an aggregate and cannot stand in an expression; make it a stage: | "
              + name
              + "(field) as x");
    }
    List<String> known = new ArrayList<>(names());
    known.addAll(Aggregates.names());
    return new QueryMistake(
        function.span(),
        "unknown function \""
            + name
            + "\""
            + Habits.function(name)
                .map(habit -> "; " + habit)
                .orElseGet(() -> Suggestion.clause(name, known)));
  }

  /** All names. */
  public static List<String> names() {
    return ALL.stream().flatMap(f -> f.entry().names().stream()).toList();
  }

  /** What their SQL calls. */
  public static List<EngineFunction> engineFunctions() {
    return ALL.stream().flatMap(f -> f.engineFunctions().stream()).distinct().toList();
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
