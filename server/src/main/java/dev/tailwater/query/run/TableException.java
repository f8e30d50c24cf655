package dev.tailwater.query.run;

/** A table that cannot be written as asked; the message is for whoever asked. */
public final class TableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TableException(String message) {
    super(message);
  }
}
