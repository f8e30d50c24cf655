package dev.tailwater.query.extract;

import dev.tailwater.query.extract.XmlNode.Element;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Finds the XML in a text: the first well-formed element, whatever stands before and after it.
 * Nothing is read from elsewhere, and no entities but the five of XML are known.
 */
public final class XmlText {
  /** What is nested deeper is no XML to us; it keeps the recursions over elements short. */
  private static final int DEPTH_LIMIT = 200;

  /** How many angle brackets that begin no element may stand before one that does. */
  private static final int FAILURE_LIMIT = 20;

  private static final XMLInputFactory FACTORY = XMLInputFactory.newDefaultFactory();

  static {
    FACTORY.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    FACTORY.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    FACTORY.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    FACTORY.setProperty(XMLInputFactory.IS_COALESCING, true);
  }

  private XmlText() {}

  /** The root element; null where the text holds none. */
  public static @Nullable Element find(String text) {
    int failures = 0;
    int at = text.indexOf('<');
    while (at >= 0 && failures < FAILURE_LIMIT) {
      if (at + 1 < text.length() && isNameStart(text.charAt(at + 1))) {
        try {
          return read(text.substring(at));
        } catch (XMLStreamException e) {
          failures++;
        }
      }
      at = text.indexOf('<', at + 1);
    }
    return null;
  }

  private static boolean isNameStart(char c) {
    return Character.isLetter(c) || c == '_' || c == ':';
  }

  /** Reads one element and nothing behind it. */
  private static Element read(String xml) throws XMLStreamException {
    XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(xml));
    try {
      Deque<Element> open = new ArrayDeque<>();
      while (true) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            Element element = element(reader);
            if (!open.isEmpty()) {
              open.getLast().children().add(element);
            }
            open.add(element);
            if (open.size() > DEPTH_LIMIT) {
              throw new XMLStreamException("too deep");
            }
          }
          case XMLStreamConstants.CHARACTERS -> {
            // As in XPath, a text has at least one character; <![CDATA[]]> is none.
            if (reader.getTextLength() > 0) {
              open.getLast().children().add(new XmlNode.Text(reader.getText()));
            }
          }
          case XMLStreamConstants.END_ELEMENT -> {
            Element closed = open.removeLast();
            if (open.isEmpty()) {
              return closed;
            }
          }
          default -> {}
        }
      }
    } finally {
      reader.close();
    }
  }

  private static Element element(XMLStreamReader reader) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.put(
          name(reader.getAttributePrefix(i), reader.getAttributeLocalName(i)),
          reader.getAttributeValue(i));
    }
    return new Element(
        name(reader.getPrefix(), reader.getLocalName()), attributes, new ArrayList<>());
  }

  private static String name(@Nullable String prefix, String local) {
    return prefix == null || prefix.isEmpty() ? local : prefix + ":" + local;
  }
}
