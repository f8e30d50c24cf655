package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Field;
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
              "sort [by] field [asc|desc], …",
              "orders rows, descending unless asc or + is given; nulls come last"),
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
    boolean by = cursor.peek().isWord("by") && !cursor.peekSecond().endsStage();
    if (by) {
      cursor.next();
    }
    return new Sort(cursor.peek().endsStage() ? List.of() : keys(cursor, false), span);
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
      if (cursor.acceptWord("asc")) {
        ascending = true;
      } else if (cursor.acceptWord("desc")) {
        ascending = false;
      }
      keys.add(new Key(name, ascending));
    } while (cursor.acceptSymbol(","));
    return keys;
  }

  @Override
  public String print() {
    return keys.isEmpty()
        ? "sort"
        : "sort by " + String.join(", ", keys.stream().map(Key::print).toList());
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    if (!keys.isEmpty()) {
      return rows.sorted(keys.stream().map(key -> key.term(rows)).toList());
    }
    Field first =
        rows.schema().fields().stream()
            .filter(field -> rows.kind() == Relation.Kind.RECORDS && !field.key())
            .findFirst()
            .orElseThrow(() ->
                new QueryMistake(
                    span, "sort without a field needs an aggregate before it; name a field"));
    return rows.sorted(List.of(first.column() + " DESC NULLS LAST"));
  }
}
