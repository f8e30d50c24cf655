package dev.tailwater.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import dev.tailwater.http.Json;
import dev.tailwater.query.Moment.End;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Wednesday evening in Adelaide, where the first of May has begun nineteen and a half hours ago.
 */
final class TimeRangeTest {
  private static final ZoneId ADELAIDE = ZoneId.of("Australia/Adelaide");
  private static final Instant NOW = local("2024-05-01T19:30");
  private static final String MINUTES_AGO =
      "{\"type\":\"RelativeTimeRangeBoundary\",\"relativeTime\":\"-15m\"}";

  @Test
  void oneRelativeTimeEndsNow() {
    assertRange("-15m", "2024-05-01T19:15", "2024-05-01T19:30");
    assertRange("-1w2d", "2024-04-22T19:30", "2024-05-01T19:30");
    assertRange("  -4h30m ", "2024-05-01T15:00", "2024-05-01T19:30");
  }

  @Test
  void aDayAgoIs24HoursAgoAlsoWhenTheClockChanges() {
    Instant now = local("2024-04-07T19:30");
    assertThat(TimeRange.parse("-1d", ADELAIDE, now).from()).isEqualTo(local("2024-04-06T20:30"));
  }

  @Test
  void twoEndsInOneText() {
    assertRange("-1d -12h", "2024-04-30T19:30", "2024-05-01T07:30");
    assertRange("-60m -600s", "2024-05-01T18:30", "2024-05-01T19:20");
    assertRange("-1d now", "2024-04-30T19:30", "2024-05-01T19:30");
    assertRange("-1d TO +15m", "2024-04-30T19:30", "2024-05-01T19:45");
    assertRange("05/01/2024 10:00 to 05/01/2024 11:00", "2024-05-01T10:00", "2024-05-01T11:00");
    assertRange("05/01/2024 10:00 05/01/2024 11:00", "2024-05-01T10:00", "2024-05-01T11:00");
    assertRange("04/29 05/01", "2024-04-29T00:00", "2024-05-01T00:00");
    assertRange("04/29 10:00 05/01", "2024-04-29T10:00", "2024-05-01T00:00");
    assertRange("4/29 5:32 pm to 5/1/2024 6:00 am", "2024-04-29T17:32", "2024-05-01T06:00");
    assertRange("1714557600000 1714557660000", "2024-05-01T19:30", "2024-05-01T19:31");
  }

  @Test
  void datesOfTheSearchBoxAreLocal() {
    assertFrom("04/30/2024", "2024-04-30T00:00");
    assertFrom("04/30/2024 10:15", "2024-04-30T10:15");
    assertFrom("04/30/2024 10:15:20", "2024-04-30T10:15:20");
    assertFrom("4/3", "2024-04-03T00:00");
    assertFrom("04/30 9:05", "2024-04-30T09:05");
    assertFrom("04/30 5:32pm", "2024-04-30T17:32");
    assertFrom("04/30 5:32:10 PM", "2024-04-30T17:32:10");
    assertFrom("04/30 12:10am", "2024-04-30T00:10");
    assertFrom("04/30 12:10pm", "2024-04-30T12:10");
    assertFrom("04/30 5pm", "2024-04-30T17:00");
  }

  @Test
  void isoTimesWithOffsetIgnoreTheZone() {
    assertThat(TimeRange.parse("2024-05-01T01:00:00-08:00 2024-05-01T09:30:00.250Z", ADELAIDE, NOW))
        .isEqualTo(
            new TimeRange(
                Instant.parse("2024-05-01T09:00:00Z"), Instant.parse("2024-05-01T09:30:00.250Z")));
    assertThat(Moment.parse("2024-05-01t01:00:00.5+0930", End.FROM, ADELAIDE, NOW))
        .isEqualTo(local("2024-05-01T01:00:00.500"));
  }

  @Test
  void isoTimesWithoutOffsetAreLocal() {
    assertFrom("2024-04-30", "2024-04-30T00:00");
    assertFrom("2024-04-30T10:00:00", "2024-04-30T10:00");
    assertFrom("2024-04-30 10:00", "2024-04-30T10:00");
  }

  @Test
  void namedDaysBeginAtLocalMidnight() {
    assertRange("today", "2024-05-01T00:00", "2024-05-01T19:30");
    assertRange("Yesterday", "2024-04-30T00:00", "2024-05-01T00:00");
    assertRange("week", "2024-04-29T00:00", "2024-05-01T19:30");
    assertRange("previous_week", "2024-04-22T00:00", "2024-04-29T00:00");
    assertRange("month", "2024-05-01T00:00", "2024-05-01T19:30");
    assertRange("previous_month", "2024-04-01T00:00", "2024-05-01T00:00");
    assertRange("yesterday today", "2024-04-30T00:00", "2024-05-01T00:00");
    assertRange("-3d yesterday", "2024-04-28T19:30", "2024-04-30T00:00");
  }

