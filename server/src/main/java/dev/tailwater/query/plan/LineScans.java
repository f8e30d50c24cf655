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
   * An item for a FROM clause with the parts that groups are made of; empty where the lines are to
   * be grouped.
   *
   * @see Step.Grouped#partNames
   */
  default Optional<String> parts(Step.Grouped groups) {
    return Optional.empty();
  }
}
