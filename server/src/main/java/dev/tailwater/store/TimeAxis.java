package dev.tailwater.store;

/** The time by which a range selects lines. */
public enum TimeAxis {
  /** {@code _messagetime}, the default. */
  MESSAGE,
  /** {@code _receipttime}; also stands for the time from which on a line can be found. */
  RECEIPT
}
