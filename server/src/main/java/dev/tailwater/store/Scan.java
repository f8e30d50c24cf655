package dev.tailwater.store;

/**
 * A consistent view of one account's lines; files and hot generations under it stay until it
 * closes.
 */
public interface Scan extends AutoCloseable {
  /**
   * An item for a SQL FROM clause of the embedded engine, parenthesised, without alias. Its columns
   * are {@link dev.tailwater.record.LogColumns#ALL} by name; account and time are already
   * restricted.
   */
  String relation();

  @Override
  void close();
}
