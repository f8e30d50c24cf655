package dev.tailwater.query.opinion;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Stages that are about the fields of records. */
final class RecordSteps {
  private RecordSteps() {}

  /** Rows become columns. {@code names} are the columns that are wanted, none meaning all. */
  record Transpose(List<String> row, String column, String value, List<String> names)
      implements Step {
    @Override
    public String print(Spelling spelling) {
      return spelling.word("transpose")
          + " "
          + spelling.word("row")
          + " "
          + Step.list(row, spelling)
          + " "
          + spelling.word("column")
          + " "
          + spelling.field(column)
          + (names.isEmpty()
              ? spelling.any("", " as *")
              : " as "
                  + String.join(", ", names.stream().map(name -> "%\"" + name + '"').toList()));
    }

    @Override
    public Table apply(Table rows) {
      Set<String> found = new TreeSet<>(Values::compare);
      rows.rows().forEach(record -> found.add(name(record)));
      List<String> columns = names.isEmpty() ? List.copyOf(found) : names;
      List<Row> records = new ArrayList<>();
      for (List<Row> group : rows.groups(row).values()) {
        Row record = group.getFirst().only(row);
        for (String name : columns) {
          record = record.with(name, null);
        }
        for (Row cell : group) {
          record = columns.contains(name(cell)) ? record.with(name(cell), cell.get(value)) : record;
        }
        records.add(record);
      }
      return Table.records(
          Stream.concat(row.stream(), columns.stream()).toList(),
          records.stream().sorted(Order.ascending(row)).toList());
    }

    private String name(Row cell) {
      String name = Values.text(cell.get(column));
      return name == null ? "null" : name;
    }
  }

  /** The records with the largest or smallest values, only with the fields that are named. */
  record Top(int count, List<String> of, List<Order> by) implements Step {
    @Override
    public String print(Spelling spelling) {
      return spelling.word("top")
          + " "
          + count
          + " "
          + Step.list(of, spelling)
          + " "
          + spelling.word("by")
          + " "
          + String.join(
              ", ",
              by.stream()
                  .map(order ->
                      spelling.field(order.field())
                          + (order.ascending() ? " asc" : spelling.any("", " desc")))
                  .toList());
    }

    @Override
    public Table apply(Table rows) {
      List<String> fields =
          Stream.concat(of.stream(), by.stream().map(Order::field)).distinct().toList();
      return Table.records(
          fields,
          rows.rows().stream()
              .sorted(Order.by(by))
              .limit(count)
              .map(row -> row.only(fields))
              .toList());
    }
  }

  /** The most frequent values of messages, or of records by their number. */
  record Frequent(int count, List<String> of, boolean top) implements Step {
    @Override
    public String print(Spelling spelling) {
      String list = Step.list(of, spelling);
      return top
          ? spelling.word("top") + " " + count + " " + list
          : spelling.word("count_frequent") + " " + list;
    }

    @Override
    public Table apply(Table rows) {
      String name = top ? "_count" : "_approxcount";
      Groups.Result number = new Groups.Result("count", "", 0, name);
      Table counted = new Groups(List.of(number), of, false).apply(rows);
      return counted.of(
          counted.rows().stream()
              .sorted(new Order(name, false).comparator())
              .limit(top ? count : Long.MAX_VALUE)
              .toList());
    }
  }

  /**
   * Adds a record for each missing combination of the time slices of the range and of the values
   * that some fields have.
   */
  record FillMissing(
      RowSteps.@Nullable Timeslice slices,
      long fromMillis,
      long toMillis,
      List<String> fields,
      Map<String, Kind> others,
      Map<String, Double> with)
      implements Step {
    @Override
    public String print(Spelling spelling) {
      Stream<String> slice = slices == null ? Stream.of() : Stream.of(spelling.word("timeslice"));
      String generators =
          Stream.concat(
                  slice,
                  fields.stream()
                      .map(field ->
                          "values " + spelling.word("all") + " in " + spelling.field(field)))
              .collect(Collectors.joining(", "));
      String constants =
          with.entrySet().stream()
              .map(
                  entry -> Values.text(entry.getValue()) + " for " + spelling.field(entry.getKey()))
              .collect(Collectors.joining(", "));
      return spelling.word("fillmissing")
          + " "
          + generators
          + (constants.isEmpty() ? "" : " with " + constants);
    }

    @Override
    public Table apply(Table rows) {
      List<String> keys = new ArrayList<>();
      List<List<@Nullable Object>> tuples = new ArrayList<>(List.of(List.of()));
      if (slices != null) {
        keys.add("_timeslice");
        Row first = new Row(Map.of("_messagetime", (double) fromMillis));
        double start =
            (Double)
                Objects.requireNonNull(
                    slices
                        .apply(Table.records(List.of(), List.of(first)))
                        .rows()
                        .getFirst()
                        .get("_timeslice"));
        List<List<@Nullable Object>> starts = new ArrayList<>();
        for (double at = start; at < toMillis; at += slices.millis()) {
          starts.add(List.of(at));
        }
        tuples = starts;
      }
      for (String field : fields) {
        keys.add(field);
        Set<@Nullable Object> values = new LinkedHashSet<>();
        rows.rows().forEach(row -> values.add(row.get(field)));
        List<List<@Nullable Object>> longer = new ArrayList<>();
        for (List<@Nullable Object> tuple : tuples) {
          for (Object value : values) {
            List<@Nullable Object> next = new ArrayList<>(tuple);
            next.add(value);
            longer.add(next);
          }
        }
        tuples = longer;
      }
      Set<List<@Nullable Object>> known = new HashSet<>(rows.groups(keys).keySet());
      List<Row> all = new ArrayList<>(rows.rows());
      for (List<@Nullable Object> tuple : tuples) {
        if (known.add(tuple)) {
          all.add(record(rows.fields(), keys, tuple));
        }
      }
      return rows.of(all.stream().sorted(Order.ascending(keys)).toList());
    }

    private Row record(List<String> all, List<String> keys, List<@Nullable Object> tuple) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      for (String field : all) {
        int key = keys.indexOf(field);
        if (key >= 0) {
          values.put(field, tuple.get(key));
        } else if (with.containsKey(field)) {
          values.put(field, with.get(field));
        } else {
          values.put(
              field,
              switch (others.getOrDefault(field, Kind.TEXT)) {
                case TEXT -> null;
                case BOOLEAN -> false;
                case NUMBER, INEXACT -> 0.0;
              });
        }
      }
      return new Row(values);
    }
  }

  /** Keeps the records whose values are among those that other stages make of the records. */
  record Filter(List<String> fields, List<Step> child) implements Step {
    @Override
    public String print(Spelling spelling) {
      return spelling.word("filter")
          + " "
          + Step.list(fields, spelling)
          + " in ("
          + child.stream().map(step -> step.print(spelling)).collect(Collectors.joining(" | "))
          + ")";
    }

    @Override
    public Table apply(Table rows) {
      Set<List<@Nullable Object>> wanted = Query.apply(child, rows).groups(fields).keySet();
      return rows.where(row -> wanted.contains(row.all(fields)));
    }
  }
}
