package dev.tailwater.query.operator;

import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The columns of records that a stage is about to make: keys first, then results. Mutable. */
final class RecordColumns {
  private record Column(String name, Value value, boolean key) {}

  private final List<Column> columns = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /** A field by which rows are grouped, under the name in which it is known. */
  void key(Relation rows, Name name) {
    String known = rows.schema().find(name.folded()).map(Field::name).orElse(name.text());
    key(known, rows.schema().value(name), name.span());
  }

  /** Values by which rows are grouped. */
  void key(String name, Value value, Span place) {
    add(new Column(name, value, true), place);
  }

  /**
   * A result.
   *
   * @param place what to point at when there is another one of the same name
   */
  void result(String name, Value value, Span place) {
    add(new Column(name, value, false), place);
  }

  private void add(Column column, Span place) {
    if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
      throw new QueryMistake(
          place, "two results are named " + column.name() + "; give one another name with \"as\"");
    }
    columns.add(column);
  }

  /** A record for each group of rows, in the order of the keys; of no rows there is none. */
  Relation grouped(Relation rows) {
    List<String> places = new ArrayList<>();
    for (int i = 0; i < columns.size() && columns.get(i).key(); i++) {
      places.add(Integer.toString(i + 1));
    }
    String rest = places.isEmpty() ? " HAVING count(*) > 0" : AggregateRows.groupBy(places);
    return rows.records(expressions(), rest, fields(rows), List.of(), keyOrder(rows));
  }

  /**
   * A record for each row that meets a condition, in the order of the keys.
   *
   * @param then SQL of the order of records with the same keys
   */
  Relation each(Relation rows, String condition, String then) {
    List<String> expressions = new ArrayList<>(expressions());
    List<String> order = new ArrayList<>(keyOrder(rows));
    order.add(rows.nextColumn(expressions.size()));
    expressions.add(then);
    return rows.records(expressions, " WHERE " + condition, fields(rows), List.of(), order);
  }

  private List<String> expressions() {
    return columns.stream().map(column -> column.value().sql()).toList();
  }

  private List<Field> fields(Relation rows) {
    List<Field> fields = new ArrayList<>();
    for (Column column : columns) {
      String sql = rows.nextColumn(fields.size());
      fields.add(new Field(column.name(), sql, column.value().type(), Origin.QUERY, column.key()));
    }
    return fields;
  }

  private List<String> keyOrder(Relation rows) {
    List<String> order = new ArrayList<>();
    for (int i = 0; i < columns.size() && columns.get(i).key(); i++) {
      order.add(rows.nextColumn(i) + " ASC NULLS LAST");
    }
    return order;
  }
}
