package dev.tailwater.query.run;

import java.util.function.BooleanSupplier;

/**
 * A text that stops the matcher reading it when a match takes too long. {@code java.util.regex}
 * cannot be interrupted otherwise, and some patterns take hours on one line.
 */
final class RegexBudget implements CharSequence {
  /** About 0.2 s; an ordinary pattern reads a line of 300 characters fewer than 5,000 times. */
  static final int STEPS = 20_000_000;

  private static final int STEPS_BETWEEN_CHECKS = 1 << 16;

  /** The match took more steps than a value may take. */
  static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exceeded() {
      super("regex budget", null, false, false);
    }
  }

  private final String text;
  private final BooleanSupplier cancelled;
  private int steps;

  RegexBudget(String text, BooleanSupplier cancelled) {
    this.text = text;
    this.cancelled = cancelled;
  }

  @Override
  public char charAt(int index) {
    if (++steps % STEPS_BETWEEN_CHECKS == 0 && (steps >= STEPS || cancelled.getAsBoolean())) {
      throw new Exceeded();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
