package dev.tailwater.query.extract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is read of a document, and how it is written again. */
final class XmlTextTest {
  @Test
  void anEmptyCharacterSectionIsNoText() {
    assertThat(find("/a/text()", "<a><![CDATA[]]><b/>x</a>")).isEqualTo("x");
    assertThat(find("/a/text()", "<a><![CDATA[]]></a>")).isEqualTo("null");
    assertThat(find("/a", "<a><![CDATA[]]></a>")).isEqualTo("<a/>");
  }

  @Test
  void whiteSpaceThatWasAReferenceIsWrittenAsOne() {
    String text = "<a b=\"&#xA;&#x9;&#xD; \">\n\t&#xD;</a>";
    assertThat(find("/a", text)).isEqualTo(text);
  }

  private static String find(String path, String text) {
    XmlNode.Element root = XmlText.find(text);
    return root == null ? "no XML" : String.valueOf(XmlPath.parse(path).find(root));
  }
}
