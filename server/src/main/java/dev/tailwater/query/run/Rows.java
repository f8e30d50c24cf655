package dev.tailwater.query.run;

import dev.tailwater.query.CompiledQuery;
import dev.tailwater.query.CompiledQuery.Kind;
import dev.tailwater.query.ResultField;
import dev.tailwater.query.plan.NamedTexts;
import dev.tailwater.query.plan.NamedTexts.NamedText;
import dev.tailwater.query.plan.OpenColumns;
import dev.tailwater.query.plan.Type;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes rows out of the engine: typed values, and maps of open columns spread into columns. */
final class Rows {
  /** The most names of a list that one row shows. */
  private static final int LISTED_LIMIT = 100;

  /** Of all its texts together. The heap holds a few such results at a time, and their answers. */
  static final long CHARACTER_LIMIT = 64_000_000;

  private final CompiledQuery query;
  private final int limit;
  private final List<ResultField> fields;
  private final List<@Nullable Object[]> rows = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** How the data spell a folded name, the first of several spellings. */
  private final Map<String, String> spellings = new HashMap<>();

  private final FirstColumns columns = new FirstColumns();
  private boolean truncated;
  private long characters;

  Rows(CompiledQuery query, int limit) {
    this.query = query;
    this.limit = limit;
    this.fields = new ArrayList<>(query.fields());
  }

  int limit() {
    return limit;
  }

  List<ResultField> fields() {
    return fields;
  }

  List<@Nullable Object[]> rows() {
    return rows;
  }

  boolean truncated() {
    return truncated;
  }

  List<String> warnings() {
    return warnings;
  }

  /**
   * Reads all rows; one more than the limit shows that there are more.
   *
   * @param checkCancelled throws when nobody waits any more
   */
  void read(ResultSet found, Runnable checkCancelled) throws SQLException {
    List<OpenColumns> open = query.openColumns();
    int known = fields.size();
    while (found.next()) {
      if (rows.isEmpty()) {
        for (int map = 0; map < open.size(); map++) {
          for (String key : list(found, known + 2 * map + 2)) {
            takeColumn(map, open.get(map), key);
          }
        }
      }
      if (rows.size() == limit) {
        truncated = true;
        break;
      }
      checkCancelled.run();
      @Nullable Object[] row = new Object[known + open.size()];
      for (int i = 0; i < row.length; i++) {
        row[i] =
            i < known
                ? value(found, i + 1, fields.get(i).type())
                : cells(found, known + 2 * (i - known) + 1, i - known, open.get(i - known));
        characters += characters(row[i]);
      }
      if (characters > CHARACTER_LIMIT) {
        truncated = true;
        warnings.add(
            "the result has more than "
                + CHARACTER_LIMIT
                + " characters; only its first "
                + rows.size()
                + " rows are shown; leave out fields, or choose a shorter time range");
        break;
      }
      rows.add(row);
    }
    if (truncated && rows.size() == limit && query.kind() == Kind.RECORDS) {
      warnings.add("there are more than " + limit + " records; only the first are shown");
    }
    if (!open.isEmpty()) {
      spread(open, known);
    }
  }

  private static long characters(@Nullable Object value) {
    return switch (value) {
      case String text -> text.length();
      case Map<?, ?> cells -> cells.values().stream().mapToLong(Rows::characters).sum();
      case null, default -> 0;
    };
  }

  /** A value of the language; columns count from 1. */
  static @Nullable Object value(ResultSet found, int column, Type type) throws SQLException {
    Object value =
        switch (type) {
          case STRING -> found.getString(column);
          case INT, LONG -> found.getLong(column);
          case DOUBLE -> found.getDouble(column);
          case BOOLEAN -> found.getBoolean(column);
        };
    return found.wasNull() ? null : value;
  }

  /** Takes note of a column that the data name; whether it may be shown. */
  private boolean takeColumn(int map, OpenColumns open, String key) {
    return !open.taken().contains(key)
        && columns.add(key + open.suffix(), new FirstColumns.Source(map, key));
  }

  private void spread(List<OpenColumns> open, int known) {
    if (columns.more()) {
      warnings.add(
          "the data make more than "
              + OpenColumns.MOST
              + " columns; only the first "
              + OpenColumns.MOST
              + " by name are shown");
    }
    columns
        .byName()
        .forEach((name, source) -> {
          OpenColumns from = open.get(source.map());
          String shown = from.inList() ? spellings.getOrDefault(name, name) : name;
          fields.add(new ResultField(name, shown, from.type(), false, true));
        });
    List<FirstColumns.Source> sources = List.copyOf(columns.byName().values());
    rows.replaceAll(row -> {
      @Nullable Object[] wide = new Object[known + sources.size()];
      System.arraycopy(row, 0, wide, 0, known);
      for (int i = 0; i < sources.size(); i++) {
        FirstColumns.Source source = sources.get(i);
        Object cells = row[known + source.map()];
        wide[known + i] = cells instanceof Map<?, ?> map ? widened(map.get(source.key())) : null;
      }
      return wide;
    });
  }

  /** The texts of a list; empty where it is null. */
  private static List<String> list(ResultSet found, int column) throws SQLException {
    Array array = found.getArray(column);
    return array == null
        ? List.of()
        : Stream.of((Object[]) array.getArray()).map(String::valueOf).toList();
  }

  /** The cells of a row by key, those of columns that may be shown. */
  private Map<String, @Nullable Object> cells(
      ResultSet found, int column, int map, OpenColumns open) throws SQLException {
    Map<String, @Nullable Object> cells = new HashMap<>();
    if (!open.inList()) {
      if (found.getObject(column) instanceof Map<?, ?> all) {
        all.forEach((key, value) -> {
          String name = String.valueOf(key);
          if (takeColumn(map, open, name)) {
            cells.put(name, value);
          }
        });
      }
      return cells;
    }
    for (NamedText named : NamedTexts.read(list(found, column))) {
      if (cells.size() < LISTED_LIMIT && takeColumn(map, open, named.name())) {
        cells.put(named.name(), named.text());
        spellings.putIfAbsent(named.name(), named.spelling());
      }
    }
    return cells;
  }

  private static @Nullable Object widened(@Nullable Object value) {
    return value instanceof Integer number ? (Object) number.longValue() : value;
  }
}
