package dev.tailwater.report;

import dev.tailwater.query.ResultField;
import dev.tailwater.query.run.QueryResult;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Values of results as numbers and as texts. */
final class Cells {
  static final Set<String> TIMES =
      Set.of("_timeslice", "_messagetime", "_receipttime", "__timeslice_end");

  private static final int MOST_CHARS = 300;

  private Cells() {}

  /** A value as a number, also when a query took it out of a text; NaN when it is none. */
  static double number(@Nullable Object value) {
    return switch (value) {
      case Number number when Double.isFinite(number.doubleValue()) -> number.doubleValue();
      case String text -> parsed(text.strip());
      case null, default -> Double.NaN;
    };
  }

  private static double parsed(String text) {
    if (text.isEmpty() || text.length() > 40) {
      return Double.NaN;
    }
    char last = text.charAt(text.length() - 1);
    if (last != '.' && (last < '0' || last > '9')) {
      // Java would read 1f and 1d, and take NaN for a number.
      return Double.NaN;
    }
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? number : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** A value as a text; empty for null. */
  static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
          Long.toString(number.longValue());
      default -> value.toString();
    };
  }

  /** As much of a name as there can be room for. */
  static String shown(String name) {
    return name.length() > MOST_CHARS ? name.substring(0, MOST_CHARS) + "…" : name;
  }

  static boolean isNumeric(ResultField field) {
    return field.type().isNumeric();
  }

  /** Whether a column holds numbers and nothing else, whatever its type. */
  static boolean holdsNumbers(QueryResult result, int column) {
    boolean some = false;
    for (@Nullable Object[] row : result.rows()) {
      if (text(row[column]).isEmpty()) {
        continue;
      }
      if (Double.isNaN(number(row[column]))) {
        return false;
      }
      some = true;
    }
    return some;
  }

  /** The place of a field; names are case-insensitive. */
  static OptionalInt index(List<ResultField> fields, String name) {
    return IntStream.range(0, fields.size())
        .filter(i -> fields.get(i).name().equalsIgnoreCase(name))
        .findFirst();
  }

  /** The column with the time of a slice. */
  static OptionalInt timeColumn(QueryResult result) {
    List<ResultField> fields = result.fields();
    OptionalInt named = index(fields, "_timeslice");
    return named.isPresent()
        ? named
        : IntStream.range(0, fields.size())
            .filter(i ->
                isNumeric(fields.get(i))
                    && fields.get(i).name().toLowerCase(Locale.ROOT).contains("timeslice"))
            .findFirst();
  }

  /** The values of some columns of a row as one label. */
  static String label(@Nullable Object[] row, List<Integer> columns) {
    return columns.stream().map(i -> text(row[i])).collect(Collectors.joining(" · "));
  }
}
