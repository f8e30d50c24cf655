package dev.tailwater.query.opinion;

import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A condition of {@code where} over parsed fields, which are texts and never null. */
sealed interface Condition {
  boolean holds(Map<String, String> row);

  String print(RandomGenerator random);

  /** Compares a parsed text as a number; what is no number compares as false. */
  record Compare(String field, String operator, int number) implements Condition {
    @Override
    public boolean holds(Map<String, String> row) {
      String text = row.getOrDefault(field, "");
      if (!text.matches("-?\\d+(\\.\\d+)?")) {
        return false;
      }
      int order = Double.compare(Double.parseDouble(text), number);
      return switch (operator) {
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        case ">=" -> order >= 0;
        default -> order == 0;
      };
    }

    @Override
    public String print(RandomGenerator random) {
      return spell(field, random) + " " + operator + " " + number;
    }
  }

  /** Whether the text is this one, letter case included. */
  record Same(String field, String text) implements Condition {
    @Override
    public boolean holds(Map<String, String> row) {
      return row.getOrDefault(field, "").equals(text);
    }

    @Override
    public String print(RandomGenerator random) {
      String equals = random.nextBoolean() ? "=" : "==";
      return spell(field, random) + equals + '"' + text + '"';
    }
  }

  /** Whether the text is empty. */
  record Empty(String field) implements Condition {
    @Override
    public boolean holds(Map<String, String> row) {
      return row.getOrDefault(field, "").isEmpty();
    }

    @Override
    public String print(RandomGenerator random) {
      return spell("isEmpty", random) + "(" + field + ")";
    }
  }

  /** The opposite. */
  record Not(Condition inner) implements Condition {
    @Override
    public boolean holds(Map<String, String> row) {
      return !inner.holds(row);
    }

    @Override
    public String print(RandomGenerator random) {
      return (random.nextBoolean() ? "!" : "not ") + "(" + inner.print(random) + ")";
    }
  }

  /** Both, or at least one of two. */
  record Pair(Condition left, boolean both, Condition right) implements Condition {
    @Override
    public boolean holds(Map<String, String> row) {
      return both ? left.holds(row) && right.holds(row) : left.holds(row) || right.holds(row);
    }

    @Override
    public String print(RandomGenerator random) {
      String word = both ? "and" : "or";
      String sign = both ? "&&" : "||";
      String between = random.nextBoolean() ? spell(word, random) : sign;
      String blank = random.nextBoolean() ? " " : " /* then */\n ";
      return "(" + left.print(random) + " " + between + blank + right.print(random) + ")";
    }
  }

  private static String spell(String word, RandomGenerator random) {
    return random.nextBoolean() ? word : word.toUpperCase(Locale.ROOT);
  }
}
