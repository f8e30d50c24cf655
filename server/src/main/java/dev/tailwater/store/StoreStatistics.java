package dev.tailwater.store;

import java.time.Duration;

/**
 * Counts of the store at one instant.
 *
 * @param files the files of the table
 * @param hotRows lines in hot generations
 * @param sealedGenerations generations that wait for their flush
 * @param flushes what was flushed since the start
 * @param snapshots states of the table that can be read
 * @param heldFiles files that left the table and stay until their readers end
 */
public record StoreStatistics(
    FileSizes files,
    long hotRows,
    int sealedGenerations,
    Flushes flushes,
    long snapshots,
    long heldFiles) {

  /**
   * Flushes since the start.
   *
   * @param time spent in them, all together
   */
  public record Flushes(long count, long rows, Duration time) {
    Flushes plus(long moreRows, Duration took) {
      return new Flushes(count + 1, rows + moreRows, time.plus(took));
    }
  }
}
