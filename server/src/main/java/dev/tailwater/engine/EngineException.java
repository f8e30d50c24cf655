package dev.tailwater.engine;

/** The embedded engine failed in a way that no caller can answer; the message says at what. */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
