package dev.tailwater.account;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slows down guessing: after {@value #TRIES} failed logins of one email from one address that pair
 * must wait. Safe for use by many threads.
 *
 * <p>Memory is bounded: the pairs that failed longest ago are forgotten first. To push a pair out
 * one must fail {@value #PAIRS} times with others, and each failure takes a password check.
 */
final class LoginThrottle {
  private static final int TRIES = 5;
  private static final int PAIRS = 10_000;
  private static final Duration WAIT = Duration.ofMinutes(5);

  private final Clock clock;
  private final Map<Pair, Failures> failures =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Failures> eldest) {
          return size() > PAIRS;
        }
      };

  LoginThrottle(Clock clock) {
    this.clock = clock;
  }

  private record Pair(String email, String address) {}

  private record Failures(int count, long lastMillis) {}

  /** How long this pair must wait before it may try; empty when it may now. */
  synchronized Optional<Duration> wait(String email, String address) {
    Failures failed = failures.get(new Pair(email, address));
    if (failed == null || failed.count() < TRIES) {
      return Optional.empty();
    }
    long left = failed.lastMillis() + WAIT.toMillis() - clock.millis();
    return left > 0 ? Optional.of(Duration.ofMillis(left)) : Optional.empty();
  }

  /** Counts a failure; those before a long silence do not count any more. */
  synchronized void failed(String email, String address) {
    Pair pair = new Pair(email, address);
    long now = clock.millis();
    Failures before = failures.remove(pair);
    boolean recent = before != null && now - before.lastMillis() < WAIT.toMillis();
    failures.put(pair, new Failures(before != null && recent ? before.count() + 1 : 1, now));
  }

  /** Forgets the failures of a pair that knew the password after all. */
  synchronized void succeeded(String email, String address) {
    failures.remove(new Pair(email, address));
  }
}
