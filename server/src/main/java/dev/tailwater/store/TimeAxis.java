package dev.tailwater.store;

import dev.tailwater.record.Column;
import dev.tailwater.record.LogColumns;

/** The time by which a range selects lines. */
public enum TimeAxis {
  /** {@code _messagetime}, the default. */
  MESSAGE(LogColumns.MESSAGE_TIME),
  /** {@code _receipttime}; also stands for the time from which on a line can be found. */
  RECEIPT(LogColumns.RECEIPT_TIME);

  private final Column column;

  TimeAxis(Column column) {
    this.column = column;
  }

  /** The column with the time. */
  public Column column() {
    return column;
  }
}
