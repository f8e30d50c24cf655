package dev.tailwater.query.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.FuzzInput;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern and a text. Every pattern is translated; where Java takes it as it was written, the
 * translated one finds the same, and what is said about its matches is true.
 */
public final class RegexDialectsFuzz {
  /** In patterns with comments Java allows it; we refuse it, or take the group for another. */
  private static final Pattern BLANK_IN_GROUP = Pattern.compile("\\(\\s+\\?");

  private RegexDialectsFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    List<String> texts = FuzzInput.texts(bytes, 2);
    String pattern = texts.get(0);
    if (BLANK_IN_GROUP.matcher(pattern).find()) {
      return;
    }
    Optional<Pattern> written = compiled(pattern);
    List<RegexDialects> forms;
    try {
      forms =
          List.of(
              RegexDialects.translate(pattern),
              RegexDialects.forReplacing(pattern),
              RegexDialects.translateNumbered(pattern));
    } catch (PatternSyntaxException e) {
      // Nested too deep.
      return;
    }
    for (RegexDialects dialects : forms) {
      Optional<Pattern> translated = compiled(dialects.java());
      if (written.isPresent()) {
        assertThat(translated).as(dialects.java()).isPresent();
        try {
          compare(written.get(), translated.get(), dialects, texts.get(1));
        } catch (Impatient.TooLong e) {
          return;
        }
      }
    }
  }

  private static Optional<Pattern> compiled(String pattern) {
    try {
      return Optional.of(Pattern.compile(pattern));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  private static void compare(
      Pattern written, Pattern translated, RegexDialects dialects, String text) {
    Matcher expected = written.matcher(new Impatient(text));
    Matcher found = translated.matcher(new Impatient(text));
    boolean matches = expected.find();
    assertThat(found.find()).as(dialects.toString()).isEqualTo(matches);
    if (!matches) {
      return;
    }
    assertThat(found.start()).as(dialects.toString()).isEqualTo(expected.start());
    assertThat(found.end()).as(dialects.toString()).isEqualTo(expected.end());
    for (Map.Entry<String, Integer> group : written.namedGroups().entrySet()) {
      int index = dialects.groups().indexOf(group.getKey()) + 1;
      assertThat(found.group(index))
          .as(dialects.toString())
          .isEqualTo(expected.group(group.getValue()));
    }
    assertThat(dialects.canBeEmpty() || found.end() > found.start())
        .as(dialects.toString())
        .isTrue();
    if (dialects.ignoresCase()) {
      assertThat(text.toLowerCase(Locale.ROOT))
          .contains(dialects.literal().toLowerCase(Locale.ROOT));
    } else {
      assertThat(text).as(dialects.toString()).contains(dialects.literal());
    }
  }

  /** A text that is not read for ever. */
  private static final class Impatient implements CharSequence {
    private static final class TooLong extends RuntimeException {
      private static final long serialVersionUID = 1L;
    }

    private final String text;
    private int left = 200_000;

    Impatient(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (--left < 0) {
        throw new TooLong();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
