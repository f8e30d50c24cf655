package dev.tailwater.query.function;

import dev.tailwater.query.function.Function.Alone;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import java.util.List;

/** Moments, in milliseconds since 1970, and dates as text. */
final class TimeFunctions {
  private static final String US_STYLE = "MM-dd-yyyy HH:mm:ss";

  static final List<Function> ALL =
      List.of(
          Function.of(
              "now()",
              0,
              0,
              "the time at which the query runs",
              "formatDate(now(), \"yyyy-MM-dd\")",
              a -> Value.whole(a.context().now().toEpochMilli())),
          Function.of(
                  "queryStartTime()",
                  0,
                  0,
                  "the start of the time range",
                  "_messagetime - queryStartTime()",
                  a -> Value.whole(a.context().from().toEpochMilli()))
              .alone(Alone.NEEDS_NAME),
          Function.of(
                  "queryEndTime()",
                  0,
                  0,
                  "the end of the time range",
                  "queryEndTime() - _messagetime",
                  a -> Value.whole(a.context().to().toEpochMilli()))
              .alone(Alone.NEEDS_NAME),
          Function.of(
                  "queryTimeRange()",
                  0,
                  0,
                  "the length of the time range",
                  "queryTimeRange() / 1m",
                  a ->
                      Value.whole(
                          a.context().to().toEpochMilli() - a.context().from().toEpochMilli()))
              .alone(Alone.NEEDS_NAME),
          Function.of(
                  "formatDate(time[, \"pattern\"[, \"zone\"]])",
                  1,
                  3,
                  "a time as text, in a pattern of Java's `SimpleDateFormat`",
                  "formatDate(1714557605000, \"yyyy-MM-dd HH:mm\", \"Europe/Rome\")",
                  a ->
                      DatePattern.FORMAT.call(
                          a.get(0), Value.text(pattern(a)), Value.text(zone(a))))
              .details(
                  "Without a pattern `"
                      + US_STYLE
                      + "`, without a zone that of the query. In a pattern `YYYY` is the year of the"
                      + " week and `DD` the day of the year; what is meant is mostly `yyyy` and `dd`.")
              .calling(DatePattern.FORMAT),
          Function.of(
                  "parseDate(s, \"pattern\"[, \"zone\"])",
                  2,
                  3,
                  "the time that s begins with, in a pattern of Java's `SimpleDateFormat`",
                  "parseDate(\"2024-05-01 10:00:05 GET\", \"yyyy-MM-dd HH:mm:ss\", \"UTC\")",
                  a ->
                      DatePattern.PARSE.call(a.get(0), Value.text(pattern(a)), Value.text(zone(a))))
              .details(
                  "What follows the time does not matter. Without a zone, in the pattern or behind"
                      + " it, that of the query. Null where s does not begin with such a time.")
              .calling(DatePattern.PARSE),
          Function.of(
                  "fromMillis(ms)",
                  1,
                  1,
                  "the time so many milliseconds after 1970, which is the number itself",
                  "formatDate(fromMillis(1714557605000), \"HH:mm:ss\", \"UTC\")",
                  a -> a.get(0).asLong())
              .alias("toMillis"),
          Function.of(
              "fromSeconds(s)",
              1,
              1,
              "the time so many seconds after 1970, in milliseconds",
              "fromSeconds(1714557605)",
              a -> fromSeconds(a.get(0).asNumber())));

  private TimeFunctions() {}

  private static String pattern(Arguments a) {
    if (a.count() == 1) {
      return US_STYLE;
    }
    String pattern = a.text(1, "a date pattern such as \"yyyy-MM-dd HH:mm:ss\"");
    DatePattern.mistakeIn(pattern)
        .ifPresent(mistake -> {
          throw a.expected(1, "a date pattern of Java's SimpleDateFormat (" + mistake + ")");
        });
    return pattern;
  }

  private static String zone(Arguments a) {
    if (a.count() < 3) {
      return a.context().zone().getId();
    }
    String what = "a time zone such as \"Europe/Rome\"";
    return DatePattern.zone(a.text(2, what)).orElseThrow(() -> a.expected(2, what)).getId();
  }

  private static Value fromSeconds(Value seconds) {
    return seconds.type().isIntegral()
        ? ExpressionCompiler.narrowed(ExpressionCompiler.wide(seconds) + " * 1000")
        : new Value(Type.DOUBLE, "(" + seconds.sql() + " * 1000)").asLong();
  }
}
