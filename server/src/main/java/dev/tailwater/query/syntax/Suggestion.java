package dev.tailwater.query.syntax;

import java.util.Locale;
import java.util.Optional;

/** Finds what a misspelt name was probably meant to be. */
public final class Suggestion {
  /** From so many characters on, a candidate that only goes on longer was probably meant. */
  private static final int SHORTENED_FROM = 4;

  private Suggestion() {}

  /**
   * The closest candidate, if it is close, or else one that begins like that; letter case does not
   * count.
   */
  public static Optional<String> closest(String name, Iterable<String> candidates) {
    String wanted = name.toLowerCase(Locale.ROOT);
    int allowed = Math.max(1, wanted.length() / 3);
    String best = null;
    for (String candidate : candidates) {
      int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
      if (distance <= allowed) {
        allowed = distance - 1;
        best = candidate;
      }
    }
    return Optional.ofNullable(best).or(() -> longer(wanted, candidates));
  }

  private static Optional<String> longer(String wanted, Iterable<String> candidates) {
    String best = null;
    for (String candidate : candidates) {
      boolean begins =
          wanted.length() >= SHORTENED_FROM
              && candidate.toLowerCase(Locale.ROOT).startsWith(wanted);
      if (begins && (best == null || candidate.length() < best.length())) {
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** {@code "; did you mean "x"?"}, or nothing. */
  public static String clause(String name, Iterable<String> candidates) {
    return closest(name, candidates).map(best -> "; did you mean \"" + best + "\"?").orElse("");
  }

  /** Edits (insert, delete, replace, swap neighbours) from one text to the other. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
