package dev.tailwater.query.operator;

import dev.tailwater.query.manual.Entry;
import dev.tailwater.query.plan.Value;
import java.util.List;

/** The sum of all rows, in each of them. */
final class Total {
  static final OperatorSyntax SYNTAX =
      WindowStage.Kind.of(
              Entry.of(
                      List.of("total"),
                      "total field [as name] [by group, …]",
                      "adds the sum of the field in all rows")
                  .details(
                      "Every row of a group gets the same sum, also one whose field is no number, which"
                          + " does not count. At most 100,000 rows.")
                  .examples("router | count by dyno, status | total _count as all by dyno"),
              Total::sum)
          .atMost(100_000)
          .syntax();

  private Total() {}

  private static Value sum(WindowStage.Window window) {
    return window.whole("sum(" + window.number().sql() + ") " + window.overGroup());
  }
}
