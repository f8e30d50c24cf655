package dev.tailwater.query.operator;

import dev.tailwater.engine.Sql;
import dev.tailwater.query.extract.JsonPath;
import dev.tailwater.query.extract.JsonText;
import dev.tailwater.query.extract.JsonValue;
import dev.tailwater.query.extract.PathMistake;
import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.PackedTexts;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.syntax.Cursor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Fills fields from paths into the JSON of a text. */
record Json(Source source, List<Wanted> paths, boolean nodrop) implements Operator {
  private static final EngineFunction FIND =
      EngineFunction.configured(
          "tailwater_json",
          setting -> {
            List<JsonPath> paths =
                PackedTexts.unpack(setting).stream().map(JsonPath::parse).toList();
            return text -> find(paths, text);
          });

  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
              Entry.of(
                      List.of("json"),
                      "json [field=f] \"path\"[, …] [as name[, …]] [nodrop]",
                      "fills fields from paths into the JSON of a line; rows without all of them are dropped unless nodrop")
                  .details(
                      """
                      Where the text is more than JSON, such as a line with a header, the last object in it counts. \
                      A path is `a.b`, `['any name']`, `[0]`, `[-1]`, `[*]`, `[0,2]`, `[1:3]`, `..a`, \
                      `[?(@.a > 1 && @.b == 'x')]` or `[(@.length-1)]`, with or without `$.` before it. Letter case \
                      counts. Names hold letters, digits, `_`, `-`, `#`; those with other signs stand in brackets.

                      Strings lose their quotes, numbers keep the digits they were written with, arrays, objects and \
                      what a path with several results finds become compact JSON, and JSON's null is null. Without \
                      `as` the path names the field. With `nodrop` a row without JSON or without one of the paths \
                      stays, the missing fields being null unless the query has given them a value before.
                      """)
                  .examples(
                      "\"card declined\" | json \"level\", \"order.total\" as level, total | fields level, total",
                      "\"card declined\" | json \"tags[*]\" as tags | fields tags",
                      "* | json \"msg\" nodrop | where !isNull(msg) | fields msg"),
              Json::parse)
          .calling(FIND);

  Json {
    paths = List.copyOf(paths);
  }

  private static Operator parse(Cursor cursor) {
    Source source = Source.parseIfNext(cursor, cursor.next().span());
    List<Wanted> paths = Wanted.parse(cursor, "path", UnaryOperator.identity());
    boolean nodrop = cursor.acceptWord("nodrop");
    if (!nodrop) {
      Option.refuseOther(cursor, "as", "nodrop");
    }
    return new Json(source, paths, nodrop);
  }

  @Override
  public String print() {
    return "json " + source.print() + Wanted.print(paths) + (nodrop ? " nodrop" : "");
  }

  @Override
  public boolean isParse() {
    return true;
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    List<JsonPath> compiled = new ArrayList<>();
    for (Wanted path : paths) {
      try {
        compiled.add(JsonPath.parse(path.text()));
      } catch (PathMistake mistake) {
        throw path.at(mistake);
      }
    }
    Finder finder =
        new JavaFinder(
            FIND,
            PackedTexts.pack(Wanted.texts(paths)),
            Json::holdsJson,
            text -> holdsAll(text, compiled),
            true);
    Extraction.Search search = new Extraction.Search(finder, Wanted.fields(paths));
    return new Extraction(source, List.of(search), nodrop).plan(rows);
  }

  /** A cheap condition that every text meets which holds JSON. */
  static String holdsJson(String text) {
    return "(contains(" + text + ", '{') OR starts_with(ltrim(" + text + "), '['))";
  }

  /** Texts that can hold the longest of the names which all paths together need. */
  private static String holdsAll(String text, List<JsonPath> paths) {
    Optional<String> longest =
        paths.stream()
            .flatMap(path -> path.names().stream())
            .filter(name -> name.matches("[A-Za-z0-9_.# -]+"))
            .max(Comparator.comparingInt(String::length));
    // A name may also be written with escapes.
    return longest
        .map(name ->
            "(contains("
                + text
                + ", "
                + Sql.literal('"' + name + '"')
                + ") OR contains("
                + text
                + ", '\\u'))")
        .orElseGet(() -> holdsJson(text));
  }

  private static @Nullable String find(List<JsonPath> paths, String text) {
    JsonValue root = JsonText.find(text);
    if (root == null) {
      return null;
    }
    JavaFinder.Findings findings = new JavaFinder.Findings();
    for (JsonPath path : paths) {
      JsonValue value = path.find(root);
      if (value == null) {
        findings.addMissing();
      } else {
        findings.add(value.asField());
      }
    }
    return findings.pack(findings.complete());
  }
}
