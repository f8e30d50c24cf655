package dev.tailwater.query.run;

import dev.tailwater.query.CompiledQuery;
import dev.tailwater.query.plan.LineScans;
import dev.tailwater.query.plan.ScanRange;
import dev.tailwater.record.Column;
import dev.tailwater.store.Scan;
import dev.tailwater.store.ScannedFile;
import dev.tailwater.store.Scans;
import dev.tailwater.store.TimeAxis;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The scans of one run of a query, each opened when its range is first asked for. */
final class OpenScans implements LineScans, AutoCloseable {
  private final Scans scans;
  private final long account;
  private final TimeAxis axis;
  private final Map<ScanRange, Scan> open = new HashMap<>();

  OpenScans(Scans scans, long account, TimeAxis axis) {
    this.scans = scans;
    this.account = account;
    this.axis = axis;
  }

  @Override
  public String relation(ScanRange range, Set<Column> columns) {
    return scan(range).relation(columns);
  }

  /** The scan of a range. */
  Scan scan(ScanRange range) {
    return open.computeIfAbsent(range, r -> scans.open(account, r.from(), r.to(), axis, r.terms()));
  }

  /** How many rows a query reads at most. */
  long rows(CompiledQuery query) {
    return query.ranges().mapToLong(range -> scan(range).rows()).sum();
  }

  /** How many lines the files have of which a query reads some. */
  long linesOfFiles(CompiledQuery query) {
    return query
        .ranges()
        .flatMap(range -> scan(range).files().stream())
        .mapToLong(ScannedFile::lines)
        .sum();
  }

  /** {@link Scan#damagedFile} of what was opened. */
  Optional<Path> damagedFile(Statement statement) throws SQLException {
    for (Scan scan : open.values()) {
      Optional<Path> damaged = scan.damagedFile(statement);
      if (damaged.isPresent()) {
        return damaged;
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    open.values().forEach(Scan::close);
  }
}
