package dev.tailwater.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final Instant FROM = Instant.parse("2026-11-26T23:59:58Z");

  private static final String ZULU = frame("2026-01-31T10:00:00Z host app web.1 - one\n");
  private static final String FRACTION =
      frame("2026-01-31T10:00:01.500000+00:00 host app web.1 - 2026-01-31T10:00:01Z größer\n");
  private static final String LOCAL =
      frame("2026-01-31T10:00:00+10:30 host app web.1 - elsewhere\n");
  private static final String NONE = frame("- host app web.1 - no time\n");

  private final Replay replay =
      new Replay(List.of(post(ZULU, FRACTION), post(LOCAL, NONE, ZULU)), 11, FROM, 2, 7);

  @Test
  void hasAsManyPostsAsTheLinesNeed() {
    assertThat(replay.count()).isEqualTo(5);
    assertThat(replay.linesBefore(5)).isEqualTo(12);
    assertThat(new Replay(List.of(post(ZULU)), 3, FROM, 2, 7).count()).isEqualTo(3);
  }

  @Test
  void givesLinesTheTimeThatTheyStandFor() {
    assertThat(body(0))
        .isEqualTo(
            ZULU.replace("2026-01-31T10:00:00", "2026-11-26T23:59:58")
                + FRACTION.replace("2026-01-31T10:00:01.5", "2026-11-26T23:59:58.5"));
    // Five lines later, two a second.
    assertThat(body(2)).startsWith(ZULU.replace("2026-01-31T10:00:00", "2026-11-27T00:00:00"));
    assertThat(replay.timeAfter(5)).isEqualTo("2026-11-27T00:00:00.500Z");
  }

  @Test
  void leavesTimesAloneThatAreNotInUtc() {
    assertThat(body(1)).startsWith(LOCAL + NONE);
  }

  @Test
  void isNoRetryOfItself() {
    assertThat(IntStream.range(0, 5).mapToObj(i -> replay.post(i).frameId()))
        .doesNotHaveDuplicates();
    assertThat(replay.post(3).frameId()).isEqualTo(replay.post(3).frameId());
    assertThat(new Replay(List.of(post(ZULU)), 3, FROM, 2, 8).post(0).frameId())
        .isNotEqualTo(replay.post(0).frameId());
  }

  private String body(int index) {
    return new String(replay.post(index).body(), UTF_8);
  }

  private static Post post(String... frames) {
    return new Post("d.1", "frame", String.join("", frames).getBytes(UTF_8), frames.length);
  }

  private static String frame(String line) {
    String message = "<190>1 " + line;
    return message.getBytes(UTF_8).length + " " + message;
  }
}
