package dev.tailwater.store;

import dev.tailwater.record.Column;
import dev.tailwater.record.TextHolding;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lines that are always there, such as those of a table of a test.
 *
 * @param sql an item for a FROM clause with all columns
 */
public record FixedScan(String sql) implements Scan {
  @Override
  public String relation(Set<Column> columns) {
    String texts =
        TextHolding.among(columns)
            .map(text -> ", _raw AS " + text.name())
            .collect(Collectors.joining());
    return texts.isEmpty() ? sql : "(SELECT *" + texts + " FROM " + sql + ")";
  }

  @Override
  public void close() {}
}
