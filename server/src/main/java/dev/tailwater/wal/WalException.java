package dev.tailwater.wal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The log cannot take or give entries now: the disk is full, a write or a sync failed. What was
 * acknowledged before stays; what failed was never acknowledged.
 */
public final class WalException extends IOException {
  private static final long serialVersionUID = 1L;

  WalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public WalException(String message) {
    super(message);
  }
}
