package dev.tailwater.query.run;

import org.jspecify.annotations.Nullable;

/** Takes the rows of a table that is being written. For one thread. */
public interface TableWriter extends AutoCloseable {
  /**
   * Takes a row.
   *
   * @param row String, Integer, Long, Double, Boolean or null, in the order of the columns
   * @throws TableException when the table becomes too large, or the row has no primary key
   */
  void add(@Nullable Object[] row);

  /**
   * Puts the rows in the place of what the table held, in one step.
   *
   * @throws TableException when the table cannot take them; it is then as it was
   */
  void commit();

  /** Forgets the rows, unless they were committed. */
  @Override
  void close();
}
