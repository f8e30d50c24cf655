package dev.tailwater.query.run;

import dev.tailwater.query.plan.LineScans;
import dev.tailwater.query.plan.ScanRange;
import dev.tailwater.query.plan.Step;
import dev.tailwater.record.Column;
import java.util.Optional;
import java.util.Set;

/** The scans of one run, with what is kept of the groups it asks for. For one thread. */
final class PartialScans implements LineScans, AutoCloseable {
  private final OpenScans lines;
  private final Optional<Kept> kept;

  /**
   * What is kept.
   *
   * @param table where
   * @param groups of which it has parts
   * @param sql a select with their rows
   */
  private record Kept(PartialTable table, Step.Grouped groups, String sql) {}

  private PartialScans(OpenScans lines, Optional<Kept> kept) {
    this.lines = lines;
    this.kept = kept;
  }

  /** Lines alone. */
  static PartialScans none(OpenScans lines) {
    return new PartialScans(lines, Optional.empty());
  }

  /**
   * With parts of a table.
   *
   * @param table one that is {@linkplain PartialTable#read being read}, which closing ends
   */
  static PartialScans of(OpenScans lines, PartialTable table, WantedParts parts) {
    return new PartialScans(lines, Optional.of(new Kept(table, parts.groups(), table.sql(parts))));
  }

  @Override
  public String relation(ScanRange range, Set<Column> columns) {
    return lines.relation(range, columns);
  }

  @Override
  public Optional<String> grouped(Step.Grouped groups) {
    Optional<Kept> wanted = kept.filter(its -> its.groups().equals(groups));
    // Reading ahead makes scans as well, and asks them for nothing.
    wanted.ifPresent(its -> its.table().asked());
    return wanted.map(Kept::sql);
  }

  @Override
  public void close() {
    kept.ifPresent(its -> its.table().endReading());
  }
}
