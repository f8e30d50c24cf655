package dev.tailwater.query.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.FuzzInput;
import java.util.ArrayList;
import java.util.List;

/**
 * A path and a text. No path fails but with its place, no text at all; what was found is found
 * again in what it is written as.
 */
public final class ExtractFuzz {
  /** More than any length of a text that the fuzzer makes. */
  private static final int MANY = 100_000;

  private ExtractFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    List<String> texts = FuzzInput.texts(bytes, 2);
    json(texts.get(0), texts.get(1));
    xml(texts.get(0), texts.get(1));
    pairs(texts.get(0), texts.get(1));
    cells(texts.get(0), texts.get(1));
  }

  private static void json(String path, String text) {
    JsonValue value = JsonText.find(text);
    if (value != null) {
      assertThat(JsonText.find(value.json())).isEqualTo(value);
      List<String> names = new ArrayList<>();
      new FlatJson(3, true).flatten(value, (name, inner) -> names.add(name));
      new FlatJson(Integer.MAX_VALUE, false).flatten(value, (name, inner) -> names.add(name));
    }
    JsonPath steps;
    try {
      steps = JsonPath.parse(path);
    } catch (PathMistake e) {
      assertThat(e.offset()).isBetween(0, path.length());
      return;
    }
    if (value != null) {
      var _ = steps.find(value);
    }
  }

  private static void xml(String path, String text) {
    XmlNode.Element root = XmlText.find(text);
    if (root != null) {
      assertThat(XmlText.find(root.xml())).isEqualTo(joined(root));
    }
    XmlPath steps;
    try {
      steps = XmlPath.parse(path);
    } catch (PathMistake e) {
      assertThat(e.offset()).isBetween(0, path.length());
      return;
    }
    if (root != null) {
      var _ = steps.find(root);
    }
  }

  /** With texts that only a comment parted as one. */
  private static XmlNode.Element joined(XmlNode.Element element) {
    List<XmlNode> children = new ArrayList<>();
    for (XmlNode child : element.children()) {
      switch (child) {
        case XmlNode.Element inner -> children.add(joined(inner));
        case XmlNode.Text after
            when !children.isEmpty() && children.getLast() instanceof XmlNode.Text before ->
            children.set(children.size() - 1, new XmlNode.Text(before.text() + after.text()));
        case XmlNode.Text text -> children.add(text);
      }
    }
    return new XmlNode.Element(element.name(), element.attributes(), children);
  }

  private static void pairs(String key, String text) {
    List<String> keys = new ArrayList<>();
    Pairs.INFERRED.forEach(
        text,
        MANY,
        (name, value) -> {
          keys.add(name);
          assertThat(text).contains(name);
        });
    for (String name : keys.subList(0, Math.min(20, keys.size()))) {
      assertThat(Pairs.INFERRED.find(name, text)).as(name).isNotNull();
    }
    if (!key.isEmpty()) {
      Pairs.delimitedBy(key).forEach(text, MANY, (name, value) -> assertThat(text).contains(name));
      String value = Pairs.delimitedBy(key).find("a", text);
      assertThat(value == null || value.length() <= text.length()).isTrue();
    }
  }

  private static void cells(String signs, String text) {
    if (signs.chars().limit(3).distinct().count() == 3) {
      Cells cells = new Cells(signs.charAt(0), signs.charAt(1), signs.charAt(2));
      List<String> all = cells.cut(text, MANY);
      assertThat(all).isNotEmpty();
      assertThat(cells.cut(text, 2)).isEqualTo(all.subList(0, Math.min(2, all.size())));
    }
    String quoted = '"' + text.replace("\\", "\\\\").replace("\"", "\"\"") + '"';
    assertThat(new Cells(',', '\\', '"').cut(quoted + ",b", 3)).containsExactly(text, "b");
  }
}
