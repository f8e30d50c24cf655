package dev.tailwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.record.Column;
import dev.tailwater.record.LogColumns;
import dev.tailwater.term.RequiredTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines go in as batches and come out of scans, hot or from files, once each. */
class LogStoreTest {
  private static final Instant NOW = TestStore.NOW;
  private static final long ACCOUNT = TestStore.ACCOUNT;

  @TempDir Path folder;

  @Test
  void aLineIsFoundHotAndAfterTheFlushAndAfterARestart() throws Exception {
    String line = "<190>1 2026-03-01T11:59:00.5+00:00 host app web.1 - hello \u00e4 \0 world";
    try (TestStore stores = new TestStore(folder)) {
      stores.append(line, 100);
      assertThat(stores.raws(ACCOUNT)).containsExactly(line);
      stores.store.flush();
      assertThat(stores.store.statistics().hotRows()).isZero();
      assertThat(stores.store.statistics().files().files()).isEqualTo(1);
      assertThat(stores.raws(ACCOUNT)).containsExactly(line);
    }
    try (TestStore stores = new TestStore(folder)) {
      assertThat(stores.store.walPosition()).isEqualTo(100);
      assertThat(stores.raws(ACCOUNT)).containsExactly(line);
      stores.append(line, 200);
      assertThat(stores.raws(ACCOUNT)).containsExactly(line, line);
    }
  }

  @Test
  void aScanKeepsWhatItSawWhileTheFlushGoesOn() throws Exception {
    try (TestStore stores = new TestStore(folder)) {
      stores.append("<190>1 2026-03-01T11:59:00+00:00 host app web.1 - one", 100);
      try (Scan before = stores.open(ACCOUNT)) {
        stores.store.flush();
        assertThat(stores.raws(before)).hasSize(1);
        assertThat(stores.raws(ACCOUNT)).hasSize(1);
      }
    }
  }

  @Test
  void aFlushInTheMiddleOfAppendsLosesNothingAndShowsNothingTwice() throws Exception {
    int lines = 150;
    try (TestStore stores = new TestStore(folder)) {
      AtomicBoolean done = new AtomicBoolean();
      Thread flusher =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (!done.get()) {
                    stores.store.flush();
                  }
                } catch (FlushException e) {
                  throw new AssertionError(e);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      for (int i = 1; i <= lines; i++) {
        stores.append("<190>1 2026-03-01T11:59:00+00:00 host app web.1 - line " + i, 100L * i);
        if (i % 50 == 0) {
          assertThat(stores.raws(ACCOUNT)).hasSize(i).doesNotHaveDuplicates();
        }
      }
      done.set(true);
      flusher.join();
      stores.store.flush();
      assertThat(stores.store.statistics().hotRows()).isZero();
      assertThat(stores.store.statistics().files().rows()).isEqualTo(lines);
      assertThat(stores.raws(ACCOUNT)).hasSize(lines).doesNotHaveDuplicates();
      assertThat(stores.store.statistics().files().files()).isGreaterThan(5);
    }
    try (TestStore stores = new TestStore(folder)) {
      assertThat(stores.store.walPosition()).isEqualTo(100L * lines);
      assertThat(stores.raws(ACCOUNT)).hasSize(lines);
    }
  }

  @Test
  void noScanSeesAnotherAccount() throws Exception {
    try (TestStore stores = new TestStore(folder)) {
      stores.append("<190>1 2026-03-01T11:59:00+00:00 host app web.1 - mine", 100);
      assertThat(stores.raws(ACCOUNT + 1)).isEmpty();
      stores.store.flush();
      assertThat(stores.raws(ACCOUNT + 1)).isEmpty();
    }
  }

  @Test
  void headerFieldsAreKeptAsAMap() throws Exception {
    try (TestStore stores = new TestStore(folder)) {
      stores.append("plain", Map.of("team", "web"), 100);
      stores.store.flush();
      try (Scan scan = stores.open(ACCOUNT);
          var connection = stores.engine.connect();
          Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT fields['team'] FROM " + scan.relation(Set.copyOf(LogColumns.ALL)))) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("web");
      }
    }
  }

