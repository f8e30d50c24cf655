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

  /** Whether all lines of the file are of the account and the range. */
  boolean holdsOnly(long account, Instant from, Instant to, TimeAxis axis) {
    if (account != minAccount || account != maxAccount) {
      return false;
    }
    return switch (axis) {
      case MESSAGE -> !minMessageTime.isBefore(from) && maxMessageTime.isBefore(to);
      case RECEIPT -> !minReceiptTime.isBefore(from) && maxReceiptTime.isBefore(to);
    };
  }

  /** Whether lines of the account and the range can be in the file. */
  boolean mayHold(long account, Instant from, Instant to, TimeAxis axis) {
    if (!mayHold(account)) {
      return false;
    }
    return switch (axis) {
      case MESSAGE -> minMessageTime.isBefore(to) && !maxMessageTime.isBefore(from);
      case RECEIPT -> minReceiptTime.isBefore(to) && !maxReceiptTime.isBefore(from);
    };
  }
}
