package dev.tailwater.query.opinion;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rows in their order and the fields they have, messages or records.
 *
 * @param extracted the fields that lines had when they arrived, until the query sets them
 */
record Table(List<String> fields, List<Row> rows, boolean records, Set<String> extracted) {
  /** Rows of which the query made all fields. */
  static Table records(List<String> fields, List<Row> rows) {
    return new Table(fields, rows, true, Set.of());
  }

  /** The same fields with other rows. */
  Table of(List<Row> changed) {
    return new Table(fields, changed, records, extracted);
  }

  /** The rows for which something holds. */
  Table where(Predicate<Row> condition) {
    return of(rows.stream().filter(condition).toList());
  }

  /** Other rows, with fields that may be new: a known one stays where it is. */
  Table with(Collection<String> added, List<Row> changed) {
    List<String> all = new ArrayList<>(fields);
    added.stream().filter(field -> !all.contains(field)).forEach(all::add);
    Set<String> left = new HashSet<>(extracted);
    left.removeAll(Set.copyOf(added));
    return new Table(all, changed, records, left);
  }

  /** A field set in each row. */
  Table set(String field, Function<Row, @Nullable Object> value) {
    return with(
        List.of(field), rows.stream().map(row -> row.with(field, value.apply(row))).toList());
  }

  /** The rows by their values of some fields, the groups in the order of their first rows. */
  Map<List<@Nullable Object>, List<Row>> groups(List<String> by) {
    Map<List<@Nullable Object>, List<Row>> groups = new LinkedHashMap<>();
    rows.forEach(row -> groups.computeIfAbsent(row.all(by), key -> new ArrayList<>()).add(row));
    return groups;
  }
}
