package dev.tailwater.query.operator;

import dev.tailwater.engine.Sql;
import dev.tailwater.query.extract.PathMistake;
import dev.tailwater.query.extract.XmlNode;
import dev.tailwater.query.extract.XmlPath;
import dev.tailwater.query.extract.XmlText;
import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.PackedTexts;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Span;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Fills fields from paths into the XML of a text. */
record ParseXml(Source source, List<Wanted> paths, boolean nodrop) implements Operator {
  private static final EngineFunction FIND =
      EngineFunction.configured(
          "tailwater_xml",
          setting -> {
            List<XmlPath> paths = PackedTexts.unpack(setting).stream().map(XmlPath::parse).toList();
            return text -> find(paths, text);
          });

  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
              Entry.of(
                      List.of("parse xml"),
                      "parse xml [field=f] \"/path\"[, …] [as name[, …]] [nodrop]",
                      "fills fields from paths into the XML of a line; rows without all of them are dropped unless nodrop")
                  .details(
                      """
                      The first well-formed element of the text counts, whatever stands before and after it. A path \
                      names all elements from that one on: `/order/item`, the n-th `/order/item[2]`, the last \
                      `/order/item[last()]`, one with a value in an attribute `/order/item[@id='7']`; at its end may \
                      stand an attribute `/@id` or `/text()`. Without these the value is the element as XML. Of several \
                      places the first counts. Prefixes are parts of names.

                      Without `as` the path names the field. With `nodrop` a row without XML or without one of the \
                      paths stays, the missing fields being null unless the query has given them a value before.
                      """)
                  .examples(
                      "H12 | \"<order id='7'><total>12.5</total></order>\" as x"
                          + " | parse xml field=x \"/order/@id\", \"/order/total/text()\" as id, total"
                          + " | fields id, total"),
              ParseXml::parse)
          .calling(FIND);

  ParseXml {
    paths = List.copyOf(paths);
  }

  private static Operator parse(Cursor cursor) {
    Span stage = cursor.next().span().to(cursor.next().span());
    Source source = Source.parseIfNext(cursor, stage);
    List<Wanted> paths = Wanted.parse(cursor, "path", UnaryOperator.identity());
    boolean nodrop = cursor.acceptWord("nodrop");
    if (!nodrop) {
      Option.refuseOther(cursor, "as", "nodrop");
    }
    return new ParseXml(source, paths, nodrop);
  }

  @Override
  public String print() {
    return "parse xml " + source.print() + Wanted.print(paths) + (nodrop ? " nodrop" : "");
  }

  @Override
  public boolean isParse() {
    return true;
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    List<String> roots = paths.stream().map(ParseXml::root).distinct().toList();
    UnaryOperator<String> holdsRoot =
        text ->
            "("
                + String.join(
                    " OR ",
                    roots.stream()
                        .map(root -> "contains(" + text + ", " + Sql.literal("<" + root) + ")")
                        .toList())
                + ")";
    Finder finder =
        new JavaFinder(FIND, PackedTexts.pack(Wanted.texts(paths)), holdsRoot, holdsRoot, true);
    Extraction.Search search = new Extraction.Search(finder, Wanted.fields(paths));
    return new Extraction(source, List.of(search), nodrop).plan(rows);
  }

  private static String root(Wanted path) {
    try {
      return XmlPath.parse(path.text()).root();
    } catch (PathMistake mistake) {
      throw path.at(mistake);
    }
  }

  private static @Nullable String find(List<XmlPath> paths, String text) {
    XmlNode.Element root = XmlText.find(text);
    if (root == null) {
      return null;
    }
    JavaFinder.Findings findings = new JavaFinder.Findings();
    for (XmlPath path : paths) {
      String value = path.find(root);
      if (value == null) {
        findings.addMissing();
      } else {
        findings.add(value);
      }
    }
    return findings.pack(findings.complete());
  }
}
