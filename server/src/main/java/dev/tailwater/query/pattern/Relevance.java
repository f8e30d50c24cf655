package dev.tailwater.query.pattern;

import java.util.List;
import java.util.Locale;

/**
 * How much a signature deserves to be looked at, from 0 to 10: half of it for being rare among the
 * lines, half for words that tell of failure.
 */
public final class Relevance {
  private static final List<String> FAILURE =
      List.of(
          "error",
          "exception",
          "fail",
          "fatal",
          "critical",
          "panic",
          "crash",
          "timeout",
          "timed out",
          "refused",
          "denied",
          "killed",
          "exceeded",
          "abort",
          "unavailable");
  private static final List<String> WARNING = List.of("warn", "retry", "slow", "deprecated");

  private Relevance() {}

  /** The relevance of a signature of this many lines among all, to two digits. */
  public static double of(String signature, long lines, long allLines) {
    double rarity = allLines <= 1 ? 1 : 1 - Math.log((double) lines) / Math.log((double) allLines);
    String text = signature.toLowerCase(Locale.ROOT);
    double alarm = 0;
    if (FAILURE.stream().anyMatch(text::contains)) {
      alarm = 1;
    } else if (WARNING.stream().anyMatch(text::contains)) {
      alarm = 0.5;
    }
    return Math.round(100 * (5 * rarity + 5 * alarm)) / 100.0;
  }
}
