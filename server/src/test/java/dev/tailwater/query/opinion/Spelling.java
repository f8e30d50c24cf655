package dev.tailwater.query.opinion;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** The freedom there is in writing a query down. */
record Spelling(RandomGenerator random) {
  boolean coin() {
    return random.nextBoolean();
  }

  String any(String... ways) {
    return ways[random.nextInt(ways.length)];
  }

  /** A word of the language, in any letter case. */
  String word(String word) {
    return random.nextInt(4) == 0 ? word.toUpperCase(Locale.ROOT) : word;
  }

  /** A field, in any letter case, with quotes where its name needs them. */
  String field(String name) {
    if (!name.matches("[A-Za-z_][A-Za-z_0-9]*(\\.[A-Za-z_0-9]+)*")) {
      return "%\"" + name + '"';
    }
    return switch (random.nextInt(12)) {
      case 0 -> name.toUpperCase(Locale.ROOT);
      case 1 -> "%\"" + name + '"';
      default -> name;
    };
  }

  /** An operand, in parentheses where they are needed and sometimes where they are not. */
  String operand(Expression operand, int binding) {
    return operand.binding() < binding || random.nextInt(6) == 0
        ? inParentheses(operand)
        : operand.print(this);
  }

  String inParentheses(Expression operand) {
    return "(" + operand.print(this) + ")";
  }
}
