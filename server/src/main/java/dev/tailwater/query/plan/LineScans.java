package dev.tailwater.query.plan;

import dev.tailwater.record.Column;
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
}
