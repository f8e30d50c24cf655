package dev.tailwater.parse;

import java.time.Duration;

/**
 * How far a line's own time may be from the moment of its receipt. A time outside counts as a
 * mistake of the sender's clock, or as an old sample that somebody pasted, and the receipt time is
 * taken.
 *
 * @param past the oldest time that is believed
 * @param future the most advanced time that is believed
 */
public record TimeWindow(Duration past, Duration future) {
  /** So far back that no log is older. */
  private static final Duration HISTORY = Duration.ofDays(100 * 365);

  /** The window of lines that are old on purpose. A time ahead is a mistake all the same. */
  TimeWindow ofSavedLogs() {
    return new TimeWindow(HISTORY, future);
  }

  boolean contains(long micros, long receiptMicros) {
    return micros >= receiptMicros - past.toMillis() * 1_000
        && micros <= receiptMicros + future.toMillis() * 1_000;
  }
}
