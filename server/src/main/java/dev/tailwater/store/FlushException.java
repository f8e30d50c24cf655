package dev.tailwater.store;

/** Lines could not be written to the table yet. Nothing is lost: they are in the log. */
public final class FlushException extends Exception {
  private static final long serialVersionUID = 1L;

  FlushException(long lines, Throwable cause) {
    super(
        "expected the hot lines to be flushed to the table, found that it fails with "
            + lines
            + " lines waiting ("
            + cause
            + "); they stay in the write-ahead log and are tried again: see to the cause",
        cause);
  }
}
