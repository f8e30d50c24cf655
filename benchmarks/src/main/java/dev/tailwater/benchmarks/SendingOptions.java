package dev.tailwater.benchmarks;

import picocli.CommandLine.Option;

/** How lines are sent. */
final class SendingOptions {
  @Option(
      names = "--connections",
      paramLabel = "COUNT",
      defaultValue = "4",
      description = "connections, each with one request under way (${DEFAULT-VALUE})")
  private int connections;

  @Option(
      names = "--rate",
      paramLabel = "LINES_PER_SECOND",
      defaultValue = "0",
      description = "lines a second; 0 sends as fast as they are accepted (${DEFAULT-VALUE})")
  private long rate;

  /** How many connections are used at once. */
  int connections() {
    return connections;
  }

  /** Lines a second; 0 for as many as are accepted. */
  long rate() {
    return rate;
  }
}
