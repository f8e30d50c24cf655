package dev.tailwater.query.operator;

import dev.tailwater.query.extract.FlatJson;
import dev.tailwater.query.extract.JsonText;
import dev.tailwater.query.extract.JsonValue;
import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.NamedTexts;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes fields of all that is in the JSON of a text. */
record JsonAuto(
    Source source,
    Optional<Integer> maxDepth,
    boolean extractArrays,
    List<Wanted> keys,
    boolean refonly,
    boolean nodrop)
    implements Operator {
  private static final String ARRAYS = "arrays ";

  private static final EngineFunction FLATTEN =
      EngineFunction.configured(
          "tailwater_json_auto",
          setting -> {
            boolean arrays = setting.startsWith(ARRAYS);
            int depth = Integer.parseInt(arrays ? setting.substring(ARRAYS.length()) : setting);
            FlatJson flat = new FlatJson(depth, arrays);
            return text -> flatten(flat, text);
          });

  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
              Entry.of(
                      List.of("json auto"),
                      "json auto [field=f] [maxdepth n] [extractarrays] [[keys] \"key\"[, …] [as name[, …]] [refonly]] [nodrop]",
                      "makes fields of all that is in the JSON of a line; drops nothing")
                  .details(
                      """
                      Objects become `a.b.c`, arrays that hold objects `a[0].b`; other arrays stay one value unless \
                      `extractarrays` is given, which makes `a[0]`, `a[1]`. With `maxdepth 1` inner objects stay one \
                      value, compact JSON. Spaces in names become `_`. Afterwards every name that is not known counts \
                      as a key, in any letter case; write `%a[0].b` or `%"any key"` where it is no plain name. Up to \
                      100 keys of each message that were not named are shown. A key replaces an earlier field of the \
                      same name, except those that begin with `_`.

                      Listed keys become fields at once, under other names with `as`; `refonly` leaves out all others. \
                      Where the text is more than JSON the last object in it counts.
                      """)
                  .examples(
                      "\"card declined\" | json auto | fields level, order.total",
                      "* | json auto | where level = \"error\" | count by level, %\"order.id\"",
                      "\"card declined\" | json auto keys \"level\", \"order.id\" as l, id refonly"),
              JsonAuto::parse)
          .calling(FLATTEN);

  JsonAuto {
    keys = List.copyOf(keys);
  }

  private static @Nullable String flatten(FlatJson flat, String text) {
    JsonValue root = JsonText.find(text);
    if (root == null) {
      return null;
    }
    NamedTexts texts = new NamedTexts();
    flat.flatten(root, texts::put);
    return texts.pack();
  }

  private static Operator parse(Cursor cursor) {
    Span stage = cursor.next().span().to(cursor.next().span());
    Source source = new Source(Optional.empty(), stage);
    Optional<Integer> maxDepth = Optional.empty();
    boolean extractArrays = false;
    List<Wanted> keys = List.of();
    boolean refonly = false;
    boolean nodrop = false;
    while (true) {
      Token option = cursor.peek();
      if (Source.isNext(cursor)) {
        source = new Source(Optional.of(Source.parse(cursor)), stage);
      } else if (cursor.acceptWord("maxdepth")) {
        maxDepth = Optional.of(depth(cursor));
      } else if (cursor.acceptWord("extractarrays")) {
        extractArrays = true;
      } else if (cursor.acceptWord("keys") || option.kind() == Token.Kind.STRING) {
        keys = Wanted.parse(cursor, "key", UnaryOperator.identity());
      } else if (cursor.acceptWord("refonly")) {
        refonly = true;
        if (keys.isEmpty()) {
          throw new QueryMistake(
              option.span(), "expected keys before \"refonly\", which leaves out all others");
        }
      } else if (cursor.acceptWord("nodrop")) {
        nodrop = true;
      } else {
        Option.refuseOther(
            cursor, "field", "maxdepth", "extractarrays", "keys", "refonly", "nodrop");
        return new JsonAuto(source, maxDepth, extractArrays, keys, refonly, nodrop);
      }
    }
  }

  private static int depth(Cursor cursor) {
    Token number = cursor.peek();
    long depth = cursor.expectWhole("a depth of at least 1 after \"maxdepth\"");
    if (depth < 1) {
      throw new QueryMistake(
          number.span(), "expected a depth of at least 1 after \"maxdepth\", found " + depth);
    }
    return (int) Math.min(depth, Integer.MAX_VALUE);
  }

  @Override
  public String print() {
    List<String> words = new ArrayList<>(List.of("json auto"));
    source.field().ifPresent(name -> words.add("field=" + name.print()));
    maxDepth.ifPresent(depth -> words.add("maxdepth " + depth));
    if (extractArrays) {
      words.add("extractarrays");
    }
    if (!keys.isEmpty()) {
      words.add("keys " + Wanted.print(keys));
    }
    if (refonly) {
      words.add("refonly");
    }
    if (nodrop) {
      words.add("nodrop");
    }
    return String.join(" ", words);
  }

  /** A rule fills fields that it names. */
  @Override
  public boolean isRowWise() {
    return false;
  }

  @Override
  public boolean isParse() {
    return true;
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    String text = source.text(rows);
    String setting = (extractArrays ? ARRAYS : "") + maxDepth.orElse(Integer.MAX_VALUE);
    String flat = FLATTEN.call(Value.text(setting), new Value(Type.STRING, text)).sql();
    String found = "CASE WHEN " + Json.holdsJson(text) + " THEN " + flat + " END";
    return new OpenExtraction(keys, refonly, false, nodrop).plan(rows, found);
  }
}