  @Test
  void mistakesNameTheEnd() {
    assertRefused("yesteryear", "invalid.timestamp.from");
    assertRefused("", "invalid.timestamp.from");
    assertRefused("15m", "invalid.timestamp.from");
    assertRefused("-15y", "invalid.timestamp.from");
    assertRefused("-999999999w", "invalid.timestamp.from");
    assertRefused("999999999999999", "invalid.timestamp.from");
    assertRefused("20240501", "invalid.timestamp.from");
    assertRefused("02/30/2024", "invalid.timestamp.from");
    assertRefused("soon -1h", "invalid.timestamp.from");
    assertRefused("-1h 13:00", "invalid.timestamp.to");
    assertRefused("04/30 13:10pm", "invalid.timestamp.to");
    assertRefused("04/30 5", "invalid.timestamp.to");
    assertRefused("04/30 10:00 to 04/31 10:00", "invalid.timestamp.to");
    assertRefused("-1d to", "invalid.timestamp.to");
    assertRefused("-1h -2h", "to.smaller.than.from");
    assertRefused("+15m", "to.smaller.than.from");
    assertRefused("-1d ".repeat(50_000), "invalid.timestamp.from");
    assertRefused("-" + "1d".repeat(50_000), "invalid.timestamp.from");
  }

  @Test
  void theSearchBoxKnowsNoSlashesAfterAYear() {
    assertThatThrownBy(() -> TimeRange.parse("2024/05/01 10:00", ADELAIDE, NOW))
        .hasMessageEndingWith("found \"2024/05/01 10:00\"; write the year last, or - instead of /");
  }

  @Test
  void datesOfASubquery() {
    assertInSubquery("2024-04-30", "2024-04-30T00:00");
    assertInSubquery("2024-04-30 10:15", "2024-04-30T10:15");
    assertInSubquery("2024/04/30 10:15:20", "2024-04-30T10:15:20");
    assertInSubquery("2024/04/30 10:15:20.250", "2024-04-30T10:15:20.250");
    assertInSubquery("04-30 10:15:20.250", "2024-04-30T10:15:20.250");
    assertInSubquery("04/30", "2024-04-30T00:00");
    assertInSubquery("-2w", "2024-04-17T19:30");
    assertInSubquery("1714557600000", "2024-05-01T19:30");
    assertCode(
        () -> Moment.parseInSubquery("2024/04-30", End.TO, ADELAIDE, NOW), "invalid.timestamp.to");
  }

  @Test
  void rangesOfDashboards() {
    assertJson(bounded(MINUTES_AGO, "null"), "2024-05-01T19:15", "2024-05-01T19:30");
    assertJson(
        "{\"type\":\"BeginBoundedTimeRange\",\"from\":" + MINUTES_AGO + "}",
        "2024-05-01T19:15",
        "2024-05-01T19:30");
    assertJson(
        bounded(
            "{\"type\":\"EpochTimeRangeBoundary\",\"epochMillis\":1714557600000}",
            "{\"type\":\"RelativeTimeRangeBoundary\",\"relativeTime\":\"+2h30m\"}"),
        "2024-05-01T19:30",
        "2024-05-01T22:00");
    assertJson(
        bounded(
            "{\"type\":\"Iso8601TimeRangeBoundary\",\"iso8601Time\":\"2024-04-30T14:30:00Z\"}",
            "{\"type\":\"LiteralTimeRangeBoundary\",\"rangeName\":\"hour\"}"),
        "2024-05-01T00:00",
        "2024-05-01T19:00");
    assertJson(
        "{\"type\":\"CompleteLiteralTimeRange\",\"rangeName\":\"yesterday\"}",
        "2024-04-30T00:00",
        "2024-05-01T00:00");
    assertJson(
        "{\"type\":\"CompleteLiteralTimeRange\",\"rangeName\":\"today\"}",
        "2024-05-01T00:00",
        "2024-05-01T19:30");
  }

  @Test
  void boundariesWithANameAreTheStartOfIt() {
    assertLiteral("now", "2024-05-01T19:30");
    assertLiteral("second", "2024-05-01T19:30");
    assertLiteral("minute", "2024-05-01T19:30");
    assertLiteral("hour", "2024-05-01T19:00");
    assertLiteral("day", "2024-05-01T00:00");
    assertLiteral("today", "2024-05-01T00:00");
    assertLiteral("week", "2024-04-29T00:00");
    assertLiteral("month", "2024-05-01T00:00");
    assertLiteral("year", "2024-01-01T00:00");
  }

