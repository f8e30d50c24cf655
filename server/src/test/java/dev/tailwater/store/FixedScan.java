package dev.tailwater.store;

/**
 * Lines that are always there, such as those of a table of a test.
 *
 * @param relation see {@link Scan#relation}
 */
public record FixedScan(String relation) implements Scan {
  @Override
  public void close() {}
}
