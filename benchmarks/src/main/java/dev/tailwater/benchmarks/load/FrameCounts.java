package dev.tailwater.benchmarks.load;

/** Octet counting: {@code <count> SP <message>}, the count in bytes. */
final class FrameCounts {
  private static final int MAX_DIGITS = 7;

  private FrameCounts() {}

  /**
   * Where the frame that begins at an offset ends.
   *
   * @throws IllegalArgumentException when no frame begins there, or it would end after the last
   *     byte
   */
  static int end(byte[] frames, int offset) {
    int count = 0;
    int at = offset;
    while (at < frames.length && isDigit(frames[at]) && at - offset < MAX_DIGITS) {
      count = 10 * count + (frames[at] - '0');
      at++;
    }
    boolean counted = at > offset && at < frames.length && frames[at] == ' ';
    int end = at + 1 + count;
    if (!counted || end > frames.length) {
      throw new IllegalArgumentException("expected an octet-counted frame at byte " + offset);
    }
    return end;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
