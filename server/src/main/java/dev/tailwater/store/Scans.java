package dev.tailwater.store;

import dev.tailwater.term.RequiredTerms;
import java.time.Instant;

/**
 * The only way to read lines. A scan belongs to one account: there is none over all accounts. Safe
 * for use by many threads.
 */
public interface Scans {
  /**
   * Opens a consistent view of the account's lines with {@code from <= time < to}: each accepted
   * and parsed line is in it exactly once, whatever is flushed or compacted meanwhile.
   *
   * @param account the account id
   * @param axis the time that {@code from} and {@code to} mean
   * @param required what the caller needs of the lines; some without it may be among them
   */
  Scan open(long account, Instant from, Instant to, TimeAxis axis, RequiredTerms required);
}
