package dev.tailwater.query.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Steps of which each selects from the one before, and the names by which it does. Immutable.
 *
 * @param steps those that lead to the rows of the last one, each after those it needs; some may be
 *     of other chains
 * @param label makes the names of this chain differ from those of others in the same plan
 * @param length how many steps of this chain there are before the next
 */
record StepChain(List<Step> steps, String label, int length) {
  StepChain {
    steps = List.copyOf(steps);
  }

  /** A chain without a step yet. */
  StepChain(String label) {
    this(List.of(), label, 0);
  }

  /** The name of the last step. */
  String last() {
    return "r" + label + (length - 1);
  }

  /** The name that the next step will have. */
  String next() {
    return "r" + label + length;
  }

  /** The name of the n-th column that the last step added. */
  String lastColumn(int n) {
    return "c" + label + (length - 1) + "_" + n;
  }

  /** The name that the n-th column of the next step will have. */
  String nextColumn(int n) {
    return "c" + label + length + "_" + n;
  }

  /** One step more, under the name {@link #next}. */
  StepChain then(Step step) {
    List<Step> more = new ArrayList<>(steps);
    more.add(step);
    return new StepChain(more, label, length + 1);
  }

  /** The same for a step that has all it needs of those before. */
  StepChain thenAlone(Step step) {
    return new StepChain(List.of(step), label, length + 1);
  }

  /**
   * A chain that begins with the rows of the last step.
   *
   * @param forkLabel differs from that of other forks at the same place
   */
  StepChain fork(String forkLabel) {
    StepChain forked = new StepChain(steps, label + (length - 1) + forkLabel, 0);
    // The first step of a chain is the one it starts from, under a name of the chain.
    return forked.then(new Step.Select(forked.next(), "SELECT * FROM " + last()));
  }

  /** The same chain; later steps may select from those of the others as well. */
  StepChain beside(Collection<StepChain> others) {
    Map<String, Step> all = new LinkedHashMap<>();
    steps.forEach(step -> all.put(step.name(), step));
    others.forEach(other -> other.steps.forEach(step -> all.putIfAbsent(step.name(), step)));
    return new StepChain(List.copyOf(all.values()), label, length);
  }
}
