package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.StoredTable;
import dev.tailwater.query.plan.TableMatch;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.KeyPair;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.TableSource;
import dev.tailwater.record.LogColumns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Adds columns of the row that another table has for each row.
 *
 * @param outputs columns to add; none for all of them
 */
record Lookup(List<Output> outputs, TableSource source, List<KeyPair> pairs, Span span)
    implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("lookup"),
                  "lookup column [as name][, …] from path://\"table\" on field = column [and …]",
                  "adds columns of a table to the rows that have a value in common with it")
              .details(
                  "`*` in place of the columns adds all but those after `on`. `on ip` is short for"
                      + " `on ip = ip`; several pairs stand with `and` or commas between. Names and"
                      + " values are compared without letter case. A row without a match stays, and"
                      + " its new fields are null; of several matches the last row of the table"
                      + " counts. Older forms of a path (`shared/hosts`) name the same tables; files"
                      + " on the web are not fetched. A column that is called like a field of every"
                      + " line (`_source`) needs another name with `as`.\n\n"
                      + "`lookupContains(path://\"table\", field = column [and …])` is a condition:"
                      + " true where the table has a match."),
          Lookup::starts,
          Lookup::parse);

  Lookup {
    outputs = List.copyOf(outputs);
    pairs = List.copyOf(pairs);
  }

  /** A column and the field that it becomes. */
  record Output(Name column, Optional<Name> alias) {
    Name field() {
      return alias.orElse(column);
    }

    String print() {
      return column.print() + alias.map(name -> " as " + name.print()).orElse("");
    }
  }

  /** {@code lookup * from} is no multiplication. */
  private static boolean starts(Cursor cursor) {
    if (!cursor.peekSecond().isSymbol("*")) {
      return !OperatorSyntax.isInfix(cursor.peekSecond());
    }
    int mark = cursor.offset();
    cursor.next();
    boolean all = cursor.peekSecond().isWord("from");
    cursor.moveTo(mark);
    return all;
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    List<Output> outputs = new ArrayList<>();
    if (!cursor.acceptSymbol("*")) {
      do {
        Name column = cursor.expectName("a column to look up, or *");
        Optional<Name> alias =
            cursor.acceptWord("as")
                ? Optional.of(cursor.expectName("a field name after \"as\""))
                : Optional.empty();
        outputs.add(new Output(column, alias));
      } while (cursor.acceptSymbol(","));
    }
    cursor.expectWord("from", "and a table after the columns");
    TableSource source = TableSource.parse(cursor);
    cursor.expectWord("on", "and field = column after the table");
    return new Lookup(outputs, source, KeyPair.list(cursor), span);
  }

  @Override
  public String print() {
    return "lookup "
        + (outputs.isEmpty()
            ? "*"
            : String.join(", ", outputs.stream().map(Output::print).toList()))
        + " from "
        + source.print()
        + " on "
        + KeyPair.print(pairs);
  }

  @Override
  public Relation plan(Relation rows, PlanContext context) {
    return switch (source) {
      case TableSource.Stored stored -> joined(rows, context.resources().require(stored));
      case TableSource.Service service ->
          throw new QueryMistake(
              service.span(),
              "expected a table such as path://\"/Library/hosts\", found " + service.print());
    };
  }

  private Relation joined(Relation rows, StoredTable table) {
    TableMatch match = TableMatch.of(table, pairs, rows.schema());
    List<String> added = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (Output output : outputs(table, match)) {
      int column = table.require(output.column());
      String name = rows.nextColumn(added.size());
      added.add(TableMatch.ALIAS + "." + StoredTable.column(column) + " AS " + name);
      fields.add(
          new Field(
              output.field().text(),
              name,
              table.columns().get(column).type(),
              Origin.QUERY,
              false));
    }
    Relation joined =
        rows.selecting(
            "SELECT s.*, "
                + String.join(", ", added)
                + " FROM "
                + rows.input()
                + " AS s LEFT JOIN "
                + match.lastRows()
                + " AS "
                + TableMatch.ALIAS
                + " ON "
                + match.condition());
    for (Field field : fields) {
      joined = joined.naming(field);
    }
    return joined;
  }

  /** What is added, checked: {@code *} leaves out what the rows have already. */
  private List<Output> outputs(StoredTable table, TableMatch match) {
    List<Output> all = new ArrayList<>(outputs);
    for (int i = 0; outputs.isEmpty() && i < table.columns().size(); i++) {
      if (!match.columns().contains(i)) {
        all.add(new Output(new Name(table.columns().get(i).name(), span), Optional.empty()));
      }
    }
    if (all.isEmpty()) {
      throw new QueryMistake(
          span, "the table " + table.path().text() + " has no column besides those after \"on\"");
    }
    Set<String> seen = new HashSet<>();
    for (Output output : all) {
      requireOwnName(output);
      if (!seen.add(output.field().folded())) {
        throw new QueryMistake(
            output.field().span(),
            "two columns become the field "
                + output.field().text()
                + "; give one another name with \"as\"");
      }
    }
    return all;
  }

  /** What is known of every line must not become something else on the way. */
  private static void requireOwnName(Output output) {
    String name = output.field().folded();
    if (name.startsWith("_") && LogColumns.ALL.stream().anyMatch(c -> c.name().equals(name))) {
      throw new QueryMistake(
          output.field().span(),
          output.field().text()
              + " is a field of every line; give the column another name with \"as\"");
    }
  }
}
