package dev.tailwater.store;

import dev.tailwater.engine.Sql;
import dev.tailwater.record.Column;
import dev.tailwater.record.ColumnType;
import dev.tailwater.record.LogColumns;
import dev.tailwater.store.TextForm.Cell;
import dev.tailwater.term.RowRange;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;

/**
 * SQL that reads data files. Their columns are found by the table's ids, and those that a file was
 * written without are null. Immutable.
 */
final class DataFileSql {
  /** What a text is made of. */
  private static final Set<Column> OF_TEXT =
      Stream.concat(
              TextForm.HEAD.stream(),
              Stream.of(TextForm.values()).flatMap(form -> form.body().stream()))
          .flatMap(piece -> piece instanceof Cell cell ? Stream.of(cell.column()) : Stream.of())
          .collect(Collectors.toUnmodifiableSet());

  /**
   * The type of a schema, which is given as one literal: parsing a MAP written out takes 60 µs for
   * each column.
   */
  private static final String SCHEMA =
      "MAP(INTEGER, STRUCT(name VARCHAR, type VARCHAR, default_value VARCHAR))";

  private final Schema schema;

  DataFileSql(Schema schema) {
    this.schema = schema;
  }

  /**
   * An item for a FROM clause: rows as they are stored, with {@code file_row_number}.
   *
   * @param columns to read
   */
  String stored(Collection<Path> files, Set<Column> columns) {
    return read(files, ", file_row_number = true", columns);
  }

  /** An item for a FROM clause: rows as they are stored, with all columns of the table. */
  String stored(Collection<Path> files) {
    return read(files, "", Set.copyOf(LogColumns.ALL));
  }

  private String read(Collection<Path> files, String options, Set<Column> columns) {
    String paths =
        files.stream().map(file -> Sql.literal(file.toString())).collect(Collectors.joining(", "));
    return "read_parquet([%s], hive_partitioning = false%s, schema = CAST(%s AS %s))"
        .formatted(paths, options, Sql.literal("{" + columns(columns) + "}"), SCHEMA);
  }

  private String columns(Set<Column> columns) {
    // For a count of rows as well the engine wants a column.
    Set<Column> some = columns.isEmpty() ? Set.of(LogColumns.ACCOUNT) : columns;
    Stream<String> wanted =
        LogColumns.ALL.stream()
            .filter(some::contains)
            .map(column -> column(column.name(), column.type()));
    Stream<String> form =
        columns.contains(LogColumns.RAW)
            ? Stream.of(column(StoredText.FORM, ColumnType.INT))
            : Stream.of();
    return Stream.concat(wanted, form).collect(Collectors.joining(", "));
  }

  private String column(String name, ColumnType type) {
    return "%d={name: '%s', type: '%s', default_value: NULL}"
        .formatted(schema.findField(name).fieldId(), name, type.sql());
  }

  /** What has to be read of files for these columns of lines. */
  static Set<Column> needed(Collection<Column> columns) {
    Set<Column> needed = new HashSet<>(columns);
    if (needed.contains(LogColumns.RAW)) {
      needed.addAll(OF_TEXT);
    }
    return needed;
  }

  /** A query for the place of each row of a range in a data file, and for its text; in no order. */
  String texts(Path file, RowRange rows) {
    return "SELECT file_row_number, %s FROM %s WHERE file_row_number BETWEEN %d AND %d"
        .formatted(
            StoredText.whole(),
            stored(List.of(file), needed(List.of(LogColumns.RAW))),
            rows.from(),
            rows.to() - 1);
  }

  /** The same of a whole file whose rows are in a generation too: its texts need not be rebuilt. */
  String texts(Path file, Generation generation) {
    String id = Sql.identifier(LogColumns.MESSAGE_ID.name());
    return "SELECT file_row_number, %s FROM %s JOIN %s USING (%s)"
        .formatted(
            Sql.identifier(LogColumns.RAW.name()),
            generation.table(),
            stored(List.of(file), Set.of(LogColumns.MESSAGE_ID)),
            id);
  }

  /** A query that reads every value of a data file, for what happens while it does. */
  String everyValue(Path file) {
    return "SELECT bit_xor(hash(COLUMNS(*))) FROM " + stored(List.of(file));
  }
}