  @Test
  void rangesOfOldDashboards() {
    assertJson("\"-15m\"", "2024-05-01T19:15", "2024-05-01T19:30");
    assertJson("[{\"t\":\"relative\",\"d\":-86400000}]", "2024-04-30T19:30", "2024-05-01T19:30");
    assertJson(
        "[{\"t\":\"relative\",\"d\":-86400000},{\"t\":\"relative\",\"d\":-3600000}]",
        "2024-04-30T19:30",
        "2024-05-01T18:30");
  }

  @Test
  void mistakesInJsonNameTheEnd() {
    assertJsonRefused("{}", "invalid.timestamp.from");
    assertJsonRefused("7", "invalid.timestamp.from");
    assertJsonRefused("[]", "invalid.timestamp.from");
    assertJsonRefused("[{\"t\":\"relative\",\"d\":\"-1\"}]", "invalid.timestamp.from");
    assertJsonRefused(
        "[{\"t\":\"relative\",\"d\":-1},{\"t\":\"relative\",\"d\":" + Long.MAX_VALUE + "}]",
        "invalid.timestamp.to");
    assertJsonRefused(bounded("null", "null"), "invalid.timestamp.from");
    assertJsonRefused(bounded(MINUTES_AGO, "\"now\""), "invalid.timestamp.to");
    assertJsonRefused(
        bounded(MINUTES_AGO, "{\"type\":\"EpochTimeRangeBoundary\",\"epochMillis\":1.5}"),
        "invalid.timestamp.to");
    assertJsonRefused(
        bounded(MINUTES_AGO, "{\"type\":\"LiteralTimeRangeBoundary\",\"rangeName\":\"noon\"}"),
        "invalid.timestamp.to");
    assertJsonRefused(
        "{\"type\":\"CompleteLiteralTimeRange\",\"rangeName\":\"-15m\"}", "invalid.timestamp.from");
    assertJsonRefused(
        bounded(MINUTES_AGO, "{\"type\":\"RelativeTimeRangeBoundary\",\"relativeTime\":\"-1h\"}"),
        "to.smaller.than.from");
  }

  @Test
  void programsSendIsoTimesOrMilliseconds() {
    assertThat(Moment.parseAbsolute("2024-04-30T10:15:20", End.FROM, ADELAIDE))
        .isEqualTo(local("2024-04-30T10:15:20"));
    assertThat(Moment.parseAbsolute("1", End.FROM, ADELAIDE)).isEqualTo(Instant.ofEpochMilli(1));
    for (String text : new String[] {"-1h", "now", "2024-04-30", "2024-04-30T5:00pm", ""}) {
      assertCode(() -> Moment.parseAbsolute(text, End.TO, ADELAIDE), "invalid.timestamp.to");
    }
  }

  private static void assertRange(String text, String from, String to) {
    assertThat(TimeRange.parse(text, ADELAIDE, NOW))
        .as(text)
        .isEqualTo(new TimeRange(local(from), local(to)));
  }

  private static void assertFrom(String text, String from) {
    assertRange(text, from, "2024-05-01T19:30");
  }

  private static void assertInSubquery(String text, String moment) {
    assertThat(Moment.parseInSubquery(text, End.FROM, ADELAIDE, NOW))
        .as(text)
        .isEqualTo(local(moment));
  }

  private static void assertLiteral(String name, String from) {
    assertJson(
        bounded("{\"type\":\"LiteralTimeRangeBoundary\",\"rangeName\":\"" + name + "\"}", "null"),
        from,
        "2024-05-01T19:30");
  }

  private static void assertJson(String json, String from, String to) {
    assertThat(read(json)).as(json).isEqualTo(new TimeRange(local(from), local(to)));
  }

  private static void assertRefused(String text, String code) {
    assertCode(() -> TimeRange.parse(text, ADELAIDE, NOW), code);
  }

  private static void assertJsonRefused(String json, String code) {
    assertCode(() -> read(json), code);
  }

  private static void assertCode(ThrowingCallable call, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            QueryException.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }

  private static String bounded(String from, String to) {
    return "{\"type\":\"BeginBoundedTimeRange\",\"from\":" + from + ",\"to\":" + to + "}";
  }

  private static TimeRange read(String json) {
    try {
      return TimeRangeJson.read(Json.MAPPER.readTree(json), ADELAIDE, NOW);
    } catch (JacksonException e) {
      throw new AssertionError(e);
    }
  }

  private static Instant local(String time) {
    return LocalDateTime.parse(time).atZone(ADELAIDE).toInstant();
  }
}
