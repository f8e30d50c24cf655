package dev.tailwater.store;

import dev.tailwater.record.Column;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A consistent view of one account's lines; files and hot generations under it stay until it
 * closes.
 */
public interface Scan extends AutoCloseable {
  /**
   * An item for a SQL FROM clause of the embedded engine, parenthesised, without alias. Its columns
   * are these of {@link dev.tailwater.record.LogColumns#ALL}, by name, and it may have more;
   * account and time are already restricted.
   */
  String relation(Set<Column> columns);

  /**
   * The files it reads. Their lines never change, so what was made of them can be kept; other lines
   * may be in a file the next time.
   */
  default List<ScannedFile> files() {
    return List.of();
  }

  /**
   * Like {@link #relation(Set)}, the lines of some of the {@link #files} in a part of the range. It
   * has the column {@link ScannedFile#NUMBER} as well.
   *
   * @param files with the number of each
   * @param from included
   * @param to not included
   */
  default String relation(
      Set<Column> columns, Map<ScannedFile, Integer> files, Instant from, Instant to) {
    throw new UnsupportedOperationException("this scan has no files");
  }

  /**
   * Like {@link #relation(Set)}, all lines but those of some of the {@link #files} in a part of the
   * range.
   *
   * @param from included
   * @param to not included
   */
  default String relationBut(
      Set<Column> columns, Collection<ScannedFile> files, Instant from, Instant to) {
    throw new UnsupportedOperationException("this scan has no files");
  }

  /** How many rows reading the relation looks at, at most; others are known not to be in it. */
  default long rows() {
    return 0;
  }

  /**
   * Looks for a file of the view that cannot be read, which the engine's errors seldom name. Reads
   * every value of every file, so ask only when reading the relation failed.
   *
   * @param statement runs the reading, and can be cancelled
   * @return the first one found; empty when all can be read
   * @throws SQLException when the statement was stopped, or there is no memory to read a file
   */
  default Optional<Path> damagedFile(Statement statement) throws SQLException {
    return Optional.empty();
  }

  @Override
  void close();
}
