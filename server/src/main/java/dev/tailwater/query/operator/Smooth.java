package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import java.util.List;

/** The mean of the last rows. */
final class Smooth {
  static final OperatorSyntax SYNTAX =
      WindowStage.Kind.of(
              Entry.of(
                      List.of("smooth"),
                      "smooth field[, n] [as name] [by group, …]",
                      "adds the mean of the field in the last n rows including this one, 10 unless written")
                  .details(
                      "The first rows have the mean of those there are; n is 1 to 1000. "
                          + WindowStage.SHARED)
                  .examples("* | timeslice 1m | count by _timeslice | smooth _count, 2"),
              Smooth::mean)
          .looking(10)
          .syntax();

  private Smooth() {}

  private static Value mean(WindowStage.Window window) {
    String last = "ROWS " + (window.length() - 1) + " PRECEDING";
    return new Value(Type.DOUBLE, "avg(" + window.number().sql() + ") " + window.over(last));
  }
}
