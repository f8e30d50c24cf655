package dev.tailwater.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * From when the lines of a file are, taken from the first and the last frame: files are written in
 * the order of time. Not for use by several threads.
 */
final class TimesOfLines {
  private byte @Nullable [] first;
  private byte @Nullable [] last;

  void add(byte[] frame) {
    if (first == null) {
      first = frame;
    }
    last = frame;
  }

  /** The time of the first frame, or another when it tells none. */
  Instant from(Instant otherwise) {
    return time(first, otherwise);
  }

  /** A time after that of the last frame, or another when it tells none. */
  Instant to(Instant otherwise) {
    Instant time = time(last, otherwise);
    return time.equals(otherwise) ? otherwise : time.plusSeconds(1);
  }

  /** {@code <count> <<priority>>1 <time> …}. */
  private static Instant time(byte @Nullable [] frame, Instant otherwise) {
    if (frame == null) {
      return otherwise;
    }
    String[] parts = new String(frame, ISO_8859_1).split(" ", 4);
    try {
      return parts.length < 4 ? otherwise : OffsetDateTime.parse(parts[2]).toInstant();
    } catch (DateTimeException e) {
      // A line may come without a time; the server then files it under now.
      return otherwise;
    }
  }
}
