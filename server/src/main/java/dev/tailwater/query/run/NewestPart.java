package dev.tailwater.query.run;

import dev.tailwater.query.CompiledQuery;
import dev.tailwater.query.TimeRange;
import dev.tailwater.query.plan.LineScans;
import dev.tailwater.query.plan.ScanRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/**
 * Finds the newest part of a range that has as many rows as are wanted, so that the rest needs not
 * be read: the last hundred lines of a day mostly stand in its last minutes. Counting takes a
 * fraction of what fetching whole lines does.
 */
final class NewestPart {
  /** Of the range, to begin with. */
  private static final double FIRST = 1.0 / 256;

  /** How much longer the next part is, at least. */
  private static final double STEP = 4;

  /** A longer part is not worth a count. */
  private static final double LONGEST = 0.3;

  /** So few lines are read at once. */
  private static final long FEW_LINES = 200_000;

  /** Where no more than such a part of the lines can be what is sought, all are read at once. */
  private static final double SOME_ROWS = 0.1;

  private NewestPart() {}

  /**
   * The scans of a query, of a part of its range where that is enough.
   *
   * @param query one that {@linkplain CompiledQuery#isNewestFirst() has its newest lines first}
   * @param wanted how many rows
   */
  static LineScans of(
      CompiledQuery query, TimeRange range, OpenScans scans, long wanted, Statement statement)
      throws SQLException {
    long rows = scans.rows(query);
    // Planning to read some rows of many files takes longer than reading them.
    if (rows < FEW_LINES || rows < scans.linesOfFiles(query) * SOME_ROWS) {
      return scans;
    }
    double part = FIRST;
    while (part < LONGEST) {
      Instant from = range.to().minusMillis((long) (range.length().toMillis() * part));
      LineScans newest =
          (asked, columns) ->
              scans.relation(new ScanRange(from, asked.to(), asked.terms()), columns);
      long found;
      try (ResultSet count = statement.executeQuery(query.countSql(newest))) {
        count.next();
        found = count.getLong(1);
      }
      if (found >= wanted) {
        return newest;
      }
      part *= Math.max(STEP, 2.0 * wanted / Math.max(found, 1));
    }
    return scans;
  }
}