  @Test
  void anyColumnsCanBeReadOfHotLinesAndOfFiles() throws Exception {
    try (TestStore stores = new TestStore(folder)) {
      stores.append("<190>1 2026-03-01T11:59:00+00:00 host app web.1 - in a file", 100);
      stores.store.flush();
      stores.append("<190>1 2026-03-01T11:59:01+00:00 host app web.1 - hot", 200);
      List<Set<Column>> wanted = new ArrayList<>();
      wanted.add(Set.of());
      LogColumns.ALL.forEach(column -> wanted.add(Set.of(column)));
      try (Scan scan = stores.open(ACCOUNT);
          var connection = stores.engine.connect();
          Statement statement = connection.createStatement()) {
        for (Set<Column> columns : wanted) {
          String sql = "SELECT count(*) FROM " + scan.relation(columns);
          try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getLong(1)).as(sql).isEqualTo(2);
          }
        }
      }
    }
  }

  @Test
  void aSearchForATermReadsTheFilesThatMayHoldIt() throws Exception {
    try (TestStore stores = new TestStore(folder)) {
      stores.append("<190>1 2026-03-01T11:59:00+00:00 host app web.1 - one zebra", 100);
      stores.store.flush();
      stores.append("<190>1 2026-03-01T11:59:00+00:00 host app web.1 - two lions", 200);
      stores.store.flush();
      assertThat(files()).hasSize(2);
      try (Scan scan = stores.open(ACCOUNT, RequiredTerms.of("Zebra"))) {
        assertThat(stores.raws(scan)).singleElement().asString().endsWith("one zebra");
      }
      try (Scan scan = stores.open(ACCOUNT, RequiredTerms.of("tiger"))) {
        assertThat(stores.raws(scan)).isEmpty();
      }
      assertThat(stores.readsNothingFor("tiger")).isTrue();
    }
  }

  @Test
  void rowGroupsWithoutATermAreNotRead() throws Exception {
    try (TestStore stores = new TestStore(folder)) {
      int rows = 20_000;
      for (int i = 0; i < rows; i += 500) {
        StringBuilder lines = new StringBuilder();
        for (int n = i; n < i + 500; n++) {
          lines
              .append("<190>1 ")
              .append(NOW.minusSeconds(rows).plusSeconds(n))
              .append(" host app web.1 - line n")
              .append(n)
              .append('\n');
        }
        // Ids are made of positions, which grow by the bytes of a delivery.
        stores.append(lines.toString(), 100 + 1_000L * i);
      }
      stores.store.flush();
      try (Scan scan = stores.open(ACCOUNT, RequiredTerms.of("n12345"))) {
        assertThat(scan.relation(Set.copyOf(LogColumns.ALL)))
            .contains("file_row_number BETWEEN 8192 AND 16383");
        assertThat(stores.raws(scan)).hasSize(8_192).anyMatch(line -> line.endsWith(" n12345"));
      }
    }
  }

  @Test
  void filtersThatAreMissingOrDamagedAreBuiltAgainAndNothingIsLostMeanwhile() throws Exception {
    String line = "<190>1 2026-03-01T11:59:00+00:00 host app web.1 - one zebra";
    try (TestStore stores = new TestStore(folder)) {
      stores.append(line, 100);
    }
    Path filters = TermIndex.beside(files().getFirst());
    byte[] whole = Files.readAllBytes(filters);
    Files.delete(filters);
    try (TestStore stores = new TestStore(folder)) {
      assertThat(stores.raws(ACCOUNT)).containsExactly(line);
      await(() -> stores.readsNothingFor("tiger"));
    }
    byte[] damaged = whole.clone();
    damaged[whole.length / 3] ^= 1;
    Files.write(filters, damaged);
    try (TestStore stores = new TestStore(folder)) {
      try (Scan scan = stores.open(ACCOUNT, RequiredTerms.of("zebra"))) {
        assertThat(stores.raws(scan)).containsExactly(line);
      }
      await(() -> stores.readsNothingFor("tiger"));
    }
    assertThat(filters).hasBinaryContent(whole);
  }

  private static void await(BooleanSupplier condition) {
    long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it did not come in time").isLessThan(giveUp);
      Thread.onSpinWait();
    }
  }

  /** The data files of the table. */
  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.walk(folder.resolve("warehouse"))) {
      return found.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }

  @Test
  void aCommitWhoseAnswerIsLostIsNotMadeTwice() throws Exception {
    try (LossyDriver driver = LossyDriver.register()) {
      String url = LossyDriver.url("sqlite:" + folder.resolve("catalog.db"));
      try (TestStore stores = new TestStore(folder, url)) {
        stores.append("<190>1 2026-03-01T11:59:00+00:00 host app web.1 - one", 100);
        driver.lose(1);
        stores.store.flush();
        assertThat(stores.raws(ACCOUNT)).hasSize(1);
        assertThat(stores.store.statistics().files().files()).isEqualTo(1);
        stores.append("<190>1 2026-03-01T11:59:01+00:00 host app web.1 - two", 200);
        stores.store.flush();
        assertThat(stores.raws(ACCOUNT)).hasSize(2);
      }
      try (TestStore stores = new TestStore(folder, url)) {
        assertThat(stores.store.statistics().files().files()).isEqualTo(2);
        assertThat(stores.raws(ACCOUNT)).hasSize(2);
        assertThat(stores.store.walPosition()).isEqualTo(200);
      }
    }
  }
}
