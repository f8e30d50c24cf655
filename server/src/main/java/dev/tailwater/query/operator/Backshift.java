package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Value;
import java.util.List;

/** The value some rows before. */
final class Backshift {
  static final OperatorSyntax SYNTAX =
      WindowStage.Kind.of(
              Entry.of(
                      List.of("backshift"),
                      "backshift field[, n] [as name] [by group, …]",
                      "adds the field of the row n rows before, 1 unless written")
                  .details("The first n rows have null; n is 1 to 1000. " + WindowStage.SHARED)
                  .examples("* | timeslice 1m | count by _timeslice | backshift _count, 2"),
              Backshift::earlier)
          .looking(1)
          .syntax();

  private Backshift() {}

  private static Value earlier(WindowStage.Window window) {
    String number = window.number().sql();
    return new Value(
        window.number().type(), "lag(" + number + ", " + window.length() + ") " + window.over(""));
  }
}
