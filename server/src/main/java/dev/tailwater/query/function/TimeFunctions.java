package dev.tailwater.query.function;

import dev.tailwater.query.plan.Value;
import java.util.List;

/** Moments, in milliseconds since 1970. */
final class TimeFunctions {
  static final List<Function> ALL =
      List.of(
          Function.of(
              "now",
              0,
              "now()",
              "the time at which the query runs",
              (a, context) -> Value.whole(context.now().toEpochMilli())),
          Function.of(
              "queryStartTime",
              0,
              "queryStartTime()",
              "the start of the time range",
              (a, context) -> Value.whole(context.from().toEpochMilli())),
          Function.of(
              "queryEndTime",
              0,
              "queryEndTime()",
              "the end of the time range",
              (a, context) -> Value.whole(context.to().toEpochMilli())),
          Function.of(
              "queryTimeRange",
              0,
              "queryTimeRange()",
              "the length of the time range",
              (a, context) ->
                  Value.whole(context.to().toEpochMilli() - context.from().toEpochMilli())));

  private TimeFunctions() {}
}
