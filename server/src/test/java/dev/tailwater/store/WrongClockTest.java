package dev.tailwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock that somebody sets while the server runs loses no line and puts no flush off. */
class WrongClockTest {
  @TempDir Path folder;

  private volatile Instant now = TestStore.NOW;

  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
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

  @ParameterizedTest
  @ValueSource(ints = {-400, -1, 1, 400})
  void linesAreFlushedAndKept(int days) throws Exception {
    try (TestStore stores =
        new TestStore(
            folder,
            "jdbc:sqlite:" + folder.resolve("catalog.db"),
            TestStore.upkeep(folder),
            clock)) {
      stores.append("received before", 100);
      now = now.plus(Duration.ofDays(days));
      Instant deadline = Instant.now().plusSeconds(20);
      while (stores.store.statistics().files().files() == 0) {
        assertThat(Instant.now()).as("an old generation is flushed").isBefore(deadline);
        Thread.sleep(50);
      }
      stores.append("received after", 200);
      stores.store.flush();
      stores.upkeep();
      assertThat(stores.raws(TestStore.ACCOUNT))
          .containsExactlyInAnyOrder("received before", "received after");
    }
  }
}
