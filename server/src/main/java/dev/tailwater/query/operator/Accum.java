package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Value;
import java.util.List;

/** The running sum. */
final class Accum {
  static final OperatorSyntax SYNTAX =
      WindowStage.Kind.of(
              Entry.of(
                      List.of("accum"),
                      "accum field [as name] [by group, …]",
                      "adds the sum of the field in this row and all rows before")
                  .details(WindowStage.SHARED)
                  .examples("* | timeslice 1m | count by _timeslice | accum _count"),
              Accum::sum)
          .syntax();

  private Accum() {}

  private static Value sum(WindowStage.Window window) {
    return window.whole(
        "sum(" + window.number().sql() + ") " + window.over("ROWS UNBOUNDED PRECEDING"));
  }
}
