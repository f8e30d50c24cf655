package dev.tailwater.wal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailwater.fault.FaultPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After a failed sync nobody knows what is on the disk, so what waited for it is refused. */
class FailedSyncTest {
  @TempDir Path folder;
  private final List<String> acknowledged = new ArrayList<>();

  @AfterEach
  void noFaults() {
    FaultPoint.set(null);
  }

  @Test
  void refusesWhatWaitedAndGoesOnInANewSegment() throws Exception {
    try (Wal wal = open()) {
      long before = wal.append(delivery("before"));
      failAt(FaultPoint.WAL_SYNC);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> wal.append(delivery("refused")))
            .isInstanceOf(WalException.class)
            .hasMessageContaining("the disk is gone");
      }
      assertThat(wal.failure()).contains("the disk is gone");
      int segments = segments();

      FaultPoint.set(null);
      long after = wal.append(delivery("after"));
      assertThat(after).isGreaterThan(before);
      assertThat(wal.failure()).isEmpty();
      assertThat(segments()).isEqualTo(segments + 1);
      assertThat(acknowledged).containsExactly("before", "after");
    }
    // What was refused may come back, for it may have reached the disk; its retry is recognised.
    assertThat(replayed()).contains("before", "after").isSubsetOf("before", "refused", "after");
  }

  @Test
  void whatWasAcknowledgedBeforeStaysWhenAWriteFails() throws Exception {
    try (Wal wal = open()) {
      wal.append(delivery("before"));
      failAt(FaultPoint.WAL_APPEND);
      assertThatThrownBy(() -> wal.append(delivery("refused"))).isInstanceOf(WalException.class);
    }
    assertThat(replayed()).containsExactly("before");
  }

  private static void failAt(FaultPoint where) {
    FaultPoint.set(point -> {
      if (point == where) {
        throw new UncheckedIOException("the disk is gone", new IOException());
      }
    });
  }

  private Wal open() throws IOException {
    return Wal.open(
        folder,
        new WalOptions(1 << 20),
        0,
        (delivery, position, end) -> acknowledged.add(body(delivery)));
  }

  private List<String> replayed() throws IOException {
    List<String> bodies = new ArrayList<>();
    try (Wal wal = open()) {
      wal.replay(entry -> bodies.add(body(Delivery.decode(entry.payload()))));
    }
    return bodies;
  }

  private int segments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return (int) files.count();
    }
  }

  private static String body(Delivery delivery) {
    return UTF_8.decode(delivery.body().duplicate()).toString();
  }

  private static Delivery delivery(String body) {
    return new Delivery(
        0,
        1,
        30,
        new Delivery.Origin(1, "heroku", 2, "logplex", "heroku", "h", "d.shop"),
        Delivery.Framing.LOGPLEX,
        "",
        Map.of(),
        ByteBuffer.wrap(body.getBytes(UTF_8)));
  }
}
