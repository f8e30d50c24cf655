package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.PlanContext;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Resources;
import dev.tailwater.query.plan.Saving;
import dev.tailwater.query.plan.StoredTable;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Cursor;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import dev.tailwater.query.syntax.TableSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes the rows to a table of the account when the query runs. */
record Save(boolean append, TableSource.Stored table, Span span) implements Operator {
  static final OperatorSyntax SYNTAX =
      OperatorSyntax.of(
          Entry.of(
                  List.of("save"),
                  "save [append] path://\"table\"",
                  "writes the rows to a table, in place of what it holds or behind it")
              .details(
                  "It ends the query: stages after it are read and ignored. A table that is not"
                      + " there is made, with the fields as columns and without primary key. One"
                      + " with a primary key keeps its columns: the rows must have all of them,"
                      + " other fields are left out, and of rows with the same key the last one"
                      + " stays. One without is replaced together with its columns; `append` keeps"
                      + " both. A query that fails or is cancelled changes nothing. At most a million"
                      + " rows.")
              .examples("router | count by dyno | save path://\"/Library/counts\""),
          Save::starts,
          Save::parse);

  private static final int MOST_ROWS = 1_000_000;

  /** A path with a slash in front that ends the stage: {@code save / 2 as half} divides. */
  private static final Pattern PATH = Pattern.compile("\\s+/[^\\s|]+\\s*(?:\\||//|/\\*|$)");

  private static boolean starts(Cursor cursor) {
    int end = cursor.peek().span().end();
    return !OperatorSyntax.isInfix(cursor.peekSecond())
        || PATH.matcher(cursor.text()).region(end, cursor.text().length()).lookingAt();
  }

  private static Operator parse(Cursor cursor) {
    Span span = cursor.next().span();
    boolean append = cursor.acceptWord("append");
    return new Save(append, TableSource.parseStored(cursor, "save"), span);
  }

  @Override
  public String print() {
    return "save " + (append ? "append " : "") + table.print();
  }

  /** The same rows, stored: they are read to be written, and again to be shown. */
  @Override
  public Relation plan(Relation rows, PlanContext context) {
    if (rows.kind() == Relation.Kind.RECORDS && !rows.schema().open().isEmpty()) {
      throw new QueryMistake(
          span,
          "save needs to know the columns before the query runs; name them: transpose … as a, b, or"
              + " fields a, b");
    }
    return rows.stored("save", MOST_ROWS).rows();
  }

  @Override
  public boolean endsQuery() {
    return true;
  }

  @Override
  public Optional<Saving> saving(Relation rows, Resources resources) {
    Optional<StoredTable> there = resources.table(table);
    if (there.isEmpty() || (!append && there.get().keys().isEmpty())) {
      List<Field> fields = rows.schema().fields();
      return Optional.of(
          new Saving(
              table.path(),
              append,
              fields.stream()
                  .map(field -> new StoredTable.Column(field.name(), field.type()))
                  .toList(),
              fields.stream().map(Field::value).toList()));
    }
    List<StoredTable.Column> columns = there.get().columns();
    List<Value> values = new ArrayList<>();
    for (StoredTable.Column column : columns) {
      Field field =
          rows.schema()
              .find(column.folded())
              .orElseThrow(() ->
                  new QueryMistake(
                      table.span(),
                      "the table "
                          + there.get().path().text()
                          + " has a column "
                          + column.name()
                          + " and the rows have no such field; make one or rename one with \"as\""));
      values.add(fitted(field.value(), column.type()));
    }
    return Optional.of(new Saving(table.path(), append, columns, values));
  }

  /** What does not fit the type of a column is null. */
  private static Value fitted(Value value, Type type) {
    return type == Type.INT && value.type() != Type.INT
        ? new Value(Type.INT, "TRY_CAST(" + value.asLong().sql() + " AS INTEGER)")
        : value.as(type);
  }
}
