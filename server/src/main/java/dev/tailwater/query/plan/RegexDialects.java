package dev.tailwater.query.plan;

import dev.tailwater.query.plan.RegexTranslation.Unnamed;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern as each machine understands it, and what is known about its matches.
 *
 * <p>The input is Java's dialect plus {@code (?P<name>…)} and names with {@code _}. Where the
 * machines differ the RE2 form spells out Java's meaning: {@code .} stops at any line end, {@code
 * \s} knows the vertical tab, {@code $} also stands before a last line end. What RE2 cannot say, or
 * only almost, has no RE2 form.
 *
 * @param java for {@link java.util.regex.Pattern}, names removed
 * @param re2 for the engine; absent when it cannot run the pattern
 * @param groups the names of the capturing groups in order, empty for one without name
 * @param literal the longest text that every match holds
 * @param ignoresCase whether letters may match in either case
 * @param canBeEmpty whether a match can be the empty text
 * @param innerWildcard whether a repeated {@code .} stands before the end
 */
record RegexDialects(
    String java,
    Optional<String> re2,
    List<String> groups,
    String literal,
    boolean ignoresCase,
    boolean canBeEmpty,
    boolean innerWildcard) {
  /**
   * Reads a pattern.
   *
   * @throws PatternSyntaxException when its groups are nested too deep; other mistakes are left for
   *     Java's compiler to find
   */
  static RegexDialects translate(String pattern) {
    return new RegexTranslation(pattern, Unnamed.IGNORED).run();
  }

  /**
   * The same for replacing matches: groups without name keep their numbers, and a match is the same
   * text in both machines.
   */
  static RegexDialects forReplacing(String pattern) {
    return new RegexTranslation(pattern, Unnamed.COUNTED).run();
  }

  /** The same; groups without a name capture as well and are named by their number. */
  static RegexDialects translateNumbered(String pattern) {
    return new RegexTranslation(pattern, Unnamed.CAPTURED).run();
  }
}
