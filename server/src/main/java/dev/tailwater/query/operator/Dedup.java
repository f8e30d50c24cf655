package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Refusal;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Relation.Kind;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import dev.tailwater.record.LogColumns;
import java.util.List;

/**
 * Keeps the first rows of those that are alike.
 *
 * @param consecutive whether only neighbours count as alike
 * @param keys what rows have in common; the whole message when there are none
 */
record Dedup(boolean consecutive, long rows, List<Name> keys, Span span) implements Operator {
  private static final long MESSAGE_LIMIT = 100_000;

  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("dedup"),
                  "dedup [consecutive] [n] [by field, …]",
                  "keeps the first n rows, or the first one, of those with equal fields")
              .details(
                  """
                  Rows are alike when the fields after `by` are, without them when `_raw` is; null is \
                  like null. With `consecutive` only neighbours are removed. The first row in the \
                  current order stays, of messages the newest: sort before it to keep others. At most \
                  100,000 messages.
                  """)
              .examples("router | dedup by dyno", "router | sort by service asc | dedup 1 by dyno"),
          Dedup::parse);

  Dedup {
    keys = List.copyOf(keys);
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    boolean consecutive = cursor.acceptWord("consecutive");
    long rows = 1;
    if (cursor.peek().kind() == Token.Kind.NUMBER) {
      int start = cursor.peek().span().start();
      rows = cursor.expectWhole("a number of rows after \"dedup\"");
      if (rows < 1) {
        throw new QueryMistake(cursor.since(start), "dedup keeps 1 row or more, found " + rows);
      }
    }
    return new Dedup(consecutive, rows, NameList.by(cursor), span);
  }

  @Override
  public String print() {
    return "dedup " + (consecutive ? "consecutive " : "") + rows + NameList.printBy(keys);
  }

  @Override
  public Relation plan(Relation input, PlanContext context) {
    Relation marked = input;
    if (input.kind() == Kind.MESSAGES) {
      Refusal refusal = Refusal.tooManyRows("dedup", "takes", MESSAGE_LIMIT);
      marked = input.qualify(refusal.unless("row_number() OVER () <= " + MESSAGE_LIMIT));
    }
    List<String> alike =
        keys.isEmpty()
            ? List.of(raw(input))
            : keys.stream().map(key -> input.schema().value(key).sql()).toList();
    if (consecutive) {
      marked = runs(marked, alike);
      alike = List.of(marked.added(0));
    }
    return marked.qualify("row_number() " + marked.over(alike, "") + " <= " + rows);
  }

  /** The rows with the number of the run of equal neighbours that they are in. */
  private static Relation runs(Relation rows, List<String> alike) {
    String before = rows.over(List.of(), "");
    List<String> differences =
        alike.stream().map(key -> key + " IS DISTINCT FROM lag(" + key + ") " + before).toList();
    Relation compared =
        rows.extend(
            List.of("CASE WHEN " + String.join(" OR ", differences) + " THEN 1 ELSE 0 END"));
    return compared.extend(
        List.of(
            "sum("
                + compared.added(0)
                + ") "
                + compared.over(List.of(), "ROWS UNBOUNDED PRECEDING")));
  }

  private String raw(Relation rows) {
    return rows.schema()
        .find(LogColumns.RAW.name())
        .orElseThrow(() ->
            new QueryMistake(
                span,
                "dedup compares _raw, which an aggregate before it removed; name fields, as in"
                    + " dedup by a, b"))
        .column();
  }
}
