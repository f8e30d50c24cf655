package dev.tailwater.query.extract;

import java.util.List;
import java.util.Map;

/** A part of an XML document. Never changes once {@link XmlText} has made it. */
public sealed interface XmlNode {
  /** Characters, references resolved. */
  record Text(String text) implements XmlNode {}

  /** An element; names are as written, prefixes included. */
  record Element(String name, Map<String, String> attributes, List<XmlNode> children)
      implements XmlNode {}

  /** As XML. */
  default String xml() {
    StringBuilder xml = new StringBuilder();
    write(xml);
    return xml.toString();
  }

  private void write(StringBuilder xml) {
    switch (this) {
      case Text characters -> xml.append(escaped(characters.text()));
      case Element element -> {
        xml.append('<').append(element.name());
        element
            .attributes()
            .forEach((name, value) ->
                xml.append(' ')
                    .append(name)
                    .append("=\"")
                    .append(escapedAttribute(value))
                    .append('"'));
        if (element.children().isEmpty()) {
          xml.append("/>");
          return;
        }
        xml.append('>');
        element.children().forEach(child -> child.write(xml));
        xml.append("</").append(element.name()).append('>');
      }
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\r", "&#xD;");
  }

  /** White space that an attribute holds was a reference; as it is it would be read as a blank. */
  private static String escapedAttribute(String value) {
    return escaped(value).replace("\"", "&quot;").replace("\t", "&#x9;").replace("\n", "&#xA;");
  }
}
