package dev.tailwater.store;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A Parquet file of the table as queries need to know it.
 *
 * @param partition what all its lines have in common
 * @param rows lines in it
 * @param bytes its size
 * @param minMessageTime the oldest message time in it
 * @param maxMessageTime the newest message time in it
 * @param minReceiptTime the oldest receipt time in it
 * @param maxReceiptTime the newest receipt time in it
 * @param minAccount the smallest account id in it
 * @param maxAccount the largest account id in it
 */
record DataFileInfo(
    Path path,
    Partition partition,
    long rows,
    long bytes,
    Instant minMessageTime,
    Instant maxMessageTime,
    Instant minReceiptTime,
    Instant maxReceiptTime,
    long minAccount,
    long maxAccount) {

  /** Whether lines of the account can be in the file. */
  boolean mayHold(long account) {
    return account >= minAccount && account <= maxAccount;
  }

  /** The earliest time in it. */
  Instant first(TimeAxis axis) {
    return switch (axis) {
      case MESSAGE -> minMessageTime;
      case RECEIPT -> minReceiptTime;
    };
  }

  /** The latest time in it. */
  Instant last(TimeAxis axis) {
    return switch (axis) {
      case MESSAGE -> maxMessageTime;
      case RECEIPT -> maxReceiptTime;
    };
  }

  /** Whether all lines of the file are of the account and the range. */
  boolean holdsOnly(long account, Instant from, Instant to, TimeAxis axis) {
    return account == minAccount
        && account == maxAccount
        && !first(axis).isBefore(from)
        && last(axis).isBefore(to);
  }

  /** Whether lines of the account and the range can be in the file. */
  boolean mayHold(long account, Instant from, Instant to, TimeAxis axis) {
    return mayHold(account) && first(axis).isBefore(to) && !last(axis).isBefore(from);
  }
}
