package dev.tailwater.store;

import dev.tailwater.engine.Sql;
import dev.tailwater.record.Column;
import dev.tailwater.record.LogColumns;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kinds of lines that stand together in a file. Their row groups hold few columns with values and
 * few words, so that a question about one kind leaves the others unread, and like values compress
 * better. Within a kind lines are in the order of their times, so a range of times leaves out row
 * groups as well.
 */
public enum LineKind {
  /** A request, told by the router. */
  ROUTER(1, "%s IS NOT NULL".formatted(name(LogColumns.METHOD))),

  /** Memory or load of a dyno. */
  METRICS(
      2,
      "%s IS NOT NULL OR %s IS NOT NULL"
          .formatted(name(LogColumns.MEMORY_TOTAL), name(LogColumns.LOAD_AVG_1M))),

  /** What a dyno of the app wrote. */
  APP(
      3,
      "%s = 'app' AND contains(%s, '.')"
          .formatted(name(LogColumns.ORIGIN), name(LogColumns.COMPONENT))),

  /** The rest: the platform's lines about builds, dynos and errors, and what others sent. */
  OTHER(4, "true");

  private final int place;
  private final String condition;

  LineKind(int place, String condition) {
    this.place = place;
    this.condition = condition;
  }

  /** SQL of the place of a row's kind among them. */
  static final String OF_ROW =
      Stream.of(values())
          .map(kind -> "WHEN " + kind.condition + " THEN " + kind.place)
          .collect(Collectors.joining(" ", "CASE ", " END"));

  /** Its place among them, as {@link LogColumns#KIND}. */
  public int place() {
    return place;
  }

  private static String name(Column column) {
    return Sql.identifier(column.name());
  }
}
