package dev.tailwater.query.operator;

import dev.tailwater.query.plan.AddressData;
import dev.tailwater.query.plan.Field;
import dev.tailwater.query.plan.Field.Origin;
import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Resources;
import dev.tailwater.query.plan.Value;
import dev.tailwater.query.syntax.Name;
import dev.tailwater.query.syntax.QueryMistake;
import dev.tailwater.query.syntax.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * What the server knows of the address in a field, for operators that add it to rows.
 *
 * @param columns places of the columns to add
 * @param names of the fields that they become
 */
record AddressFields(AddressData data, List<Integer> columns, List<String> names) {
  AddressFields {
    columns = List.copyOf(columns);
    names = List.copyOf(names);
  }

  /**
   * Fails where the server has no such data.
   *
   * @param asker what needs them, and where it stands
   */
  static void require(AddressData data, Resources resources, String asker, Span span) {
    if (!resources.knows(data)) {
      throw new QueryMistake(
          span,
          asker
              + " needs data about addresses: set "
              + data.setting()
              + " to a file in MaxMind DB format such as "
              + data.example()
              + " and start the server again");
    }
  }

  /** The rows with the fields; they are null where an address is unknown, or none. */
  Relation of(Relation rows, Name address) {
    Relation found = rows.extendOnce(data.call(rows.schema().value(address)).sql());
    List<Value> values =
        columns.stream().map(column -> data.column(column, found.added(0))).toList();
    Relation result = found.extend(values.stream().map(Value::sql).toList());
    List<Field> fields = new ArrayList<>();
    for (Value value : values) {
      int place = fields.size();
      fields.add(
          new Field(names.get(place), result.added(place), value.type(), Origin.QUERY, false));
    }
    for (Field field : fields) {
      result = result.naming(field);
    }
    return result;
  }
}
