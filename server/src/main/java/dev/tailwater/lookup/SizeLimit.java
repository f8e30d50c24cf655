package dev.tailwater.lookup;

import dev.tailwater.query.run.TableException;

/**
 * How large a table may be.
 *
 * @param setting what sets it, for messages
 */
record SizeLimit(int megabytes, String setting) {
  private static final long MEGABYTE = 1 << 20;

  /**
   * Fails when a table is larger.
   *
   * @param bytes see {@link LookupTable#bytes}
   */
  void check(long bytes) {
    if (bytes > megabytes * MEGABYTE) {
      throw new TableException(
          "a table holds at most "
              + megabytes
              + " MB ("
              + setting
              + ") and this one is larger; leave out columns or rows");
    }
  }
}
