package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.OpenColumns;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Relation.Kind;
import dev.tailwater.query.plan.Schema;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps or removes fields. */
record Fields(boolean removes, List<Name> names) implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("fields"),
                  "fields [-] a, b",
                  "keeps the listed fields (of messages also those that start with _), or removes them")
              .details(
                  """
                  A result has the kept fields in the order of the list. The minus is for the whole list \
                  and removes also fields that start with `_`. The list may stand in brackets; a field \
                  listed twice is an error.
                  """)
              .examples(
                  "router | count as n, sum(bytes) as b by dyno | fields b, dyno",
                  "router | count as n, sum(bytes) as b by dyno | fields - n, b"),
          cursor -> {
            Token second = cursor.peekSecond();
            return second.isSymbol("-") || !OperatorSyntax.isInfix(second);
          },
          Fields::parse);

  Fields {
    names = List.copyOf(names);
  }

  private static Operator parse(Cursor cursor) {
    cursor.next();
    boolean removes = cursor.acceptSymbol("-");
    boolean bracketed = cursor.acceptSymbol("(");
    List<Name> names = NameList.parse(cursor, "a field name in the list of \"fields\"");
    if (cursor.peek().kind() == Token.Kind.WORD) {
      throw cursor.expected(
          "a comma between one field and the next",
          cursor.peek().isWord("as") ? "; rename in a stage before: | old as new" : "");
    }
    if (bracketed) {
      cursor.expectSymbol(")", "to close the list of fields");
    }
    Set<String> seen = new HashSet<>();
    for (Name name : names) {
      if (!seen.add(name.folded())) {
        throw new QueryMistake(name.span(), "field " + name.text() + " is listed twice");
      }
    }
    return new Fields(removes, names);
  }

  @Override
  public String print() {
    return (removes ? "fields - " : "fields ") + NameList.print(names);
  }

  @Override
  public boolean isRowWise() {
    return true;
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    return removes ? remove(rows) : keep(rows);
  }

  private Relation keep(Relation rows) {
    List<Field> kept = new ArrayList<>();
    if (rows.kind() == Kind.MESSAGES) {
      rows.schema().fields().stream()
          .filter(field -> field.name().startsWith("_"))
          .filter(field -> names.stream().noneMatch(n -> n.folded().equals(field.folded())))
          .forEach(kept::add);
    }
    Relation result = rows;
    for (Name name : names) {
      Optional<Field> known = rows.schema().find(name.folded());
      if (known.isEmpty()) {
        // A column that only the data know becomes a field by being named.
        Value value = rows.schema().value(name);
        result = result.with(name.text(), value);
        known = result.schema().find(name.folded());
      }
      kept.add(known.orElseThrow().shown());
    }
    return result.withSchema(new Schema(kept, List.of()));
  }

  private Relation remove(Relation rows) {
    Set<String> folded = new HashSet<>();
    List<OpenColumns> open = new ArrayList<>(rows.schema().open());
    for (Name name : names) {
      if (rows.schema().find(name.folded()).isEmpty()) {
        rows.schema().value(name);
        open.replaceAll(columns -> columns.without(name.text()));
      }
      folded.add(name.folded());
    }
    Schema schema = rows.schema().retain(field -> !folded.contains(field.folded()));
    return rows.withSchema(new Schema(schema.fields(), open));
  }
}
