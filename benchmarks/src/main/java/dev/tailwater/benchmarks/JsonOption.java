package dev.tailwater.benchmarks;

import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** Whether figures are for people or for programs. */
final class JsonOption {
  @Option(names = "--json", description = "print JSON")
  private boolean json;

  /** Prints figures in the chosen form. */
  void print(Report report, PrintWriter out) {
    report.print(out, json);
  }
}
