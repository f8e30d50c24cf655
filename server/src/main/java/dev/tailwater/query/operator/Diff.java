package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import java.util.List;

/** The difference from the row before. */
final class Diff {
  static final OperatorSyntax SYNTAX =
      WindowStage.Kind.of(
              Entry.of(
                      List.of("diff"),
                      "diff field [as name] [by group, …]",
                      "adds the difference of the field from the row before")
                  .details("The first row has null. " + WindowStage.SHARED)
                  .examples("* | timeslice 1m | count by _timeslice | diff _count"),
              Diff::difference)
          .syntax();

  private Diff() {}

  private static Value difference(WindowStage.Window window) {
    String number = "CAST(" + window.number().sql() + " AS " + wide(window.number().type()) + ")";
    return window.whole(number + " - lag(" + number + ") " + window.over(""));
  }

  /** Differences of whole numbers may not fit into one. */
  private static String wide(Type type) {
    return type == Type.DOUBLE ? "DOUBLE" : "HUGEINT";
  }
}
