package dev.tailwater.store;

import dev.tailwater.record.Column;
import java.util.Set;

/**
 * Lines that are always there, such as those of a table of a test.
 *
 * @param sql an item for a FROM clause with all columns
 */
public record FixedScan(String sql) implements Scan {
  @Override
  public String relation(Set<Column> columns) {
    return sql;
  }

  @Override
  public void close() {}
}
