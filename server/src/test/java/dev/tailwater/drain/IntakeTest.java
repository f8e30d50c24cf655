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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
      wal.replay(entry -> assertThat(intake.isNew(Delivery.decode(entry.payload()))).isTrue());
      assertThat(intake.accept(delivery("d.shop", "F1", LINE))).isZero();
    }
    assertThat(stored).containsExactly(LINE);
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
    List<Boolean> isNew = new ArrayList<>();
    try (Wal wal = open()) {
      Intake intake = new Intake(wal);
      wal.replay(entry -> isNew.add(intake.isNew(Delivery.decode(entry.payload()))));
    }
    assertThat(isNew).containsOnlyOnce(true);
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

  private Wal open() throws Exception {
    return Wal.open(
        folder,
        new WalOptions(1 << 20),
        0,
        (delivery, position, end) ->
            stored.add(UTF_8.decode(delivery.body().duplicate()).toString()));
  }

  private static Delivery delivery(String drainToken, String frameId, String body) {
    return new Delivery(
        System.currentTimeMillis() * 1_000,
        1,
        30,
        new Delivery.Origin(1, "heroku", 2, "logplex", "heroku", "h", drainToken),
        Delivery.Framing.LOGPLEX,
        frameId,
        Map.of(),
        ByteBuffer.wrap(body.getBytes(UTF_8)));
  }
}
