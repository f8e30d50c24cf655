package dev.tailwater.query.run;

import dev.tailwater.query.CompiledQuery;
import dev.tailwater.query.plan.LineScans;
import dev.tailwater.query.plan.ScanRange;
import dev.tailwater.query.plan.Step;
import dev.tailwater.record.Column;
import dev.tailwater.store.Scan;
import dev.tailwater.store.ScannedFile;
import dev.tailwater.store.TimeAxis;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one run needs of the groups of its lines: whole slices of files, which can be kept, and the
 * rest.
 *
 * @param files those of which slices are kept
 * @param slices the whole ones of the run's range
 */
record WantedParts(
    CompiledQuery query,
    Step.Grouped groups,
    Scan scan,
    TimeAxis axis,
    Slices slices,
    List<ScannedFile> files) {
  /** Of smaller files nothing is kept: they are soon read and soon merged. */
  private static final long SMALL_FILE = 20_000;

  static WantedParts of(
      CompiledQuery query, Step.Grouped groups, Scan scan, TimeAxis axis, Slices slices) {
    List<ScannedFile> files =
        scan.files().stream()
            .filter(file -> file.lines() >= SMALL_FILE && lines(file, slices) > 0)
            .toList();
    return new WantedParts(query, groups, scan, axis, slices, files);
  }

  /** About how many lines of the files are in the slices. */
  long lines() {
    return files.stream().mapToLong(file -> lines(file, slices)).sum();
  }

  /** About how many of the rows of the file that are read are in slices. */
  static long lines(ScannedFile file, Slices slices) {
    long all = slices.all(file.first(), file.last()).count();
    return file.rows() * slices.touching(file.first(), file.last()).count() / all;
  }

  /** The slices that the file may have lines in. */
  Slices slicesOf(ScannedFile file) {
    return slices.touching(file.first(), file.last());
  }

  /**
   * SQL for slices of files: the number of the file, the slice, then the columns of parts.
   *
   * @param numbered the files, with the number of each
   */
  String sql(Map<ScannedFile, Integer> numbered, Slices some) {
    LineScans lines =
        new LineScans() {
          @Override
          public String relation(ScanRange range, Set<Column> columns) {
            return scan.relation(columns, numbered, some.start(), some.stop());
          }

          @Override
          public List<String> more() {
            return List.of(ScannedFile.NUMBER);
          }
        };
    return query.partsSql(lines, groups, axis.column(), slices.width());
  }

  /** SQL for the columns of parts of all that is not in the slices of the files. */
  String restSql() {
    return query.partsSql(
        (range, columns) -> scan.relationBut(columns, files, slices.start(), slices.stop()),
        groups);
  }

  /** The names of the columns of parts. */
  Collection<String> columns() {
    return groups.partNames();
  }
}
