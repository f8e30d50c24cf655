package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.Token;
import java.util.ArrayList;
import java.util.List;

/** Orders rows. */
record Sort(List<Key> keys, Span span) implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("sort", "order"),
                  "sort [by] [+|-] field [asc|desc], …",
                  "orders rows, descending unless asc or + is given; nulls come last")
              .details(
                  """
                  A direction belongs to the one field that it is written on: `sort by _count, dyno asc` \
                  is descending by `_count`. Text is ordered by code point, also when it looks like \
                  numbers: convert it first. Without a field records are ordered by the first result of \
                  their aggregate. Rows with equal fields stay in their order.
                  """)
              .examples(
                  "router | count by status | sort by _count, status asc",
                  "router | sort by _messagetime asc"),
          cursor -> {
            Token second = cursor.peekSecond();
            return second.isSymbol("-") || second.isSymbol("+") || !OperatorSyntax.isInfix(second);
          },
          Sort::parse);

  Sort {
    keys = List.copyOf(keys);
  }

  /** A field to sort by. */
  record Key(Name name, boolean ascending) {
    String print() {
      return name.print() + (ascending ? " asc" : "");
    }

    String term(Relation rows) {
      return rows.schema().value(name).sql() + (ascending ? " ASC" : " DESC") + " NULLS LAST";
    }
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    boolean by = cursor.acceptWord("by");
    return new Sort(!by && cursor.peek().endsStage() ? List.of() : keys(cursor, false), span);
  }

  /** Fields with their directions, separated by commas. */
  static List<Key> keys(Cursor cursor, boolean ascendingByDefault) {
    List<Key> keys = new ArrayList<>();
    do {
      boolean ascending = ascendingByDefault;
      if (cursor.acceptSymbol("+")) {
        ascending = true;
      } else if (cursor.acceptSymbol("-")) {
        ascending = false;
      }
      Name name = cursor.expectName("a field to sort by");
      Token next = cursor.peek();
      // A field may be called so: sort by desc asc.
      boolean field = next.kind() != Token.Kind.WORD || isDirection(next.folded());
      if (isDirection(name.folded()) && !field) {
        throw new QueryMistake(
            name.span(),
            "expected a field to sort by, found \"%s\"; the direction follows the field: %s %s"
                .formatted(name.text(), next.text(), name.text()));
      }
      if (cursor.acceptWord("asc")) {
        ascending = true;
      } else if (cursor.acceptWord("desc")) {
        ascending = false;
      }
      keys.add(new Key(name, ascending));
    } while (cursor.acceptSymbol(","));
    return keys;
  }

  private static boolean isDirection(String word) {
    return word.equals("asc") || word.equals("desc");
  }

  @Override
  public String print() {
    return keys.isEmpty()
        ? "sort"
        : "sort by " + String.join(", ", keys.stream().map(Key::print).toList());
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    List<Key> sorted = keys.isEmpty() ? List.of(byFirstResult(rows, span)) : keys;
    return rows.sorted(sorted.stream().map(key -> key.term(rows)).toList());
  }

  /** What an aggregate computed first, descending. */
  static Key byFirstResult(Relation rows, Span span) {
    return rows.schema().fields().stream()
        .filter(field -> rows.kind() == Relation.Kind.RECORDS && !field.key())
        .findFirst()
        .map(field -> new Key(new Name(field.name(), span), false))
        .orElseThrow(() ->
            new QueryMistake(
                span, "sort without a field needs an aggregate before it; name a field"));
  }
}
