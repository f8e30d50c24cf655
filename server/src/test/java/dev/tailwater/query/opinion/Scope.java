package dev.tailwater.query.opinion;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What messages a query is about: how it is written, and whether a message is one of them. */
sealed interface Scope {
  boolean holds(Row row);

  String print(Spelling spelling);

  default Stream<Scope> smaller() {
    return Stream.of();
  }

  /** All messages. */
  record All() implements Scope {
    @Override
    public boolean holds(Row row) {
      return true;
    }

    @Override
    public String print(Spelling spelling) {
      return spelling.any("*", " * ", "");
    }
  }

  /**
   * A word: whole terms next to each other, punctuation included. With a star at an end it is one
   * term, of which the rest is free.
   */
  record Word(String word, boolean quoted) implements Scope {
    @Override
    public boolean holds(Row row) {
      List<String> text = terms(Values.textOrEmpty(row.get("_raw")));
      if (word.contains("*") && !quoted) {
        return text.stream()
            .filter(term -> Character.isLetterOrDigit(term.charAt(0)) || term.charAt(0) == '_')
            .anyMatch(term -> Values.like(term, word.toLowerCase(Locale.ROOT)));
      }
      List<String> wanted = terms(word);
      for (int i = 0; i + wanted.size() <= text.size(); i++) {
        if (text.subList(i, i + wanted.size()).equals(wanted)) {
          return true;
        }
      }
      return false;
    }

    /** Runs of letters, digits and underscores, and whatever else stands between them. */
    private static List<String> terms(String text) {
      List<String> terms = new ArrayList<>();
      StringBuilder term = new StringBuilder();
      String folded = text.toLowerCase(Locale.ROOT) + " ";
      for (int i = 0; i < folded.length(); i++) {
        char c = folded.charAt(i);
        if (Character.isLetterOrDigit(c) || c == '_') {
          term.append(c);
          continue;
        }
        if (!term.isEmpty()) {
          terms.add(term.toString());
          term.setLength(0);
        }
        boolean blank = Character.isWhitespace(c);
        if (!blank) {
          terms.add(String.valueOf(c));
        } else if (!terms.isEmpty() && !terms.getLast().equals(" ")) {
          terms.add(" ");
        }
      }
      while (!terms.isEmpty() && terms.getLast().equals(" ")) {
        terms.removeLast();
      }
      return terms;
    }

    @Override
    public String print(Spelling spelling) {
      String written = spelling.coin() ? word.toUpperCase(Locale.ROOT) : word;
      return quoted ? '"' + written.replace("\"", "\\\"") + '"' : written;
    }
  }

  /** A field with a value, which may have stars; a lone star means any value. */
  record Has(String field, String value) implements Scope {
    @Override
    public boolean holds(Row row) {
      String text = Values.text(row.get(field.toLowerCase(Locale.ROOT)));
      return text != null
          && Values.like(text.toLowerCase(Locale.ROOT), value.toLowerCase(Locale.ROOT));
    }

    @Override
    public String print(Spelling spelling) {
      String written = spelling.coin() ? value.toUpperCase(Locale.ROOT) : value;
      return field + spelling.any("=", " = ") + written;
    }
  }

  /** The other messages. */
  record Not(Scope of) implements Scope {
    @Override
    public boolean holds(Row row) {
      return !of.holds(row);
    }

    @Override
    public String print(Spelling spelling) {
      String inner = of.print(spelling);
      return spelling.any("!", "NOT ", "not ") + (of instanceof Pair ? "(" + inner + ")" : inner);
    }

    @Override
    public Stream<Scope> smaller() {
      return Stream.of(of);
    }
  }

  /** Both, or at least one. */
  record Pair(boolean and, Scope left, Scope right) implements Scope {
    @Override
    public boolean holds(Row row) {
      return and ? left.holds(row) && right.holds(row) : left.holds(row) || right.holds(row);
    }

    @Override
    public String print(Spelling spelling) {
      String word = and ? spelling.any(" ", " AND ", " and ") : spelling.any(" OR ", " or ");
      return operand(left, spelling) + word + operand(right, spelling);
    }

    private String operand(Scope operand, Spelling spelling) {
      boolean looser = operand instanceof Pair pair && and && !pair.and();
      String text = operand.print(spelling);
      return looser || spelling.random().nextInt(5) == 0 ? "(" + text + ")" : text;
    }

    @Override
    public Stream<Scope> smaller() {
      return Stream.of(left, right);
    }
  }
}
