package dev.tailwater.term;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * What a term is: a longest run of letters, digits and {@code _}, the same in any letter case.
 * Terms are known by a hash of 64 bits, the same on every machine and at all times.
 */
public final class Terms {
  private static final int SEPARATOR = 0;
  private static final int NOT_ASCII = -1;

  private static final long SEED = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  /** What each byte is: the lower case of a part of a term, a separator, or more than one byte. */
  private static final byte[] FOLDED = folded();

  private Terms() {}

  /** Whether a character is part of a term. */
  public static boolean isPart(int codePoint) {
    return Character.isLetterOrDigit(codePoint) || codePoint == '_';
  }

  /** The hashes of the terms of a text in their order, repeated ones as well. */
  static List<Long> of(String text) {
    List<Long> hashes = new ArrayList<>();
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    each(utf8, 0, utf8.length, hashes::add);
    return hashes;
  }

  /**
   * Finds the terms of a text.
   *
   * @param utf8 holds the text as valid UTF-8
   * @param from where it begins
   * @param to where it ends
   * @param found gets the hash of each term
   */
  static void each(byte[] utf8, int from, int to, LongConsumer found) {
    long hash = SEED;
    boolean inside = false;
    int at = from;
    while (at < to) {
      int part = FOLDED[utf8[at] & 0xff];
      int length = 1;
      if (part == NOT_ASCII) {
        length = Math.min(length(utf8[at]), to - at);
        int character = codePoint(utf8, at, length);
        // Some letters, such as the sign of the kelvin, have a lower case in ASCII.
        part = isPart(character) ? Character.toLowerCase(character) : SEPARATOR;
      }
      at += length;
      if (part != SEPARATOR) {
        hash = (hash ^ part) * PRIME;
        inside = true;
      } else if (inside) {
        found.accept(mix(hash));
        hash = SEED;
        inside = false;
      }
    }
    if (inside) {
      found.accept(mix(hash));
    }
  }

  /** Spreads a value over all 64 bits. */
  static long mix(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }

  private static int length(byte first) {
    if ((first & 0xf8) == 0xf0) {
      return 4;
    }
    if ((first & 0xf0) == 0xe0) {
      return 3;
    }
    return (first & 0xe0) == 0xc0 ? 2 : 1;
  }

  private static int codePoint(byte[] utf8, int at, int length) {
    if (length == 1) {
      return Character.MAX_CODE_POINT;
    }
    int value = utf8[at] & (0xff >> (length + 1));
    for (int i = 1; i < length; i++) {
      value = (value << 6) | (utf8[at + i] & 0x3f);
    }
    return value;
  }

  private static byte[] folded() {
    byte[] folded = new byte[256];
    for (int b = 0; b < folded.length; b++) {
      if (b >= 0x80) {
        folded[b] = NOT_ASCII;
      } else {
        folded[b] = (byte) (isPart(b) ? Character.toLowerCase(b) : SEPARATOR);
      }
    }
    return folded;
  }
}
