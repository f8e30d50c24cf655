package dev.tailwater.drain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailwater.fault.FaultPoint;
import dev.tailwater.wal.Delivery;
import dev.tailwater.wal.Wal;
import dev.tailwater.wal.WalException;
import dev.tailwater.wal.WalOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logplex sends a batch again when our answer did not reach it. */
class IntakeTest {
  private static final String L10 =
      "142 <172>1 2017-08-31T14:47:14+00:00 host heroku logplex - Error L10 (output buffer"
          + " overflow): 2 messages dropped since 2017-08-31T14:44:12+00:00.";
  private static final String LINE = "8 <40>1 x\n";

  @TempDir Path folder;
  private final List<String> stored = new ArrayList<>();

  @Test
  void aRetryIsStoredOnce() throws Exception {
    try (Wal wal = open()) {
      Intake intake = new Intake(wal);
      assertThat(intake.accept(delivery("d.shop", "F1", LINE))).isEqualTo(LINE.length());
      assertThat(intake.accept(delivery("d.shop", "F1", LINE))).isZero();
      assertThat(intake.accept(delivery("d.blog", "F1", LINE))).isEqualTo(LINE.length());
      assertThat(intake.repeats()).isEqualTo(1);
    }
    assertThat(stored).containsExactly(LINE, LINE);
  }

  @Test
  void theL10FrameThatARetryGainedIsKeptOnce() throws Exception {
    try (Wal wal = open()) {
      Intake intake = new Intake(wal);
      intake.accept(delivery("d.shop", "F1", LINE));
      assertThat(intake.accept(delivery("d.shop", "F1", L10 + LINE))).isEqualTo(L10.length());
      assertThat(intake.accept(delivery("d.shop", "F1", L10 + LINE))).isZero();
    }
    assertThat(stored).containsExactly(LINE, L10);
  }

  @Test
  void anL10FrameThatWasThereBeforeIsNoGain() throws Exception {
    try (Wal wal = open()) {
      Intake intake = new Intake(wal);
      intake.accept(delivery("d.shop", "F1", L10 + LINE));
      assertThat(intake.accept(delivery("d.shop", "F1", L10 + LINE))).isZero();
    }
    assertThat(stored).containsExactly(L10 + LINE);
  }

  @Test
  void aRetryAfterARestartIsStoredOnce() throws Exception {
    try (Wal wal = open()) {
      new Intake(wal).accept(delivery("d.shop", "F1", LINE));
    }
    try (Wal wal = open()) {
      Intake intake = new Intake(wal);
      remember(wal, intake);
      assertThat(intake.accept(delivery("d.shop", "F1", LINE))).isZero();
    }
    assertThat(stored).containsExactly(LINE);
  }

