package dev.tailwater.query.function;

import dev.tailwater.query.plan.Relation;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import java.util.List;

/**
 * A value with the time of its message, as one JSON text. The operator {@code withtime} writes it,
 * the aggregates {@code most_recent} and {@code least_recent} read it.
 */
public final class TimedValue {
  /** What the name of such a field ends with. */
  public static final String SUFFIX = "_withtime";

  private TimedValue() {}

  /** The text; null where the value is. */
  public static Value of(Value value, Value timeMillis) {
    return new Value(
        Type.STRING,
        "CASE WHEN "
            + value.sql()
            + " IS NOT NULL THEN CAST(json_object('value', "
            + value.sql()
            + ", 'timestamp', "
            + timeMillis.sql()
            + ") AS VARCHAR) END");
  }

  /** The value with the largest or smallest time; of equal times the first in the current order. */
  static String outermost(Value timed, boolean largest, Relation rows) {
    String text = timed.asString().sql();
    String time = "TRY_CAST(" + member(text, "timestamp") + " AS BIGINT)";
    String direction = largest ? " DESC" : " ASC";
    return "first("
        + member(text, "value")
        + rows.sorted(List.of(time + direction)).orderBy()
        + ") FILTER (WHERE "
        + time
        + " IS NOT NULL)";
  }

  /** Null where the text is no JSON object with that key. */
  private static String member(String text, String key) {
    return "CASE WHEN json_valid(" + text + ") THEN " + text + " ->> '$." + key + "' END";
  }
}
