package dev.tailwater.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

final class TimeRangeTest {
  private static final Instant NOW = Instant.parse("2024-05-01T10:00:00Z");
  private static final ZoneId ADELAIDE = ZoneId.of("Australia/Adelaide");

  @Test
  void oneRelativeTimeEndsNow() {
    assertThat(parse("-15m", "")).isEqualTo(range("2024-05-01T09:45:00Z", "2024-05-01T10:00:00Z"));
  }

  @Test
  void twoRelativeTimes() {
    assertThat(parse("-1d", "-12h"))
        .isEqualTo(range("2024-04-30T10:00:00Z", "2024-04-30T22:00:00Z"));
    assertThat(parse("-4h30m", "+15m"))
        .isEqualTo(range("2024-05-01T05:30:00Z", "2024-05-01T10:15:00Z"));
    assertThat(parse("-1w2d", "now"))
        .isEqualTo(range("2024-04-22T10:00:00Z", "2024-05-01T10:00:00Z"));
  }

  @Test
  void isoTimesWithOffsetIgnoreTheZone() {
    assertThat(parse("2024-05-01T01:00:00-08:00", "2024-05-01T09:30:00.250Z"))
        .isEqualTo(range("2024-05-01T09:00:00Z", "2024-05-01T09:30:00.250Z"));
  }

  @Test
  void isoTimesWithoutOffsetAreLocal() {
    assertThat(parse("2024-05-01T10:00:00", "2024-05-01 12:00"))
        .isEqualTo(range("2024-05-01T00:30:00Z", "2024-05-01T02:30:00Z"));
    assertThat(parse("2024-04-30", "2024-05-01"))
        .isEqualTo(range("2024-04-29T14:30:00Z", "2024-04-30T14:30:00Z"));
  }

  @Test
  void milliseconds() {
    assertThat(parse("1714557600000", "1714557660000"))
        .isEqualTo(range("2024-05-01T10:00:00Z", "2024-05-01T10:01:00Z"));
  }

  @Test
  void namedDaysBeginAtLocalMidnight() {
    assertThat(parse("today", "")).isEqualTo(range("2024-04-30T14:30:00Z", "2024-05-01T10:00:00Z"));
    assertThat(parse("yesterday", ""))
        .isEqualTo(range("2024-04-29T14:30:00Z", "2024-04-30T14:30:00Z"));
    assertThat(parse("previous_week", ""))
        .isEqualTo(range("2024-04-21T14:30:00Z", "2024-04-28T14:30:00Z"));
  }

  @Test
  void mistakesNameTheEnd() {
    fails("yesteryear", "", "invalid.timestamp.from");
    fails("-1h", "13:00", "invalid.timestamp.to");
    fails("-1h", "2024-02-30T00:00:00", "invalid.timestamp.to");
    fails("-1h", "-2h", "to.smaller.than.from");
  }

  private static void fails(String from, String to, String code) {
    assertThatThrownBy(() -> parse(from, to))
        .isInstanceOfSatisfying(
            QueryException.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }

  private static TimeRange parse(String from, String to) {
    return TimeRange.parse(from, to, ADELAIDE, NOW);
  }

  private static TimeRange range(String from, String to) {
    return new TimeRange(Instant.parse(from), Instant.parse(to));
  }
}
