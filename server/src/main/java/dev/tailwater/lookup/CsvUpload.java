package dev.tailwater.lookup;

import dev.tailwater.query.run.TableException;
import dev.tailwater.query.run.TableWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads a CSV file into a table: its first row names columns, in any order and letter case. */
final class CsvUpload {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final List<LookupColumn> columns;
  private final TableWriter rows;

  CsvUpload(List<LookupColumn> columns, TableWriter rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * Reads the whole file; a column that it does not name is null.
   *
   * @throws TableException with the line, when a row does not fit the columns
   */
  void read(InputStream csv) throws IOException {
    // A decoder of its own reports what is no UTF-8 instead of replacing it.
    CsvReader in =
        new CsvReader(
            new BufferedReader(new InputStreamReader(csv, StandardCharsets.UTF_8.newDecoder())));
    try {
      List<@Nullable String> header = in.next();
      if (header == null) {
        throw new TableException("expected a row with the names of columns, found an empty file");
      }
      int[] places = places(header);
      List<@Nullable String> cells = in.next();
      while (cells != null) {
        rows.add(row(in.line(), cells, places));
        cells = in.next();
      }
    } catch (CharacterCodingException e) {
      throw new TableException("line " + in.line() + " or the next: expected UTF-8");
    }
  }

  /** For each cell of a row the place of its column. */
  private int[] places(List<@Nullable String> header) {
    List<String> names = columns.stream().map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
    Set<Integer> named = new HashSet<>();
    int[] places = new int[header.size()];
    for (int i = 0; i < places.length; i++) {
      String cell = header.get(i) == null ? "" : String.valueOf(header.get(i));
      String name = (i == 0 ? cell.replace(BYTE_ORDER_MARK, "") : cell).strip();
      places[i] = names.indexOf(name.toLowerCase(Locale.ROOT));
      if (places[i] < 0) {
        throw new TableException(
            "line 1: the table has no column \""
                + name
                + "\"; it has "
                + String.join(", ", columns.stream().map(LookupColumn::name).toList()));
      }
      if (!named.add(places[i])) {
        throw new TableException("line 1: the column " + name + " is named twice");
      }
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).key() && !named.contains(i)) {
        throw new TableException(
            "line 1: expected the primary key column " + columns.get(i).name());
      }
    }
    return places;
  }

  private @Nullable Object[] row(long line, List<@Nullable String> cells, int[] places) {
    if (cells.size() != places.length) {
      throw new TableException(
          "line "
              + line
              + ": expected "
              + places.length
              + " cells as in the first row, found "
              + cells.size());
    }
    @Nullable Object[] row = new Object[columns.size()];
    IntStream.range(0, places.length)
        .forEach(i -> {
          String cell = cells.get(i);
          LookupColumn column = columns.get(places[i]);
          if (cell == null && column.key()) {
            throw new TableException(
                "line " + line + ": the primary key column " + column.name() + " is empty");
          }
          row[places[i]] = cell == null ? null : value(line, column, cell);
        });
    return row;
  }

  private static Object value(long line, LookupColumn column, String cell) {
    String text = cell.strip();
    try {
      return switch (column.type()) {
        case STRING -> cell;
        case INT -> (Object) Integer.valueOf(text);
        case LONG -> Long.valueOf(text);
        case DOUBLE -> Double.valueOf(text);
        case BOOLEAN -> truth(text);
      };
    } catch (IllegalArgumentException e) {
      String expected =
          switch (column.type()) {
            case STRING -> "a text";
            case INT, LONG -> "a whole number";
            case DOUBLE -> "a number";
            case BOOLEAN -> "true or false";
          };
      throw new TableException(
          "line "
              + line
              + ": expected "
              + expected
              + " ("
              + column.type().name().toLowerCase(Locale.ROOT)
              + ") in the column "
              + column.name()
              + ", found \""
              + cell
              + "\"");
    }
  }

  private static boolean truth(String text) {
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return text.equalsIgnoreCase("true");
    }
    throw new IllegalArgumentException(text);
  }
}
