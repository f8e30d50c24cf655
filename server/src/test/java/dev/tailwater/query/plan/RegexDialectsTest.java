package dev.tailwater.query.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import org.junit.jupiter.api.Test;

/** What each machine is given, and what is known of the matches. */
final class RegexDialectsTest {
  @Test
  void namesAreTakenOut() {
    RegexDialects both = RegexDialects.translate("a=(?<a_b>\\d+) (x|y)(?P<c>z)");
    assertThat(both.groups()).containsExactly("a_b", "c");
    assertThat(both.java()).isEqualTo("a=(\\d+) (?:x|y)(z)");
    assertThat(both.re2()).contains("a=(\\d+) (?:x|y)(z)");
  }

  @Test
  void whatRe2CannotSayHasNoRe2Form() {
    for (String pattern :
        new String[] {
          "a(?=b)",
          "(?<=a)b",
          "a(?!b)",
          "(?<!a)b",
          "(?>a)b",
          "a++",
          "(a)\\1",
          "[a[bc]]",
          "[a&&b]",
          "(?m)^a",
          "a$b",
          "\\h",
          "(?x)a b",
          "a{2000}",
          "(?:a{100}){100}",
          "(?u)a"
        }) {
      assertThat(RegexDialects.translate(pattern).re2()).as(pattern).isEmpty();
    }
  }

  @Test
  void re2GetsJavasMeaning() {
    assertThat(re2("a.c")).isEqualTo("a[^\\n\\r\\x{85}\\x{2028}\\x{2029}]c");
    assertThat(re2("(?s)a.c")).isEqualTo("(?s)a.c");
    assertThat(re2("\\s[\\s,]")).isEqualTo("[\\t-\\r ][\\t-\\r ,]");
    assertThat(re2("a$")).isEqualTo("a(?:\\r\\n|[\\n\\r\\x{85}\\x{2028}\\x{2029}])?\\z");
    assertThat(re2("\\Qa.b\\E")).isEqualTo("a\\.b");
    assertThat(re2("a\\_\\=")).isEqualTo("a_\\=");
  }

  @Test
  void theLongestTextOfEveryMatch() {
    assertThat(literal(" dyno=(?<d>[^ ]*) .*status=(?<s>\\d{3})")).isEqualTo("status=");
    assertThat(literal("dyno=(?<d>.*?(?= )).*memory_total=(?<m>.*?(?=MB ))"))
        .isEqualTo("memory_total=");
    assertThat(literal("abc|abd")).isEmpty();
    assertThat(literal("ab+cde*")).isEqualTo("bcd");
    assertThat(literal("(?:abc)?de")).isEqualTo("de");
    assertThat(literal("a(?!bcd)e")).isEqualTo("a");
    assertThat(literal("path=\\/x{0,2}yz")).isEqualTo("path=/");
    assertThat(literal("(?x) a b c")).isEmpty();
  }

  @Test
  void emptyMatchesAndWildcards() {
    assertThat(RegexDialects.translate("z*").canBeEmpty()).isTrue();
    assertThat(RegexDialects.translate("z*y").canBeEmpty()).isFalse();
    assertThat(RegexDialects.translate("a|").canBeEmpty()).isTrue();
    assertThat(RegexDialects.translate("a.*b").innerWildcard()).isTrue();
    assertThat(RegexDialects.translate("a(?<rest>.*)").innerWildcard()).isFalse();
  }

  @Test
  void aBracketThatComesFirstInAClassDoesNotCloseIt() {
    for (String pattern : new String[] {"[](]", "[^](]", "[a[](]b(]", "[a[^](](]", "[\\Q](\\E(]"}) {
      assertThat(RegexDialects.translate(pattern + "(b)").java()).isEqualTo(pattern + "(?:b)");
    }
    assertThat(re2("[]a]b")).isEqualTo("[]a]b");
    assertThat(literal("[]a]bc")).isEqualTo("bc");
  }

  @Test
  void whatStandsInAnEscapeIsNoText() {
    for (String pattern :
        new String[] {
          "\\x41b",
          "\\x{1F680}b",
          "\\u0041b",
          "\\0101b",
          "\\p{L}*b",
          "\\pLb",
          "\\N{SPACE}b",
          "\\cAb"
        }) {
      assertThat(literal(pattern)).as(pattern).isEqualTo("b");
      assertThat(re2(pattern)).isEqualTo("none");
    }
    assertThat(literal("ab{2}{34}")).isEqualTo("ab");
  }

  @Test
  void aNamedReferenceBecomesANumber() {
    assertThat(RegexDialects.translate("(a)(?<x_y>b)\\k<x_y>0").java()).isEqualTo("(a)(b)(?:\\2)0");
  }

  @Test
  void groupsMayNotBeNestedTooDeep() {
    assertThat(Regex.of("(".repeat(200) + ")".repeat(200), new Span(0, 0)).names()).isEmpty();
    assertThatThrownBy(() -> Regex.of("(".repeat(7_000), new Span(0, 0)))
        .isInstanceOf(QueryMistake.class)
        .hasMessage("not a regular expression: groups are nested more than 200 deep");
  }

  @Test
  void bracketsInCommentsAreNone() {
    assertThat(RegexDialects.translate("(?x)a # (\n(b) # )\n(?<c_d>c)").java())
        .isEqualTo("(?x)a # (\n(?:b) # )\n(c)");
    assertThat(RegexDialects.translate("(?x:a)#(b)").java()).isEqualTo("(?x:a)#(?:b)");
    assertThat(RegexDialects.translate("(?x)a *").canBeEmpty()).isTrue();
  }

  @Test
  void bracesWithNothingBeforeThemAreNoText() {
    assertThat(literal("{0,}abc")).isEqualTo("abc");
    assertThat(literal("({0,})ab")).isEqualTo("ab");
    assertThat(re2("{0,}abc")).isEqualTo("none");
  }

  private static String re2(String pattern) {
    return RegexDialects.translate(pattern).re2().orElse("none");
  }

  private static String literal(String pattern) {
    return RegexDialects.translate(pattern).literal();
  }
}
