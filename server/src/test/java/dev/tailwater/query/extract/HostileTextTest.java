package dev.tailwater.query.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a line holds, nothing throws and nothing takes long. */
final class HostileTextTest {
  private static final int MEGABYTE = 1 << 20;

  /** A second for what takes milliseconds leaves room for a busy machine, not for squares. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  static Stream<String> texts() {
    return Stream.of(
            "{\"a\":",
            "{\"a\"",
            "{",
            "[",
            "[{\"a\":[",
            "{\"a\":1}",
            "{\"a\":\"\\",
            "{\"a\":1,\"",
            "<a>",
            "<a/>",
            "<a ",
            "<a b='",
            "<a><!--",
            "<a>&lt;",
            "<!DOCTYPE a [<!ENTITY b \"&b;&b;\">]><a>&b;",
            "a=",
            "a=\"",
            "a=\"\\\"",
            "a ",
            "a=1 ",
            "\"",
            "\"\"",
            "\",",
            ",",
            "\\",
            "\u0000",
            "\ud800")
        .map(part -> part.repeat(MEGABYTE / part.length()));
  }

  @ParameterizedTest
  @MethodSource("texts")
  @Timeout(60)
  void megabytes(String text) {
    long start = System.nanoTime();
    assertThatCode(() -> all(text)).doesNotThrowAnyException();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
  }

  @Test
  void nestedValuesWithLongNames() {
    String name = "n".repeat(5_000);
    String text =
        ("{\"" + name + "\":").repeat(150) + "[" + "1,".repeat(50_000) + "1]" + "}".repeat(150);
    assertThatCode(() -> all(text)).doesNotThrowAnyException();
  }

  @Test
  void brokenPiecesOfEverything() {
    List<String> pieces =
        List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\\",
            ":",
            ",",
            "1e5",
            "null",
            "<a",
            "</a>",
            ">",
            "/>",
            "<?x",
            "?>",
            "<![CDATA[",
            "]]>",
            "&amp;",
            "&#",
            "=",
            "->",
            "'",
            " ",
            "a",
            "\n",
            "\u0001",
            "\udc00");
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(30);
      for (int j = 0; j < length; j++) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      assertThatCode(() -> all(text.toString())).as(text.toString()).doesNotThrowAnyException();
    }
  }

  /** All that parse stages do with a text. */
  private static void all(String text) {
    List<String> names = new ArrayList<>();
    JsonValue json = JsonText.find(text);
    if (json != null) {
      json.json();
      JsonPath.parse("$..*..a").find(json);
      JsonPath.parse("a[?(@.a > 1)]").find(json);
      new FlatJson(Integer.MAX_VALUE, true).flatten(json, (name, value) -> names.add(name));
    }
    XmlNode.Element xml = XmlText.find(text);
    if (xml != null) {
      xml.xml();
      XmlPath.parse("/a/a[last()]/text()").find(xml);
    }
    names.addAll(new Cells(',', '\\', '"').cut(text, 100));
    names.add(String.valueOf(Pairs.INFERRED.find("a", text)));
    Pairs.INFERRED.forEach(text, 100, (key, value) -> names.add(key + value));
    Pairs.delimitedBy("::").forEach(text, 100, (key, value) -> names.add(key + value));
  }
}
