package dev.tailwater.query.extract;

import dev.tailwater.query.extract.XmlNode.Element;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path from the root of an XML document, in a part of XPath: {@code /order/item[2]/@id}, {@code
 * /order/item[last()]/text()}, {@code /order/item[@id='7']}. Immutable.
 */
public record XmlPath(List<Step> steps, Goal goal) {
  public XmlPath {
    steps = List.copyOf(steps);
  }

  /** Children of one name that meet conditions, which are asked one after the other. */
  record Step(String name, List<Condition> conditions) {}

  /** A condition on elements of one parent and name. */
  sealed interface Condition {
    /** The n-th of them, from 1. */
    record Place(int number) implements Condition {}

    /** The last of them. */
    record Last() implements Condition {}

    /** Those with a value in an attribute. */
    record AttributeIs(String name, String value) implements Condition {}

    /** Those of the elements that meet it. */
    default List<Element> of(List<Element> elements) {
      return switch (this) {
        case Place place ->
            place.number() > elements.size()
                ? List.of()
                : List.of(elements.get(place.number() - 1));
        case Last last -> elements.isEmpty() ? List.of() : List.of(elements.getLast());
        case AttributeIs attribute ->
            elements.stream()
                .filter(
                    element -> attribute.value().equals(element.attributes().get(attribute.name())))
                .toList();
      };
    }
  }

  /** What is taken of an element. */
  sealed interface Goal {
    /** All of it, as XML. */
    record Whole() implements Goal {}

    /** The first text directly inside it. */
    record InnerText() implements Goal {}

    /** An attribute. */
    record Attribute(String name) implements Goal {}

    /** Its value; null where the element has none. */
    default @Nullable String of(Element element) {
      return switch (this) {
        case Whole whole -> element.xml();
        case InnerText inner -> {
          for (XmlNode child : element.children()) {
            if (child instanceof XmlNode.Text text) {
              yield text.text();
            }
          }
          yield null;
        }
        case Attribute attribute -> element.attributes().get(attribute.name());
      };
    }
  }

  /**
   * Reads a path.
   *
   * @throws PathMistake when it is none
   */
  public static XmlPath parse(String path) {
    PathReader reader = new PathReader(path);
    List<Step> steps = new ArrayList<>();
    Goal goal = new Goal.Whole();
    do {
      reader.expect("/", "before an element, from the root on,");
      if (reader.sees("/")) {
        throw reader.expected(
            "an element (// is not supported, name all elements from the root on)");
      }
      if (!steps.isEmpty() && reader.accept("@")) {
        goal = new Goal.Attribute(name(reader, "an attribute"));
      } else if (!steps.isEmpty() && reader.accept("text()")) {
        goal = new Goal.InnerText();
      } else {
        steps.add(step(reader));
      }
    } while (goal instanceof Goal.Whole && !reader.atEnd());
    if (!reader.atEnd()) {
      throw reader.expected("the end after @name or text()");
    }
    return new XmlPath(steps, goal);
  }

  private static Step step(PathReader reader) {
    String name = name(reader, "an element");
    List<Condition> conditions = new ArrayList<>();
    while (reader.accept("[")) {
      conditions.add(condition(reader));
      reader.expect("]", "to close the condition");
    }
    return new Step(name, List.copyOf(conditions));
  }

  private static Condition condition(PathReader reader) {
    if (reader.accept("last()")) {
      return new Condition.Last();
    }
    if (reader.accept("@")) {
      String name = name(reader, "an attribute");
      reader.expect("=", "after the attribute");
      String value =
          reader.seesQuoted()
              ? reader.quoted("a value")
              : reader.run(c -> c != ']' && c != '[' && c != '/');
      return new Condition.AttributeIs(name, value);
    }
    if (!reader.seesWhole() || reader.sees("-") || reader.sees("0")) {
      throw reader.expected("a number from 1, last() or @name=value");
    }
    return new Condition.Place(reader.whole("a number from 1"));
  }

  private static String name(PathReader reader, String what) {
    String name = part(reader, what);
    if (reader.sees("::")) {
      throw reader.expected("\"/\" (axes are not supported)");
    }
    return reader.accept(":") ? name + ":" + part(reader, what) : name;
  }

  private static String part(PathReader reader, String what) {
    String part =
        reader.sees(".") ? "" : reader.run(c -> c > ' ' && "/[]()@=*'\"<>&|,:".indexOf(c) < 0);
    if (part.isEmpty()) {
      throw reader.expected("the name of " + what);
    }
    return part;
  }

  /** The element that the document must begin with. */
  public String root() {
    return steps.getFirst().name();
  }

  /** The value of the first place it leads to; null where it leads nowhere. */
  public @Nullable String find(Element root) {
    List<Element> found = matching(steps.getFirst(), List.of(root));
    for (Step step : steps.subList(1, steps.size())) {
      List<Element> next = new ArrayList<>();
      for (Element parent : found) {
        List<Element> children = new ArrayList<>();
        for (XmlNode child : parent.children()) {
          if (child instanceof Element element) {
            children.add(element);
          }
        }
        next.addAll(matching(step, children));
      }
      found = next;
    }
    for (Element element : found) {
      String value = goal.of(element);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static List<Element> matching(Step step, List<Element> candidates) {
    List<Element> found =
        candidates.stream().filter(element -> element.name().equals(step.name())).toList();
    for (Condition condition : step.conditions()) {
      found = condition.of(found);
    }
    return found;
  }
}
