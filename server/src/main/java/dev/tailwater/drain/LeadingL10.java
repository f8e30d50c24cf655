package dev.tailwater.drain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The frame by which Logplex tells that it dropped messages. It is put first in the next request,
 * also when that request repeats a batch that was sent before without it.
 */
final class LeadingL10 {
  private static final byte[] MARK =
      " host heroku logplex - Error L10 (output buffer overflow): "
          .getBytes(StandardCharsets.US_ASCII);

  /** The count and the longest known header of such a frame are shorter than this. */
  private static final int MAX_FRAME_BYTES = 512;

  private LeadingL10() {}

  /** The L10 frame, octet count included, with which a body begins; null when it does not. */
  static @Nullable ByteBuffer of(ByteBuffer body) {
    int count = 0;
    int at = body.position();
    int limit = body.limit();
    while (at < limit && at - body.position() < 4 && isDigit(body.get(at))) {
      count = count * 10 + (body.get(at) - '0');
      at++;
    }
    if (at == body.position() || at >= limit || body.get(at) != ' ') {
      return null;
    }
    int message = at + 1;
    int end = message + count;
    if (count > MAX_FRAME_BYTES || end > limit || !contains(body, message, end)) {
      return null;
    }
    return body.slice(body.position(), end - body.position());
  }

  private static boolean contains(ByteBuffer body, int from, int to) {
    for (int i = from; i <= to - MARK.length; i++) {
      if (body.slice(i, MARK.length).equals(ByteBuffer.wrap(MARK))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
