package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.pattern.Relevance;
import dev.tailwater.query.pattern.SignatureCounts;
import dev.tailwater.query.pattern.SignatureCounts.Count;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import dev.tailwater.record.LogColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sums up messages of the same form.
 *
 * <p>[R] Relevance is computed from what there is, as there is no history of feedback: see {@link
 * Relevance}. {@code optimize} chooses no other algorithm, it only leaves relevance out, as there.
 * With {@code by} signatures are made of all messages and then counted in each group; a limit is
 * one of signatures, not of records. Messages without the field do not count.
 */
record LogReduce(
    Optional<Name> field,
    List<Name> keys,
    OptionalLong limit,
    Optional<Criteria> criteria,
    boolean optimize,
    Span span)
    implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("logreduce", "summarize"),
                  "logreduce [field=f] [by field, …] [limit=n] [, criteria=mostcommon|leastcommon]"
                      + " [optimize]",
                  "sums up messages of the same form")
              .details(
                  "Each record is a `signature`, with `*` in place of what varies and `$DATE` and"
                      + " `$URL` in place of dates and addresses, the number of its messages in"
                      + " `_count`, and its `relevance` from 0 to 10: the rarer the higher, and"
                      + " higher with words that tell of failure. The most relevant come first;"
                      + " `criteria` orders by the number of messages instead. `by` counts the"
                      + " signatures in each group; `transpose … column signature` makes columns"
                      + " of them. `optimize` leaves `relevance` out. Instead of the message it"
                      + " may be about a field. At most a million messages, and 100000 groups of them.")
              .examples(
                  "* | logreduce",
                  "router | timeslice 1m | logreduce field=method by _timeslice limit=5"
                      + " | transpose row _timeslice column signature"),
          LogReduce::parse);

  static final int ROW_LIMIT = 1_000_000;

  LogReduce {
    keys = List.copyOf(keys);
  }

  /** Which signatures come first. */
  enum Criteria {
    MOSTCOMMON,
    LEASTCOMMON;

    String print() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    Optional<Name> field = Optional.empty();
    List<Name> keys = List.of();
    OptionalLong limit = OptionalLong.empty();
    Optional<Criteria> criteria = Optional.empty();
    boolean optimize = false;
    if (cursor.acceptSymbol("(")) {
      field = Optional.of(cursor.expectName("a field in brackets"));
      cursor.expectSymbol(")", "after the field");
    }
    while (!cursor.peek().endsStage() && !cursor.peek().isSymbol(")")) {
      Token option = cursor.peek();
      if (cursor.acceptWord("field")) {
        cursor.acceptSymbol("=");
        field = Optional.of(cursor.expectName("a field name after \"field=\""));
      } else if (cursor.acceptWord("by")) {
        keys = keys(cursor);
      } else if (cursor.acceptWord("limit")) {
        cursor.acceptSymbol("=");
        limit = OptionalLong.of(limit(cursor));
      } else if (cursor.acceptWord("criteria")) {
        cursor.acceptSymbol("=");
        criteria = Optional.of(criteria(cursor));
      } else if (cursor.acceptWord("optimize")) {
        optimize = true;
      } else {
        throw cursor.expected("field=, by, limit=, criteria= or optimize");
      }
      if (cursor.acceptSymbol(",") && cursor.peek().endsStage()) {
        throw cursor.expected("another option after \",\" behind " + option.text());
      }
    }
    return new LogReduce(field, keys, limit, criteria, optimize, span);
  }

  private static List<Name> keys(Cursor cursor) {
    List<Name> keys = new ArrayList<>();
    boolean more;
    do {
      keys.add(cursor.expectName("a field after \"by\""));
      // A comma may also stand before an option.
      more = cursor.peek().isSymbol(",") && !isOption(cursor.peekSecond());
    } while (more && cursor.acceptSymbol(","));
    return keys;
  }

  private static boolean isOption(Token token) {
    return token.isWord("limit") || token.isWord("criteria") || token.isWord("optimize");
  }

  private static long limit(Cursor cursor) {
    Token token = cursor.peek();
    long limit = cursor.expectWhole("a number of signatures after \"limit=\"");
    if (limit < 1) {
      throw new QueryMistake(token.span(), "expected a limit of 1 or more, found " + limit);
    }
    return limit;
  }

  private static Criteria criteria(Cursor cursor) {
    for (Criteria criteria : Criteria.values()) {
      if (cursor.acceptWord(criteria.print())) {
        return criteria;
      }
    }
    throw cursor.expected("mostcommon or leastcommon after \"criteria=\"");
  }

  @Override
  public String print() {
    return "logreduce"
        + field.map(name -> " field=" + name.print()).orElse("")
        + (keys.isEmpty() ? "" : " by " + NameList.print(keys))
        + (limit.isPresent() ? " limit=" + limit.getAsLong() : "")
        + criteria.map(chosen -> " criteria=" + chosen.print()).orElse("")
        + (optimize ? " optimize" : "");
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    if (rows.kind() != Relation.Kind.MESSAGES) {
      throw new QueryMistake(span, "logreduce needs messages; put it before the first aggregate");
    }
    Name about = field.orElse(new Name(LogColumns.RAW.name(), span));
    List<Value> arguments = new ArrayList<>();
    arguments.add(rows.schema().value(about).asString());
    List<Field> fields = new ArrayList<>();
    for (Name key : keys) {
      Value value = rows.schema().value(key);
      String shown = rows.schema().find(key.folded()).map(Field::name).orElse(key.text());
      arguments.add(value);
      fields.add(
          new Field(shown, rows.nextColumn(fields.size()), value.type(), Origin.QUERY, true));
    }
    fields.add(
        new Field("signature", rows.nextColumn(fields.size()), Type.STRING, Origin.QUERY, true));
    fields.add(new Field("_count", rows.nextColumn(fields.size()), Type.LONG, Origin.QUERY, false));
    if (showsRelevance()) {
      fields.add(
          new Field("relevance", rows.nextColumn(fields.size()), Type.DOUBLE, Origin.QUERY, false));
    }
    Relation counted = rows.computed("logreduce", arguments, fields, this::reduce, ROW_LIMIT);
    return counted.sorted(
        fields.subList(0, keys.size()).stream()
            .map(key -> key.column() + " ASC NULLS LAST")
            .toList());
  }

  /** With groups a second value would stand in the way of transpose. */
  private boolean showsRelevance() {
    return !optimize && keys.isEmpty();
  }

  private void reduce(Iterable<@Nullable Object[]> messages, Consumer<@Nullable Object[]> out) {
    SignatureCounts signatures = new SignatureCounts();
    for (@Nullable Object[] message : messages) {
      if (message[0] instanceof String text) {
        // A copy of the values, which does not keep the text.
        signatures.add(text, Arrays.asList(Arrays.copyOfRange(message, 1, message.length)));
      }
    }
    long all = signatures.lines();
    signatures.counts().stream()
        .sorted(order(all))
        .limit(limit.orElse(Long.MAX_VALUE))
        .forEach(count -> write(count, all, out));
  }

  private Comparator<Count> order(long all) {
    Comparator<Count> rarest = Comparator.comparingLong(Count::lines);
    if (criteria.isPresent()) {
      return criteria.get() == Criteria.LEASTCOMMON ? rarest : rarest.reversed();
    }
    return optimize
        ? rarest.reversed()
        : Comparator.comparingDouble((Count count) -> relevance(count, all))
            .reversed()
            .thenComparing(rarest.reversed());
  }

  private void write(Count count, long all, Consumer<@Nullable Object[]> out) {
    if (showsRelevance()) {
      out.accept(new Object[] {count.signature(), count.lines(), relevance(count, all)});
      return;
    }
    count
        .groups()
        .forEach((group, lines) -> {
          List<@Nullable Object> row = new ArrayList<>(group);
          row.add(count.signature());
          row.add(lines);
          out.accept(row.toArray());
        });
  }

  private static double relevance(Count count, long all) {
    return Relevance.of(count.signature(), count.lines(), all);
  }
}
