package dev.tailwater.doctor;

import java.util.Locale;

/**
 * What a check came to.
 *
 * @param check what was looked at
 * @param where the file or folder, with an offset where there is one
 * @param expected how it should be; empty when all is well
 * @param found how it is
 * @param next what to do; empty when nothing
 */
public record Finding(
    Severity severity, Check check, String where, String expected, String found, String next) {
  /** How bad it is. */
  public enum Severity {
    /** As it should be. */
    OK,
    /** Worth knowing; nothing has to be done. */
    NOTE,
    /** Nothing is lost, but something should be done. */
    WARNING,
    /** Lines are lost or cannot be read, or the server will not work. */
    ERROR;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is looked at. */
  public enum Check {
    FOLDER,
    METADATA,
    TABLE,
    FILES,
    TERMS,
    LOG,
    ORPHANS,
    SPACE,
    CLOCK;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
