package dev.tailwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a clock may decide that lines are too old. */
class ClockCheckTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private Instant wall = NOW;
  private long nanos = 5;

  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return wall;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };

  @Test
  void aClockThatGoesOnIsBelieved() {
    ClockCheck check = check(NOW.minus(Duration.ofHours(40)));
    for (int i = 0; i < 100; i++) {
      passes(Duration.ofHours(1));
      assertThat(check.doubt(wall)).isEmpty();
    }
  }

  @Test
  void anEmptyTableHasNothingToLose() {
    assertThat(check(null).doubt(null)).isEmpty();
  }

  @Test
  void aStartLongAfterTheNewestLineIsBelievedAfterADay() {
    ClockCheck check = check(NOW.minus(Duration.ofDays(3)));
    assertThat(check.doubt(NOW.minus(Duration.ofDays(3))))
        .get()
        .asString()
        .contains("at the start");
    passes(Duration.ofHours(1));
    // A line that is received by the wrong clock proves nothing.
    assertThat(check.doubt(wall)).isPresent();
    passes(Duration.ofHours(24));
    assertThat(check.doubt(wall)).isEmpty();
  }

  @Test
  void aJumpIsDoubtedForADay() {
    ClockCheck check = check(NOW);
    passes(Duration.ofHours(1));
    wall = wall.plus(Duration.ofDays(365));
    assertThat(check.doubt(NOW)).get().asString().contains("jumped");
    passes(Duration.ofHours(23));
    assertThat(check.doubt(wall)).isPresent();
    passes(Duration.ofHours(2));
    assertThat(check.doubt(wall)).isEmpty();
  }

  @Test
  void aJumpThatWasMendedIsDoubtedForADayToo() {
    ClockCheck check = check(NOW);
    wall = wall.plus(Duration.ofDays(365));
    assertThat(check.doubt(NOW)).isPresent();
    wall = NOW;
    assertThat(check.doubt(NOW)).isPresent();
    passes(Duration.ofHours(25));
    assertThat(check.doubt(NOW)).isEmpty();
  }

  @Test
  void whoLookedAtTheClockNeedNotWait() {
    ClockCheck check = check(NOW.minus(Duration.ofDays(3)));
    check.trust();
    assertThat(check.doubt(NOW.minus(Duration.ofDays(3)))).isEmpty();
  }

  @Test
  void aClockBehindTheLinesIsDoubtedUntilItIsNot() {
    ClockCheck check = check(NOW.plus(Duration.ofHours(1)));
    assertThat(check.doubt(NOW.plus(Duration.ofHours(1)))).get().asString().contains("received");
    passes(Duration.ofHours(1));
    assertThat(check.doubt(NOW.plus(Duration.ofHours(1)))).isEmpty();
  }

  private ClockCheck check(@Nullable Instant newest) {
    return new ClockCheck(clock, newest, () -> nanos);
  }

  private void passes(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }
}
