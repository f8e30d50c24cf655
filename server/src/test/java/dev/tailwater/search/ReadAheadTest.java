package dev.tailwater.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.account.Metadata;
import dev.tailwater.query.QueryContext;
import dev.tailwater.query.TimeRange;
import dev.tailwater.query.run.QueryLimits;
import dev.tailwater.query.run.QueryRequest;
import dev.tailwater.query.run.QueryRunner;
import dev.tailwater.store.TestStore;
import dev.tailwater.store.TimeAxis;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are read for what was asked before, while nobody asks. */
class ReadAheadTest {
  /** Nothing is kept of smaller files. */
  private static final int LINES_OF_FILE = 22_000;

  private static final Clock CLOCK = Clock.fixed(TestStore.NOW, ZoneOffset.UTC);

  @TempDir private Path folder = Path.of("");

  private Metadata metadata;
  private TestStore store;
  private QueryRunner runner;
  private long end = 1_000_000;

  @BeforeEach
  void open() {
    metadata = Metadata.open(folder.resolve("metadata.db"));
    metadata.write(handle ->
        handle.execute(
            "INSERT INTO accounts (id, name, retention_days, created_at) VALUES (?, 'a', 30, 0)",
            TestStore.ACCOUNT));
    store = new TestStore(folder, CLOCK);
    runner = new QueryRunner(store.engine, store.store, QueryLimits.defaults());
  }

  @AfterEach
  void close() {
    runner.close();
    store.close();
    metadata.close();
  }

  private ReadAhead readAhead() {
    return new ReadAhead(new AskedQueries(metadata, CLOCK), runner, store.store::changesOfFiles);
  }

  private void sendFile() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < LINES_OF_FILE; i++) {
      lines.append("line ").append(i).append('\n');
    }
    end += 10_000_000;
    store.append(TestStore.ACCOUNT, TestStore.NOW.minusSeconds(600), lines.toString(), end);
    store.store.flush();
  }

  private static QueryRequest request(String text) {
    TimeRange range = new TimeRange(TestStore.NOW.minus(Duration.ofDays(1)), TestStore.NOW);
    QueryContext context = new QueryContext(range, ZoneOffset.UTC, TestStore.NOW, Map.of());
    return new QueryRequest(TestStore.ACCOUNT, text, context, TimeAxis.RECEIPT, 100, false);
  }

  private void ask(String text) {
    runner.run(request(text));
  }

  /** Lines of which an aggregate is kept; 0 while nothing is. */
  private long linesKept() throws Exception {
    try (var connection = store.engine.connect();
        Statement statement = connection.createStatement()) {
      String table;
      try (ResultSet tables =
          statement.executeQuery(
              "SELECT table_name FROM duckdb_tables() WHERE starts_with(table_name, 'partial_')")) {
        if (!tables.next()) {
          return 0;
        }
        table = tables.getString(1);
      }
      try (ResultSet sum = statement.executeQuery("SELECT sum(s0_0) FROM " + table)) {
        sum.next();
        return sum.getLong(1);
      }
    }
  }

  private void awaitLinesKept(long lines) throws Exception {
    long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (linesKept() != lines && System.nanoTime() < giveUp) {
      Thread.sleep(20);
    }
    assertThat(linesKept()).isEqualTo(lines);
  }

  @Test
  void newFilesAreReadForWhatWasAsked() throws Exception {
    try (ReadAhead ahead = readAhead()) {
      sendFile();
      ask("* | count");
      assertThat(linesKept()).as("what is asked once is not kept").isZero();
      ahead.start();
      awaitLinesKept(LINES_OF_FILE);
      sendFile();
      awaitLinesKept(2 * LINES_OF_FILE);
    }
  }

  @Test
  void afterARestartTheyAreReadBeforeAnybodyAsks() throws Exception {
    sendFile();
    ReadAhead before = readAhead();
    ask("* | count");
    before.close();
    runner.close();
    runner = new QueryRunner(store.engine, store.store, QueryLimits.defaults());
    try (ReadAhead ahead = readAhead()) {
      // What nobody has asked since the start has its turn when it comes up a second time.
      ahead.readAll();
      ahead.readAll();
      assertThat(linesKept()).isEqualTo(LINES_OF_FILE);
    }
  }

  @Test
  void panelsThatNobodyHasOpenedAreReadToo() throws Exception {
    sendFile();
    try (ReadAhead ahead = readAhead()) {
      ahead.expect(List.of(request("* | count")));
      ahead.readAll();
      ahead.readAll();
      assertThat(linesKept()).isEqualTo(LINES_OF_FILE);
    }
  }

  @Test
  void whatCannotBeAskedAnyMoreIsForgotten() throws Exception {
    AskedQueries asked = new AskedQueries(metadata, CLOCK);
    asked.add(request("* | nonsense"));
    try (ReadAhead ahead = new ReadAhead(asked, runner, store.store::changesOfFiles)) {
      ahead.readAll();
      assertThat(asked.all()).isEmpty();
    }
  }
}
