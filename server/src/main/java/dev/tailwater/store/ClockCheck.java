package dev.tailwater.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the clock may decide that lines are too old to keep. A clock that was set wrong would
 * cost them all. It is believed when it goes on from where it was: from the newest receipt time in
 * the table when the process began, and then evenly with the machine's own counter. A clock that
 * jumped is believed again after it has gone evenly for a day, in which somebody can notice. For
 * one thread.
 */
final class ClockCheck {
  /** A server may have been off for so long. */
  private static final Duration PAUSE = Duration.ofDays(2);

  /** The two clocks of a machine may differ by so much. */
  private static final Duration JUMP = Duration.ofMinutes(10);

  private static final Duration PROBATION = Duration.ofDays(1);

  private final Clock clock;
  private final LongSupplier nanoTime;

  private long sinceNanos;
  private Instant since;
  private @Nullable String doubt;

  /**
   * @param newest the newest receipt time that the table knows; null when it is empty
   * @param nanoTime the machine's counter, of nanoseconds from anywhere
   */
  ClockCheck(Clock clock, @Nullable Instant newest, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.since = clock.instant();
    this.sinceNanos = nanoTime.getAsLong();
    if (newest != null && since.isAfter(newest.plus(PAUSE))) {
      doubt =
          "it was %s at the start, and the newest line in the table is of %s"
              .formatted(since, newest);
    }
  }

  /** Somebody has looked: the clock is right as it goes now. */
  void trust() {
    doubt = null;
    since = clock.instant();
    sinceNanos = nanoTime.getAsLong();
  }

  /** Why the clock is not believed; empty when it is. */
  Optional<String> doubt(@Nullable Instant newest) {
    Instant now = clock.instant();
    Duration counted = Duration.ofNanos(nanoTime.getAsLong() - sinceNanos);
    Instant expected = since.plus(counted);
    if (Duration.between(expected, now).abs().compareTo(JUMP) > 0) {
      doubt = "it jumped to %s when it should have been %s".formatted(now, expected);
      since = now;
      sinceNanos = nanoTime.getAsLong();
    } else if (counted.compareTo(PROBATION) >= 0) {
      // From here on drift counts anew: what NTP corrects in months is no jump.
      doubt = null;
      since = now;
      sinceNanos = nanoTime.getAsLong();
    }
    if (newest != null && now.isBefore(newest.minus(JUMP))) {
      return Optional.of("it is %s, and lines were received at %s".formatted(now, newest));
    }
    return Optional.ofNullable(doubt);
  }
}
