package dev.tailwater.query.operator;

import dev.tailwater.query.extract.Pairs;
import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.PackedTexts;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Regex;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.SqlText;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Quotes;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import java.util.List;
import java.util.Optional;

/** Fills fields from the values behind keys. */
record KeyValue(Source source, Optional<Pattern> regex, List<Wanted> keys, boolean nodrop)
    implements Operator {
  private static final EngineFunction FIND =
      EngineFunction.configured(
          "tailwater_pairs",
          setting -> {
            List<String> keys = PackedTexts.unpack(setting);
            return text -> find(keys, text);
          });

  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
              Entry.of(
                      List.of("kv", "keyvalue"),
                      "kv [infer | regex \"…\"] [keys] \"key\"[, …] [as name[, …]] [field=f] [nodrop]",
                      "fills fields from the values behind keys; rows without any of the keys are dropped unless nodrop")
                  .details(
                      """
                      A key, in any letter case and not in the middle of a word, is followed by `=`, `:`, `->` or `=>`. \
                      Its value is a text in double quotes, or all up to white space or one of `, ; ) ] }`. Without \
                      `as` a field is named like the key, with `_` for all but letters, digits and `_`.

                      A pattern with two groups finds pairs of key and value all over the text, the last of several \
                      with one key counting. A pattern with one group finds a value behind a key: its first match after \
                      the key.

                      A row with at least one of the keys passes; the fields of the others are null, unless the query \
                      has given them a value before.
                      """)
                  .examples(
                      "router | kv \"dyno\", \"code\" as d, c nodrop | fields d, c",
                      "* | kv \"load_avg_1m\" | fields load_avg_1m",
                      "H12 | kv regex \"(\\w+)=(\\d+)ms\" keys \"connect\", \"service\" as c, s | fields c, s"),
              KeyValue::parse)
          .calling(FIND);

  KeyValue {
    keys = List.copyOf(keys);
  }

  /** A pattern and where it stands. */
  record Pattern(String text, Span span) {}

  private static String find(List<String> keys, String text) {
    JavaFinder.Findings findings = new JavaFinder.Findings();
    for (String key : keys) {
      String value = Pairs.INFERRED.find(key, text);
      if (value == null) {
        findings.addMissing();
      } else {
        findings.add(value);
      }
    }
    return findings.pack(!findings.empty());
  }

  /** A key as the name of a field. */
  static String name(String key) {
    StringBuilder name = new StringBuilder(key);
    for (int i = 0; i < name.length(); i++) {
      if (!Pairs.isWordCharacter(name.charAt(i))) {
        name.setCharAt(i, '_');
      }
    }
    return name.toString();
  }

  /** Reads keys and perhaps names; a key is never empty. */
  static List<Wanted> keys(Cursor cursor) {
    List<Wanted> keys = Wanted.parse(cursor, "key", KeyValue::name);
    for (Wanted key : keys) {
      if (key.text().isBlank()) {
        throw new QueryMistake(key.span(), "expected a key, found nothing between the quotes");
      }
    }
    return keys;
  }

  private static Operator parse(Cursor cursor) {
    Span stage = cursor.next().span();
    Source source = new Source(Optional.empty(), stage);
    Optional<Pattern> regex = Optional.empty();
    List<Wanted> keys = List.of();
    boolean nodrop = false;
    while (true) {
      Token option = cursor.peek();
      if (Source.isNext(cursor)) {
        source = new Source(Optional.of(Source.parse(cursor)), stage);
      } else if (cursor.acceptWord("regex")) {
        Token string = cursor.expectString("a regular expression in double quotes");
        regex = Optional.of(new Pattern(Quotes.regexOf(string.text()), string.span()));
      } else if (cursor.acceptWord("keys") || option.kind() == Token.Kind.STRING) {
        keys = keys(cursor);
      } else if (cursor.acceptWord("nodrop")) {
        nodrop = true;
      } else if (!cursor.acceptWord("infer")) {
        if (keys.isEmpty()) {
          throw Option.other(
              cursor,
              List.of("infer", "regex", "field", "keys in double quotes such as \"status\""));
        }
        Option.refuseOther(cursor, "infer", "regex", "keys", "as", "field", "nodrop");
        return new KeyValue(source, regex, keys, nodrop);
      }
    }
  }

  @Override
  public String print() {
    return "kv "
        + source.print()
        + regex.map(pattern -> "regex " + Quotes.quoteRegex(pattern.text())).orElse("infer")
        + " keys "
        + Wanted.print(keys)
        + (nodrop ? " nodrop" : "");
  }

  @Override
  public boolean isParse() {
    return true;
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    Finder finder = regex.map(this::regexFinder).orElseGet(this::inferringFinder);
    Extraction.Search search = new Extraction.Search(finder, Wanted.fields(keys));
    return new Extraction(source, List.of(search), nodrop).plan(rows);
  }

  private Finder inferringFinder() {
    List<String> texts = Wanted.texts(keys);
    return new JavaFinder(
        FIND,
        PackedTexts.pack(texts),
        text -> holdsOne(text, texts),
        text -> holdsOne(text, texts),
        false);
  }

  private Finder regexFinder(Pattern pattern) {
    int groups = Regex.numbered(pattern.text(), pattern.span()).names().size();
    return switch (groups) {
      case 1 -> KeyRegexFinder.afterKeys(Wanted.texts(keys), pattern.text(), pattern.span());
      case 2 -> KeyRegexFinder.pairs(Wanted.texts(keys), pattern.text(), pattern.span());
      default ->
          throw new QueryMistake(
              pattern.span(),
              "expected a pattern with one group for the value, or with two for key and value, found "
                  + groups
                  + " groups");
    };
  }

  /** A cheap condition that every text meets which holds one of the keys. */
  static String holdsOne(String text, List<String> keys) {
    List<String> conditions = keys.stream().map(key -> SqlText.holdsInAnyCase(text, key)).toList();
    return "(" + String.join(" OR ", conditions) + ")";
  }
}
