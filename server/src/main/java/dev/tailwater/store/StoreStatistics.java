package dev.tailwater.store;

import java.time.Duration;

/**
 * Counts of the store at one instant.
 *
 * @param files files of the table
 * @param fileRows lines in files
 * @param fileBytes bytes of files
 * @param hotRows lines in hot generations
 * @param sealedGenerations generations that wait for their flush
 * @param flushes what was flushed since the start
 */
public record StoreStatistics(
    long files,
    long fileRows,
    long fileBytes,
    long hotRows,
    int sealedGenerations,
    Flushes flushes) {

  /**
   * Flushes since the start.
   *
   * @param time spent in them, all together
   */
  public record Flushes(long count, long rows, Duration time) {}
}
