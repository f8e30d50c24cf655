package dev.tailwater.query.plan;

import dev.tailwater.record.Column;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What SQL selects from to read the lines of a range. */
@FunctionalInterface
public interface LineScans {
  /**
   * An item for a FROM clause.
   *
   * @param columns what is read of the lines; it may have more
   * @see dev.tailwater.store.Scan#relation
   */
  String relation(ScanRange range, Set<Column> columns);

  /**
   * Columns that the relation has besides those of lines, and that all rows of lines shall keep.
   */
  default List<String> more() {
    return List.of();
  }

  /**
   * The rows of groups, as a select that reads none of the steps before it: they are made of what
   * is kept. Empty where the lines are to be grouped.
   */
  default Optional<String> grouped(Step.Grouped groups) {
    return Optional.empty();
  }
}
