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
  boolean contains(long micros, long receiptMicros) {
    return micros >= receiptMicros - past.toMillis() * 1_000
        && micros <= receiptMicros + future.toMillis() * 1_000;
  }
}
