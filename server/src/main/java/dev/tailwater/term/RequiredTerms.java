package dev.tailwater.term;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of the terms and texts that each line in question holds. It may say less than is
 * true, never more: rows without these need not be read. Immutable.
 */
public sealed interface RequiredTerms {
  /** Nothing is known. */
  record Any() implements RequiredTerms {}

  /** The term with this hash. */
  record Term(long hash) implements RequiredTerms {}

  /**
   * A text that is somewhere in the line.
   *
   * @param anyCase whether it may be there in another letter case
   */
  record Part(String text, boolean anyCase) implements RequiredTerms {}

  /** Each of these holds. */
  record All(List<RequiredTerms> parts) implements RequiredTerms {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /** At least one of these holds. */
  record OneOf(List<RequiredTerms> parts) implements RequiredTerms {
    public OneOf {
      parts = List.copyOf(parts);
    }
  }

  /**
   * Tells which terms may be somewhere; it may say yes where it is no, never no where it is yes.
   */
  interface Filter {
    boolean mayHold(long term);
  }

  /** No requirement. */
  static RequiredTerms any() {
    return new Any();
  }

  /** All terms of a text whose ends are ends of terms. */
  static RequiredTerms of(String text) {
    return all(Terms.of(text).stream().distinct().<RequiredTerms>map(Term::new).toList());
  }

  /** A text that is not empty, whatever stands around it. */
  static RequiredTerms part(String text, boolean anyCase) {
    return all(List.of(new Part(text, anyCase), insideOf(text)));
  }

  /** The terms of a text whose ends may be in the middle of terms. */
  private static RequiredTerms insideOf(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && Terms.isPart(text.codePointAt(from))) {
      from += Character.charCount(text.codePointAt(from));
    }
    while (to > from && Terms.isPart(text.codePointBefore(to))) {
      to -= Character.charCount(text.codePointBefore(to));
    }
    return of(text.substring(from, to));
  }

  /** Each of several requirements. */
  static RequiredTerms all(List<RequiredTerms> parts) {
    List<RequiredTerms> needed = new ArrayList<>();
    for (RequiredTerms part : parts) {
      switch (part) {
        case Any any -> {}
        case All all -> needed.addAll(all.parts());
        case Term term -> needed.add(term);
        case Part text -> needed.add(text);
        case OneOf one -> needed.add(one);
      }
    }
    return switch (needed.size()) {
      case 0 -> any();
      case 1 -> needed.getFirst();
      default -> new All(needed);
    };
  }

  /** At least one of several requirements. */
  static RequiredTerms oneOf(List<RequiredTerms> parts) {
    return parts.stream().anyMatch(Any.class::isInstance) ? any() : new OneOf(parts);
  }

  /** Whether rows with what is required may be among those of the filter. */
  default boolean mayBeIn(Filter filter) {
    return switch (this) {
      case Any any -> true;
      case Term term -> filter.mayHold(term.hash());
      case Part part -> true;
      case All all -> all.parts().stream().allMatch(part -> part.mayBeIn(filter));
      case OneOf one -> one.parts().stream().anyMatch(part -> part.mayBeIn(filter));
    };
  }
}
