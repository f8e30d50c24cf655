package dev.tailwater.config;

/** A setting is wrong; the message says which, what was expected and what was found. */
public final class SettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SettingException(String message) {
    super(message);
  }
}
