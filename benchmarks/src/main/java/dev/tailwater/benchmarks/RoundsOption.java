package dev.tailwater.benchmarks;

import picocli.CommandLine.Option;

/** How often a question is asked again: a median of them is shown. */
final class RoundsOption {
  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      defaultValue = "5",
      description = "rounds of each kind after the first (${DEFAULT-VALUE})")
  private int rounds;

  /** The number of rounds. */
  int rounds() {
    return rounds;
  }
}
