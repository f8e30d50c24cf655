package dev.tailwater.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.engine.Engine;
import dev.tailwater.engine.EngineOptions;
import dev.tailwater.parse.DeliveryParser;
import dev.tailwater.parse.TimeWindow;
import dev.tailwater.record.RecordBatch;
import dev.tailwater.term.RequiredTerms;
import dev.tailwater.wal.Delivery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines go in as batches and come out of scans, hot or from files, once each. */
class LogStoreTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final long ACCOUNT = 7;

  @TempDir Path folder;

  @Test
  void aLineIsFoundHotAndAfterTheFlushAndAfterARestart() throws Exception {
    String line = "<190>1 2026-03-01T11:59:00.5+00:00 host app web.1 - hello \u00e4 \0 world";
    try (Stores stores = new Stores()) {
      stores.append(line, 100);
      assertThat(stores.raws(ACCOUNT)).containsExactly(line);
      stores.store.flush();
      assertThat(stores.store.statistics().hotRows()).isZero();
      assertThat(stores.store.statistics().files().files()).isEqualTo(1);
      assertThat(stores.raws(ACCOUNT)).containsExactly(line);
    }
    try (Stores stores = new Stores()) {
      assertThat(stores.store.walPosition()).isEqualTo(100);
      assertThat(stores.raws(ACCOUNT)).containsExactly(line);
      stores.append(line, 200);
      assertThat(stores.raws(ACCOUNT)).containsExactly(line, line);
    }
  }

  @Test
  void aScanKeepsWhatItSawWhileTheFlushGoesOn() throws Exception {
    try (Stores stores = new Stores()) {
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
    try (Stores stores = new Stores()) {
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
    try (Stores stores = new Stores()) {
      assertThat(stores.store.walPosition()).isEqualTo(100L * lines);
      assertThat(stores.raws(ACCOUNT)).hasSize(lines);
    }
  }

  @Test
  void noScanSeesAnotherAccount() throws Exception {
    try (Stores stores = new Stores()) {
      stores.append("<190>1 2026-03-01T11:59:00+00:00 host app web.1 - mine", 100);
      assertThat(stores.raws(ACCOUNT + 1)).isEmpty();
      stores.store.flush();
      assertThat(stores.raws(ACCOUNT + 1)).isEmpty();
    }
  }

  @Test
  void headerFieldsAreKeptAsAMap() throws Exception {
    try (Stores stores = new Stores()) {
      stores.append("plain", Map.of("team", "web"), 100);
      stores.store.flush();
      try (Scan scan = stores.open(ACCOUNT);
          var connection = stores.engine.connect();
          Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT fields['team'] FROM " + scan.relation())) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("web");
      }
    }
  }

  @Test
  void aSearchForATermReadsTheFilesThatMayHoldIt() throws Exception {
    try (Stores stores = new Stores()) {
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
    try (Stores stores = new Stores()) {
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
        stores.append(lines.toString(), 100 + i);
      }
      stores.store.flush();
      try (Scan scan = stores.open(ACCOUNT, RequiredTerms.of("n12345"))) {
        assertThat(scan.relation()).contains("file_row_number BETWEEN 8192 AND 16383");
        assertThat(stores.raws(scan)).hasSize(8_192).anyMatch(line -> line.endsWith(" n12345"));
      }
    }
  }

  @Test
  void filtersThatAreMissingOrDamagedAreBuiltAgainAndNothingIsLostMeanwhile() throws Exception {
    String line = "<190>1 2026-03-01T11:59:00+00:00 host app web.1 - one zebra";
    try (Stores stores = new Stores()) {
      stores.append(line, 100);
    }
    Path filters = TermIndex.beside(files().getFirst());
    byte[] whole = Files.readAllBytes(filters);
    Files.delete(filters);
    try (Stores stores = new Stores()) {
      assertThat(stores.raws(ACCOUNT)).containsExactly(line);
      await(() -> stores.readsNothingFor("tiger"));
    }
    byte[] damaged = whole.clone();
    damaged[whole.length / 3] ^= 1;
    Files.write(filters, damaged);
    try (Stores stores = new Stores()) {
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

  /** A store in the test's folder. */
  @Test
  void aCommitWhoseAnswerIsLostIsNotMadeTwice() throws Exception {
    try (LossyDriver driver = LossyDriver.register()) {
      String url = LossyDriver.url("sqlite:" + folder.resolve("catalog.db"));
      try (Stores stores = new Stores(url)) {
        stores.append("<190>1 2026-03-01T11:59:00+00:00 host app web.1 - one", 100);
        driver.lose(1);
        stores.store.flush();
        assertThat(stores.raws(ACCOUNT)).hasSize(1);
        assertThat(stores.store.statistics().files().files()).isEqualTo(1);
        stores.append("<190>1 2026-03-01T11:59:01+00:00 host app web.1 - two", 200);
        stores.store.flush();
        assertThat(stores.raws(ACCOUNT)).hasSize(2);
      }
      try (Stores stores = new Stores(url)) {
        assertThat(stores.store.statistics().files().files()).isEqualTo(2);
        assertThat(stores.raws(ACCOUNT)).hasSize(2);
        assertThat(stores.store.walPosition()).isEqualTo(200);
      }
    }
  }

  private final class Stores implements AutoCloseable {
    private final Engine engine = Engine.open(new EngineOptions(256, 2, folder.resolve("spill")));
    private final RootAllocator allocator = new RootAllocator();
    private final DeliveryParser parser =
        new DeliveryParser(0, new TimeWindow(Duration.ofDays(30), Duration.ofDays(2)));
    private final LogStore store;

    Stores() {
      this("jdbc:sqlite:" + folder.resolve("catalog.db"));
    }

    Stores(String catalogUrl) {
      store =
          LogStore.open(
              engine,
              allocator,
              new StoreOptions(
                  folder.resolve("warehouse"),
                  catalogUrl,
                  0,
                  1_000_000,
                  1 << 30,
                  Duration.ofHours(1),
                  2,
                  new UpkeepOptions(
                      Duration.ZERO,
                      128 << 20,
                      128,
                      folder.resolve("spill").resolve("upkeep"),
                      Duration.ofHours(1),
                      10,
                      Duration.ofHours(1))),
              Set::of,
              Clock.systemUTC());
    }

    void append(String line, long end) throws Exception {
      append(line, Map.of(), end);
    }

    void append(String line, Map<String, String> fields, long end) throws Exception {
      Delivery delivery =
          new Delivery(
              NOW.toEpochMilli() * 1_000,
              ACCOUNT,
              30,
              new Delivery.Origin(1, "heroku", 2, "logplex", "heroku", "host", "d.shop"),
              Delivery.Framing.TEXT,
              "",
              fields,
              ByteBuffer.wrap(line.getBytes(UTF_8)));
      try (RecordBatch batch = new RecordBatch(allocator)) {
        parser.parse(delivery, end - 100, batch);
        store.append(batch, end);
      }
    }

    Scan open(long account) {
      return open(account, RequiredTerms.any());
    }

    Scan open(long account, RequiredTerms required) {
      return store.open(
          account, NOW.minus(Duration.ofDays(1)), NOW.plusSeconds(1), TimeAxis.MESSAGE, required);
    }

    boolean readsNothingFor(String term) {
      try (Scan scan = open(ACCOUNT, RequiredTerms.of(term))) {
        return !scan.relation().contains("read_parquet");
      }
    }

    List<String> raws(long account) throws Exception {
      try (Scan scan = open(account)) {
        return raws(scan);
      }
    }

    List<String> raws(Scan scan) throws Exception {
      List<String> raws = new ArrayList<>();
      try (var connection = engine.connect();
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT _raw FROM " + scan.relation())) {
        while (rows.next()) {
          raws.add(rows.getString(1));
        }
      }
      return raws;
    }

    @Override
    public void close() {
      store.close();
      engine.close();
      allocator.close();
    }
  }
}
