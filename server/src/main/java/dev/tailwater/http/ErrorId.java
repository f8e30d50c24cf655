package dev.tailwater.http;

import java.security.SecureRandom;

/**
 * The id of one failed request, {@code Q7K2M-9XWPD-4ZTRB}: short enough to be read out, and the
 * same in the answer and in the program's own messages.
 */
final class ErrorId {
  // No I, L, O, U, 0 or 1: nothing that is misread or spells a word.
  private static final char[] LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final SecureRandom RANDOM = new SecureRandom();

  private ErrorId() {}

  static String next() {
    StringBuilder id = new StringBuilder(17);
    for (int i = 0; i < 15; i++) {
      if (i > 0 && i % 5 == 0) {
        id.append('-');
      }
      id.append(LETTERS[RANDOM.nextInt(LETTERS.length)]);
    }
    return id.toString();
  }
}
