package dev.tailwater.query.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailwater.query.pattern.Sessions.Pattern;
import dev.tailwater.query.pattern.Sessions.Piece;
import dev.tailwater.query.pattern.Sessions.Session;
import dev.tailwater.query.plan.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SessionsTest {
  private static final Pattern START =
      new Pattern(List.of(new Piece.Text("start "), new Piece.Capture(0), new Piece.Text(".")));
  private static final Pattern STOP =
      new Pattern(
          List.of(
              new Piece.Text("stop "),
              new Piece.Value(0),
              new Piece.Text(" "),
              new Piece.Capture(1)));

  @Test
  void manyMessagesAreNotTriedWithEachOther() {
    Sessions sessions = new Sessions(List.of(START, STOP), 2, 100_000, () -> {});
    for (int i = 0; i < 50_000; i++) {
      sessions.add("start " + i + ".");
      sessions.add("it will stop " + (49_999 - i) + " in time");
    }
    long start = System.nanoTime();
    List<Session> found = sessions.find();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(found).hasSize(50_000);
    assertThat(found.getFirst())
        .isEqualTo(new Session(List.of(0, 99_999), List.of("0", "in time")));
  }

  @Test
  void thereIsALimitOfSessions() {
    Sessions sessions = new Sessions(List.of(START, STOP), 2, 10, () -> {});
    for (int i = 0; i < 4; i++) {
      sessions.add("start x.");
      sessions.add("stop x now");
    }
    assertThatThrownBy(sessions::find)
        .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo("query.rows"));
  }

  @Test
  void theSearchCanBeStopped() {
    AtomicInteger checks = new AtomicInteger();
    Runnable stop =
        () -> {
          if (checks.incrementAndGet() == 3) {
            throw new IllegalStateException("stopped");
          }
        };
    Sessions sessions = new Sessions(List.of(START, STOP), 2, 10, stop);
    sessions.add("start x.");
    sessions.add("stop x now");
    assertThatThrownBy(sessions::find).hasMessage("stopped");
  }
}
