package dev.tailwater.query.run;

import java.time.Instant;

/**
 * Slices of time of one length, numbered from 1970.
 *
 * @param width in milliseconds
 * @param first the number of the first one
 * @param end the number after that of the last one
 */
record Slices(long width, long first, long end) {
  /** Those that lie in a range as a whole. */
  static Slices within(Instant from, Instant to, long width) {
    // A part of a millisecond is cut off, which is earlier.
    long first = Math.ceilDiv(from.plusNanos(999_999).toEpochMilli(), width);
    return new Slices(width, first, Math.max(first, Math.floorDiv(to.toEpochMilli(), width)));
  }

  /** Some of them. */
  Slices some(long from, long to) {
    return new Slices(width, from, to);
  }

  /** As long, those from one moment to another. */
  Slices all(Instant earliest, Instant latest) {
    return some(
        Math.floorDiv(earliest.toEpochMilli(), width),
        Math.floorDiv(latest.toEpochMilli(), width) + 1);
  }

  /** Those of them in which a moment from the first to the last can be. */
  Slices touching(Instant earliest, Instant latest) {
    Slices all = all(earliest, latest);
    long from = Math.max(first, all.first);
    return some(from, Math.max(from, Math.min(end, all.end)));
  }

  long count() {
    return end - first;
  }

  /** Where the first one begins. */
  Instant start() {
    return Instant.ofEpochMilli(first * width);
  }

  /** Where the last one ends. */
  Instant stop() {
    return Instant.ofEpochMilli(end * width);
  }
}
