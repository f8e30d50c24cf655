package dev.tailwater.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The text that a query becomes; what it then finds is in {@code variables.golden}. */
final class VariablesTest {
  private static final Map<String, List<String>> VALUES =
      Map.of(
          "quoted", List.of("a\"b\\c"),
          "words", List.of("a b"),
          "star", List.of("a *"),
          "path", List.of("a/b\\/c"),
          "lines", List.of("a\nb"),
          "two", List.of("x", "y z"),
          "three", List.of("1", "2", "3"),
          "none", List.of(""));

  @Test
  void aWordOfTheScopeStaysOneWord() {
    assertFilled("f={{words}} {{words}}", "f=\"a b\" \"a b\"");
    assertFilled("f=x-{{words}}", "f=\"x-a b\"");
    assertFilled("f={{star}}", "f=a *");
    assertFilled("f={{none}} {{none}}", "f=\"\" \"\"");
    assertFilled("{{words}}={{{words}}}", "a b=a b");
    assertFilled("%\"{{words}}\" = \"{{quoted}}\"", "%\"a b\" = \"a\\\"b\\\\c\"");
  }

  @Test
  void aStageTakesValuesAsTheyAre() {
    assertFilled("* | timeslice {{words}}", "* | timeslice a b");
    assertFilled("* | x{{words}}y / {{words}}", "* | xa by / a b");
    assertFilled("* | \"{{quoted}}\" as x", "* | \"a\\\"b\\\\c\" as x");
    assertFilled("* | \"{{{quoted}}}\" as x", "* | \"a\"b\\c\" as x");
    assertFilled("* | x matches \"\\{{words}}\"", "* | x matches \"\\a b\"");
  }

  @Test
  void singleQuotesHoldOneCharacter() {
    assertFilled(
        "* | csv x quote='\"', delim=''' | \"{{quoted}}\"",
        "* | csv x quote='\"', delim=''' | \"a\\\"b\\\\c\"");
  }

  @Test
  void aSlashDividesOrDelimits() {
    assertFilled("* | x matches /\"{{path}}/ | {{words}}", "* | x matches /\"a\\/b\\/c/ | a b");
    assertFilled("* | replace(x, /\"/, \"{{quoted}}\")", "* | replace(x, /\"/, \"a\\\"b\\\\c\")");
    assertFilled("* | x / \"{{quoted}}\" / y", "* | x / \"a\\\"b\\\\c\" / y");
    assertFilled("* | (/ \"{{quoted}}\"", "* | (/ \"a\\\"b\\\\c\"");
  }

  @Test
  void commentsStayAsTheyAre() {
    String comments = "a // {{x}} \"\n/* {{x}} \" */ | b // {{x}} \"\n| c:/* \" {{x}}";
    assertFilled(comments, comments);
    assertFilled("a | b(geo://{{words}})", "a | b(geo://a b)");
    assertFilled("http://{{words}}", "\"http://a b\"");
  }

  @Test
  void aSubqueryHasAScopeOfItsOwn() {
    assertFilled(
        "[subquery from=({{words}}): {{words}} | count by {{words}}] {{words}} | {{words}}",
        "[subquery from=(a b): \"a b\" | count by a b] \"a b\" | a b");
    assertFilled("a | where [subquery: {{words}}] {{words}}", "a | where [subquery: \"a b\"] a b");
    assertFilled("a | %b[0] as c : {{words}}", "a | %b[0] as c : a b");
  }

  @Test
  void severalValues() {
    assertFilled("f={{two}} !{{two}}", "(f=x or f=\"y z\") !(x or \"y z\")");
    assertFilled("f = \"-{{two}}-\"", "(f = \"-x-\" or f = \"-y z-\")");
    assertFilled(
        "{{two}}{{three}}{{two}}",
        "(x1x or x2x or x3x or \"y z1y z\" or \"y z2y z\" or \"y z3y z\")");
    assertFilled(
        "a | f matches \"{{two}}*{{lines}}\"", "a | f matches /(?s)\\A(?:x.*a\\nb|y z.*a\\nb)\\z/");
    assertFilled(
        "a | if (\"{{two}}\" != \"*\", 1, 2) as x", "a | if (\"x, y z\" != \"*\", 1, 2) as x");
  }

  @Test
  void aStringThatIsNeverClosedStaysOpen() {
    assertFilled("a | f matches \"{{two}}", "a | f matches \"x");
    assertFilled("a | f matches \"{{two}}\\\"", "a | f matches \"x\\\"");
    assertFilled("f=\"{{two}}", "f=\"x");
  }

  @Test
  void severalValuesWhereOneCanStand() {
    for (String text :
        new String[] {
          "a | where f = \"{{two}}\"",
          "a | where f in (\"{{two}}\")",
          "a | limit {{three}}",
          "a | f matches /{{two}}/"
        }) {
      assertThatThrownBy(() -> Variables.fill(text, VALUES))
          .hasMessageContaining("expected one value of the variable");
    }
  }

  @Test
  void combinationsHaveALimit() {
    Map<String, List<String>> many =
        Map.of("v", IntStream.range(0, 40).mapToObj(Integer::toString).toList());
    assertThat(Variables.fill("{{v}} {{v}}", many).text()).contains("39) (0 or");
    assertThatThrownBy(
            () -> Variables.fill("{{v}}-{{w}}", Map.of("v", many.get("v"), "w", many.get("v"))))
        .hasMessageContaining("more than 1000 combinations");
  }

  @Test
  void longValuesEndEarly() {
    Map<String, List<String>> huge = Map.of("v", List.of("x".repeat(200_000)));
    assertThatThrownBy(() -> Variables.fill("{{v}}".repeat(20_000), huge))
        .hasMessageContaining("more than 15000 characters with its variables filled in");
  }

  private static void assertFilled(String text, String expected) {
    assertThat(Variables.fill(text, VALUES).text()).isEqualTo(expected);
  }
}
