package dev.tailwater.query.opinion;

import dev.tailwater.query.opinion.RecordSteps.Transpose;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A scope and stages, and the seed of how they are written down. */
record Query(Scope scope, List<Step> steps, long seed) {
  String print() {
    Spelling spelling = new Spelling(new SplittableRandom(seed));
    String stages =
        steps.stream()
            .map(step -> spelling.any(" | ", "|", "\n| ") + step.print(spelling))
            .collect(Collectors.joining());
    return scope.print(spelling) + stages;
  }

  /** Whether only the data tells what columns there are; they come behind those that are known. */
  boolean hasOpenColumns() {
    return steps.stream()
        .anyMatch(step -> step instanceof Transpose transpose && transpose.names().isEmpty());
  }

  Table apply(Table messages) {
    return apply(steps, messages.where(scope::holds));
  }

  /** Stages one after the other; those that parse stand together. */
  static Table apply(List<Step> steps, Table rows) {
    Table table = rows;
    List<Parse> chain = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Parse parse) {
        chain.add(parse);
        continue;
      }
      table = step.apply(chain.isEmpty() ? table : Parse.apply(chain, table));
      chain.clear();
    }
    return chain.isEmpty() ? table : Parse.apply(chain, table);
  }

  /** Queries that say a little less. */
  Stream<Query> smaller() {
    Stream<Query> without =
        IntStream.range(0, steps.size()).mapToObj(i -> new Query(scope, with(i, List.of()), seed));
    Stream<Query> less =
        IntStream.range(0, steps.size())
            .boxed()
            .flatMap(i ->
                steps.get(i).smaller().map(step -> new Query(scope, with(i, List.of(step)), seed)));
    Stream<Query> scopes = scope.smaller().map(smaller -> new Query(smaller, steps, seed));
    return Stream.of(without, scopes, less).flatMap(one -> one);
  }

  private List<Step> with(int place, List<Step> instead) {
    List<Step> changed = new ArrayList<>(steps);
    changed.remove(place);
    changed.addAll(place, instead);
    return changed;
  }
}
