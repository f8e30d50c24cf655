package dev.tailwater.store;

import dev.tailwater.record.Column;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
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
   * Looks for a file of the view that cannot be read, which the engine's errors seldom name. Reads
   * every value of every file, so ask only when reading the relation failed.
   *
   * @param statement runs the reading, and can be cancelled
   * @return the first one found; empty when all can be read
   * @throws SQLException when the statement was cancelled
   */
  default Optional<Path> damagedFile(Statement statement) throws SQLException {
    return Optional.empty();
  }

  @Override
  void close();
}
