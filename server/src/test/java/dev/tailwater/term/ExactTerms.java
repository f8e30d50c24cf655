package dev.tailwater.term;

import java.util.HashSet;
import java.util.Set;

/** A filter of one text that is never wrong, to test what queries require of their lines. */
public final class ExactTerms {
  private ExactTerms() {}

  /** Whether a text holds what is required. */
  public static boolean hold(String text, RequiredTerms required) {
    Set<Long> terms = new HashSet<>(Terms.of(text));
    return required.mayBeIn(terms::contains);
  }
}
