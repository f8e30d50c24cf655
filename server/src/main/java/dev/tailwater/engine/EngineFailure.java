package dev.tailwater.engine;

import org.jspecify.annotations.Nullable;

/**
 * Why the engine did not do what it was asked, as far as it decides what to do next. The driver has
 * one class of exceptions for all; their messages begin with the kind.
 */
public enum EngineFailure {
  /** Somebody stopped the statement or closed it. */
  STOPPED,

  /** What runs at the moment, or is kept, leaves too little memory. */
  OUT_OF_MEMORY,

  /** The statement, the data, or the engine itself. */
  OTHER;

  /** Why this was thrown. */
  public static EngineFailure of(@Nullable Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      return OUT_OF_MEMORY;
    }
    String message = thrown == null ? "" : String.valueOf(thrown.getMessage());
    if (message.startsWith("Out of Memory")) {
      return OUT_OF_MEMORY;
    }
    return message.startsWith("INTERRUPT") || message.endsWith(" was closed") ? STOPPED : OTHER;
  }
}