  @Test
  void aRetryAfterARestartIsStoredOnceThoughItsSegmentWasTrimmed() throws Exception {
    Path seen = folder.resolve("seen-ids");
    try (Wal wal = open()) {
      Intake intake = new Intake(wal);
      intake.accept(delivery("d.shop", "F1", LINE));
      intake.accept(delivery("d.shop", "F2", L10 + LINE));
      intake.saveSeen(seen);
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path segment : files.filter(file -> !file.equals(seen)).toList()) {
        Files.delete(segment);
      }
    }
    try (Wal wal = open()) {
      Intake intake = new Intake(wal);
      remember(wal, intake);
      intake.loadSeen(seen);
      assertThat(intake.accept(delivery("d.shop", "F1", LINE))).isZero();
      assertThat(intake.accept(delivery("d.shop", "F1", L10 + LINE))).isEqualTo(L10.length());
      assertThat(intake.accept(delivery("d.shop", "F2", L10 + LINE))).isZero();
    }
    assertThat(stored).containsExactly(LINE, L10 + LINE, L10);
  }

  @Test
  void damagedIdsAreLeftOut() throws Exception {
    Path seen = folder.resolve("seen-ids");
    try (Wal wal = open()) {
      Intake intake = new Intake(wal);
      intake.accept(delivery("d.shop", "F1", LINE));
      intake.saveSeen(seen);
    }
    byte[] bytes = Files.readAllBytes(seen);
    bytes[bytes.length / 2] ^= 1;
    Files.write(seen, bytes);
    try (Wal wal = open()) {
      Intake intake = new Intake(wal);
      remember(wal, intake);
      intake.loadSeen(seen);
      assertThat(intake.accept(delivery("d.shop", "F1", LINE))).isZero();
    }
  }

  @Test
  void anEntryThatTheIdsAndTheLogHoldIsNotSuperseded() throws Exception {
    Path seen = folder.resolve("seen-ids");
    Delivery delivery = delivery("d.shop", "F1", LINE);
    try (Wal wal = open()) {
      Intake intake = new Intake(wal);
      intake.accept(delivery);
      intake.saveSeen(seen);
    }
    try (Wal wal = open()) {
      Intake intake = new Intake(wal);
      remember(wal, intake);
      intake.loadSeen(seen);
      wal.replay(entry -> assertThat(intake.isSuperseded(delivery, entry.position())).isFalse());
    }
  }

  @Test
  void ofTwoEntriesOfABatchTheLastCounts() throws Exception {
    List<Long> positions = new ArrayList<>();
    Delivery delivery = delivery("d.shop", "F1", LINE);
    try (Wal wal = open()) {
      // As a failed write leaves one behind that is on disk all the same.
      positions.add(wal.append(delivery));
      positions.add(wal.append(delivery));
    }
    try (Wal wal = open()) {
      Intake intake = new Intake(wal);
      remember(wal, intake);
      assertThat(intake.isSuperseded(delivery, positions.getFirst())).isTrue();
      assertThat(intake.isSuperseded(delivery, positions.getLast())).isFalse();
    }
  }

  @Test
  void fiveHundredDeliveriesASecondAreRememberedForTheWholeWindow() {
    DeliveryWindow window = new DeliveryWindow(Duration.ofMinutes(15), 1_000_000);
    for (int i = 0; i < 450_000; i++) {
      assertThat(window.remember(delivery("F" + i, i * 2_000L))).isTrue();
    }
    assertThat(window.remember(delivery("F0", 900_000_000L))).isFalse();
    assertThat(window.remember(delivery("F449999", 900_000_000L))).isFalse();
    assertThat(window.remember(delivery("F0", 4_000_000_000L))).isTrue();
  }

  @Test
  void whatAFailedSyncRefusedIsCountedOnceAfterItsRetryAndARestart() throws Exception {
    try (Wal wal = open()) {
      Intake intake = new Intake(wal);
      FaultPoint.set(point -> {
        if (point == FaultPoint.WAL_SYNC) {
          throw new UncheckedIOException("the disk is gone", new IOException());
        }
      });
      try {
        assertThatThrownBy(() -> intake.accept(delivery("d.shop", "F1", LINE)))
            .isInstanceOf(WalException.class);
      } finally {
        FaultPoint.set(null);
      }
      assertThat(intake.accept(delivery("d.shop", "F1", LINE))).isEqualTo(LINE.length());
    }
    assertThat(stored).containsExactly(LINE);
    List<Boolean> counts = new ArrayList<>();
    try (Wal wal = open()) {
      Intake intake = new Intake(wal);
      remember(wal, intake);
      wal.replay(entry ->
          counts.add(!intake.isSuperseded(Delivery.decode(entry.payload()), entry.position())));
    }
    assertThat(counts).containsOnlyOnce(true);
  }

  @Test
  void withoutAFrameIdNothingIsARepeat() throws Exception {
    try (Wal wal = open()) {
      Intake intake = new Intake(wal);
      intake.accept(delivery("d.shop", "", LINE));
      intake.accept(delivery("d.shop", "", LINE));
    }
    assertThat(stored).containsExactly(LINE, LINE);
  }

  private static void remember(Wal wal, Intake intake) throws IOException {
    wal.replay(entry -> intake.remember(Delivery.decode(entry.payload()), entry.position()));
  }

  private Wal open() throws Exception {
    return Wal.open(
        folder,
        new WalOptions(1 << 20),
        0,
        (delivery, position, end) ->
            stored.add(UTF_8.decode(delivery.body().duplicate()).toString()));
  }

  private static Delivery delivery(String frameId, long receiptMicros) {
    return delivery("d.shop", frameId, LINE, receiptMicros);
  }

  private static Delivery delivery(String drainToken, String frameId, String body) {
    return delivery(drainToken, frameId, body, System.currentTimeMillis() * 1_000);
  }

  private static Delivery delivery(
      String drainToken, String frameId, String body, long receiptMicros) {
    return new Delivery(
        receiptMicros,
        1,
        30,
        new Delivery.Origin(1, "heroku", 2, "logplex", "heroku", "h", drainToken),
        Delivery.Framing.LOGPLEX,
        frameId,
        Map.of(),
        ByteBuffer.wrap(body.getBytes(UTF_8)));
  }
}
