package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import java.util.List;

/** The standard deviation of the last rows. */
final class RollingStd {
  static final OperatorSyntax SYNTAX =
      WindowStage.Kind.of(
              Entry.of(
                      List.of("rollingstd"),
                      "rollingstd field[, n] [as name] [by group, …]",
                      "adds the standard deviation of the field in the last n rows including this one, 10 unless written")
                  .details(
                      "It is that of a sample, 0 for a single row; n is 1 to 1000. "
                          + WindowStage.SHARED)
                  .examples("* | timeslice 1m | count by _timeslice | rollingstd _count, 3"),
              RollingStd::deviation)
          .looking(10)
          .syntax();

  private RollingStd() {}

  private static Value deviation(WindowStage.Window window) {
    String number = window.number().sql();
    String last = window.over("ROWS " + (window.length() - 1) + " PRECEDING");
    return new Value(
        Type.DOUBLE,
        "CASE WHEN count(%1$s) %2$s = 1 THEN 0 ELSE stddev_samp(%1$s) %2$s END"
            .formatted(number, last));
  }
}
