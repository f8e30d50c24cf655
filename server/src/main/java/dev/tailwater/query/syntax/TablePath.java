package dev.tailwater.query.syntax;

import java.util.Locale;

/**
 * The path of a table of an account: {@code /Library/Users/ana/hosts}. Paths that differ only in
 * letter case mean the same table.
 *
 * @param text begins with a slash and has a name between any two
 */
public record TablePath(String text) {
  private static final int LENGTH_LIMIT = 512;

  /**
   * Reads a path; the first slash may be missing.
   *
   * @throws IllegalArgumentException with a message for its author
   */
  public static TablePath of(String written) {
    String stripped = written.strip();
    String text = stripped.startsWith("/") ? stripped : "/" + stripped;
    if (text.length() > LENGTH_LIMIT) {
      throw new IllegalArgumentException(
          "expected a path of at most " + LENGTH_LIMIT + " characters, found " + text.length());
    }
    boolean named = true;
    for (String name : text.substring(1).split("/", -1)) {
      named &= !name.isBlank() && isPrintable(name);
    }
    if (!named) {
      throw new IllegalArgumentException(
          "expected a path of names with slashes between, such as /Library/hosts, found \""
              + stripped
              + "\"");
    }
    return new TablePath(text);
  }

  /**
   * Whether a name can be stored as it is: half of a surrogate pair would become a question mark.
   */
  public static boolean isPrintable(String name) {
    return name.codePoints()
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }

  /** The form by which paths are compared. */
  public String folded() {
    return text.toLowerCase(Locale.ROOT);
  }
}
