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
  private final char[] characters;
  private final BooleanSupplier cancelled;
  private int checks = STEPS / STEPS_BETWEEN_CHECKS;
  private int stepsToCheck = STEPS_BETWEEN_CHECKS;

  RegexBudget(String text, BooleanSupplier cancelled) {
    this.text = text;
    this.characters = text.toCharArray();
    this.cancelled = cancelled;
  }

  // Most of the time of a query with such patterns is spent here: a count and an array, no more.
  @Override
  public char charAt(int index) {
    if (--stepsToCheck == 0) {
      check();
    }
    return characters[index];
  }

  private void check() {
    stepsToCheck = STEPS_BETWEEN_CHECKS;
    if (--checks == 0 || cancelled.getAsBoolean()) {
      throw new Exceeded();
    }
  }

  @Override
  public int length() {
    return characters.length;
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
