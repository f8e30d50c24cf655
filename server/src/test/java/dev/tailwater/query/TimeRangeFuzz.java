package dev.tailwater.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.Moment.End;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Any text is no time range, or one that is read as the same when its ends are written out. */
public final class TimeRangeFuzz {
  private static final List<ZoneId> ZONES =
      List.of(ZoneId.of("UTC"), ZoneId.of("Australia/Lord_Howe"), ZoneId.of("-12:00"));
  private static final Instant NOW = Instant.parse("2024-02-29T23:59:59.999Z");

  private TimeRangeFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = FuzzInput.text(bytes);
    for (ZoneId zone : ZONES) {
      range(text, zone);
      moment(text, zone);
    }
  }

  private static void range(String text, ZoneId zone) {
    TimeRange range;
    try {
      range = TimeRange.parse(text, zone, NOW);
    } catch (QueryException e) {
      assertThat(e.code())
          .isIn("invalid.timestamp.from", "invalid.timestamp.to", "to.smaller.than.from");
      return;
    }
    assertThat(range.from()).isBeforeOrEqualTo(range.to());
    assertThat(TimeRange.parse(range.from() + " " + range.to(), zone, NOW)).isEqualTo(range);
    assertThat(TimeRange.parse("\t" + text + " ", zone, NOW)).isEqualTo(range);
  }

  private static void moment(String text, ZoneId zone) {
    try {
      Instant absolute = Moment.parseAbsolute(text, End.TO, zone);
      assertThat(Moment.parseAbsolute(absolute.toString(), End.TO, zone)).isEqualTo(absolute);
    } catch (QueryException e) {
      assertThat(e.code()).isEqualTo("invalid.timestamp.to");
    }
    try {
      assertThat(Moment.parseInSubquery(text, End.FROM, zone, NOW)).isNotNull();
    } catch (QueryException e) {
      assertThat(e.code()).isEqualTo("invalid.timestamp.from");
    }
  }
}
