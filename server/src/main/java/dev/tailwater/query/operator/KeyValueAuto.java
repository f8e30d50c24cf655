package dev.tailwater.query.operator;

import dev.tailwater.engine.Sql;
import dev.tailwater.query.extract.Pairs;
import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.NamedTexts;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Quotes;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes fields of all pairs of key and value in a text.
 *
 * @param delimiter what stands between key and value; several things can when it is absent
 */
record KeyValueAuto(
    Source source, Optional<String> delimiter, List<Wanted> keys, boolean refonly, boolean nodrop)
    implements Operator {
  private static final int PAIR_LIMIT = 100;

  private static final EngineFunction FIND =
      EngineFunction.configured(
          "tailwater_pairs_auto",
          delimiter -> {
            Pairs pairs = delimiter.isEmpty() ? Pairs.INFERRED : Pairs.delimitedBy(delimiter);
            return text -> find(pairs, text);
          });

  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
              Entry.of(
                      List.of("kv auto", "keyvalue auto"),
                      "kv auto [delim \"=\"] [[keys] \"key\"[, …] [as name[, …]] [refonly]] [field=f] [nodrop]",
                      "makes fields of all pairs of key and value in a line")
                  .details(
                      """
                      A key begins with a letter or `_` and goes on with these, digits and `. - # @`; behind it stands \
                      the delimiter, without `delim` one of `=`, `:`, `->`, `=>`. Values are as in `kv`. The first 100 \
                      pairs of a line count, the last one of several with one key. Field names have `_` for all but \
                      letters, digits and `_`. Afterwards every name that is not known counts as a key, in any letter \
                      case.

                      Listed keys become fields at once, and rows without any of them are dropped unless `nodrop`; \
                      `refonly` leaves out all other keys. Without listed keys nothing is dropped.
                      """)
                  .examples(
                      "H12 | kv auto | fields request_id, desc, status",
                      "* | kv auto keys \"sample#memory_total\", \"source\" as total, dyno refonly | fields total, dyno"),
              KeyValueAuto::parse)
          .calling(FIND);

  KeyValueAuto {
    keys = List.copyOf(keys);
  }

  private static @Nullable String find(Pairs pairs, String text) {
    NamedTexts texts = new NamedTexts();
    pairs.forEach(text, PAIR_LIMIT, (key, value) -> texts.put(KeyValue.name(key), value));
    return texts.isEmpty() ? null : texts.pack();
  }

  private static Operator parse(Cursor cursor) {
    Span stage = cursor.next().span().to(cursor.next().span());
    Source source = new Source(Optional.empty(), stage);
    Optional<String> delimiter = Optional.empty();
    List<Wanted> keys = List.of();
    boolean refonly = false;
    boolean nodrop = false;
    while (true) {
      Token option = cursor.peek();
      if (Source.isNext(cursor)) {
        source = new Source(Optional.of(Source.parse(cursor)), stage);
      } else if (cursor.acceptWord("delim")) {
        delimiter = Optional.of(delimiter(cursor));
      } else if (cursor.acceptWord("keys") || option.kind() == Token.Kind.STRING) {
        keys = KeyValue.keys(cursor);
      } else if (cursor.acceptWord("refonly")) {
        refonly = true;
        if (keys.isEmpty()) {
          throw new QueryMistake(
              option.span(), "expected keys before \"refonly\", which leaves out all others");
        }
      } else if (cursor.acceptWord("nodrop")) {
        nodrop = true;
      } else {
        Option.refuseOther(cursor, "delim", "keys", "refonly", "field", "nodrop");
        return new KeyValueAuto(source, delimiter, keys, refonly, nodrop);
      }
    }
  }

  private static String delimiter(Cursor cursor) {
    cursor.acceptSymbol("=");
    Token string = cursor.expectString("a delimiter in double quotes after \"delim\"");
    String delimiter = Quotes.unescape(string.text());
    if (delimiter.isEmpty()) {
      throw new QueryMistake(
          string.span(), "expected a delimiter, found nothing between the quotes");
    }
    return delimiter;
  }

  @Override
  public String print() {
    List<String> words = new ArrayList<>(List.of("kv auto"));
    source.field().ifPresent(name -> words.add("field=" + name.print()));
    delimiter.ifPresent(text -> words.add("delim " + Quotes.quote(text)));
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
    String found = FIND.call(Value.text(delimiter.orElse("")), new Value(Type.STRING, text)).sql();
    String packed =
        delimiter
            .map(given ->
                "CASE WHEN contains("
                    + text
                    + ", "
                    + Sql.literal(given)
                    + ") THEN "
                    + found
                    + " END")
            .orElse(found);
    // The names in the list are those of fields, so they are asked for as such.
    List<Wanted> named =
        keys.stream()
            .map(key -> new Wanted(KeyValue.name(key.text()), key.span(), key.field()))
            .toList();
    return new OpenExtraction(named, refonly, !keys.isEmpty(), nodrop).plan(rows, packed);
  }
}
