package dev.tailwater.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final LoginThrottle throttle =
      new LoginThrottle(
          new Clock() {
            @Override
            public ZoneOffset getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return now;
            }
          });

  @Test
  void afterTheWaitOneMayTryAgain() {
    fail("a@x", 5);
    assertThat(throttle.wait("a@x", "10.0.0.1")).contains(Duration.ofMinutes(5));

    now = now.plus(Duration.ofMinutes(5));
    assertThat(throttle.wait("a@x", "10.0.0.1")).isEmpty();
  }

  @Test
  void anotherAddressIsNotHeldUp() {
    fail("a@x", 5);
    assertThat(throttle.wait("a@x", "10.0.0.2")).isEmpty();
  }

  @Test
  void successForgetsFailures() {
    fail("a@x", 4);
    throttle.succeeded("a@x", "10.0.0.1");
    fail("a@x", 4);
    assertThat(throttle.wait("a@x", "10.0.0.1")).isEmpty();
  }

  @Test
  void failuresFarApartDoNotAddUp() {
    for (int i = 0; i < 20; i++) {
      fail("a@x", 1);
      now = now.plus(Duration.ofMinutes(6));
    }
    assertThat(throttle.wait("a@x", "10.0.0.1")).isEmpty();
  }

  @Test
  void memoryIsBounded() {
    fail("a@x", 5);
    for (int i = 0; i < 10_000; i++) {
      fail("other" + i, 1);
    }
    assertThat(throttle.wait("a@x", "10.0.0.1")).isEmpty();
  }

  private void fail(String email, int times) {
    for (int i = 0; i < times; i++) {
      throttle.failed(email, "10.0.0.1");
    }
  }
}
