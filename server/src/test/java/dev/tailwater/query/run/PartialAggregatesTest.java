package dev.tailwater.query.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tailwater.query.CompiledQuery;
import dev.tailwater.query.QueryCompiler;
import dev.tailwater.query.QueryContext;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.TimeRange;
import dev.tailwater.store.TestStore;
import dev.tailwater.store.TimeAxis;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A runner that has answered a query before keeps what it read of files. What it answers then is
 * what a runner answers that reads all lines, whatever came, was flushed or merged meanwhile, and
 * wherever the range begins and ends.
 */
class PartialAggregatesTest {
  private static final Instant NOW = TestStore.NOW;

  /** Files with fewer lines are read each time. */
  private static final int LINES_OF_FILE = 22_000;

  private static final int LINES_PER_DELIVERY = 2_000;

  private static final List<String> KEPT =
      List.of(
          "* | count",
          "* | count by component, status",
          "component=router | timeslice 5m | count, avg(service), max(bytes) by _timeslice",
          "component=router | timeslice 7m | sum(bytes) as b by _timeslice, dyno"
              + " | b / 1024 as kb | fields _timeslice, dyno, kb | transpose row _timeslice column dyno",
          "status=5* | count by path | top 3 path by _count",
          "slow | parse \"took=*ms\" as took | where took > 20 | min(took), avg(took), count(status)",
          "(code=H12 or (component=web.2 slow)) | count by component",
          "* | timeslice 30m | count_distinct(dyno) as dynos, count_distinct(code) by _timeslice",
          "component=router | count_distinct(request_id)",
          "* | count_distinct(request_id) by code, component",
          "* | where component = \"nobody\" | count",
          "* | timeslice 15m | count by _timeslice | outlier _count window=3",
          "component=router | pct(connect, 50, 95), max(service), avg(bytes), count by dyno",
          "component=router | timeslice 15m | connect * 1.5 as c | pct(c, 33.3) by _timeslice",
          "* | pct(status, 0, 100)",
          "* | count by dyno | sort by _count, dyno asc | limit 2 | sum(_count)");

  private static final List<String> NOT_KEPT =
      List.of(
          "component=router | pct(service, 50), pct(connect, 50) by dyno",
          "component=router | pct(service, 50) by path, dyno",
          "* | timeslice 1h | count by _timeslice | compare timeshift 1h",
          "* | limit 10 | count",
          "* | first(component)");

  @TempDir private Path folder = Path.of("");

  private TestStore store;
  private QueryRunner runner;
  private final Random random = new Random(20261126);
  private final List<UUID> requests = new ArrayList<>();
  private long end = 1_000_000;
  private long sent;

  @BeforeEach
  void open() {
    store = new TestStore(folder, Clock.fixed(NOW, ZoneOffset.UTC));
    runner = runner();
  }

  @AfterEach
  void close() {
    runner.close();
    store.close();
  }

  private QueryRunner runner() {
    return new QueryRunner(store.engine, store.store, QueryLimits.defaults());
  }

  @Test
  void keptPartsAndTheRestAreTheWhole() throws Exception {
    TimeRange day = range(24 * 60, 0);
    sendFile(TestStore.ACCOUNT, 0);
    sendFile(TestStore.ACCOUNT, 90);
    checkAll(day);
    assertThat(keptTables())
        .as("each question that can be kept has a table")
        .hasSize(KEPT.size() * TimeAxis.values().length);

    // Late lines, another account in the same file, lines that are hot, and a range that moved on.
    send(TestStore.ACCOUNT + 1, 3_000, 30);
    sendFile(TestStore.ACCOUNT, 45);
    send(TestStore.ACCOUNT, 700, 10);
    checkAll(range(24 * 60 - 3, 0));
    checkAll(range(3 * 60, 50));
    checkAll(range(47, 31));

    store.store.flush();
    assertThat(store.upkeep()).isNotEmpty();
    send(TestStore.ACCOUNT, 300, 0);
    checkAll(day);
    checkAll(range(3 * 60, 50));
  }

  @Test
  void whatHasAsManyGroupsAsLinesIsNotKept() throws Exception {
    sendFile(TestStore.ACCOUNT, 0);
    String query =
        "component=router | count by request_id | sort by _count | limit 5 | sum(_count)";
    for (int i = 0; i < 3; i++) {
      check(query, range(24 * 60, 0), TimeAxis.MESSAGE);
    }
    assertThat(keptTables()).isEmpty();
  }

  @Test
  void whatIsKeptGivesWayToAQueryThatNeedsTheMemory() throws Exception {
    sendFile(TestStore.ACCOUNT, 0);
    TimeRange day = range(24 * 60, 0);
    String question = "* | timeslice 5m | count by _timeslice, dyno";
    for (int i = 0; i < 2; i++) {
      check(question, day, TimeAxis.MESSAGE);
    }
    assertThat(keptTables()).hasSize(1);
    try (var connection = store.engine.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET GLOBAL memory_limit = '20MB'");
      statement.execute("SET GLOBAL max_temp_directory_size = '0B'");
    }
    String large = "* | concat(_raw, _raw, _raw, _raw) as r | values(r) as v by _messageid";
    assertThatExceptionOfType(QueryException.class)
        .isThrownBy(() -> runner.run(request(large, day, TimeAxis.MESSAGE)))
        .satisfies(e -> assertThat(e.code()).isEqualTo("query.memory"));
    assertThat(keptTables()).isEmpty();
    check(question, day, TimeAxis.MESSAGE);
  }

  @Test
  void aFileIsNotReadAgainForWhatIsKeptOfThoseItWasMadeOf() throws Exception {
    sendFile(TestStore.ACCOUNT, 0);
    sendFile(TestStore.ACCOUNT, 60);
    TimeRange day = range(24 * 60, 0);
    String query = "component=router | timeslice 5m | count, avg(service) by _timeslice, dyno";
    PartialAggregates kept = partials();
    List<String> before = answer(kept, query, day, -1);
    assertThat(answer(kept, query, day, -1)).isEqualTo(before);

    assertThat(store.upkeep()).isNotEmpty();
    int nothingIsExecuted = 0;
    assertThat(answer(kept, query, day, nothingIsExecuted)).isEqualTo(before);
  }

  @Test
  void ofAMergedFileThoseSlicesAreReadThatWereNotKeptOfAll() throws Exception {
    TimeRange early = range(150, 30);
    TimeRange day = range(24 * 60, 0);
    String query = "* | timeslice 5m | count by _timeslice, component";
    PartialAggregates kept = partials();
    sendFile(TestStore.ACCOUNT, 0);
    for (int i = 0; i < 2; i++) {
      answer(kept, query, early, -1);
    }
    // Lines of the same times, of which all slices are kept.
    sendFile(TestStore.ACCOUNT, 10);
    answer(kept, query, range(150, 0), -1);
    sendFile(TestStore.ACCOUNT, 20);
    answer(kept, query, range(90, 10), -1);

    assertThat(store.upkeep()).isNotEmpty();
    for (TimeRange range : List.of(range(90, 10), early, day, range(40, 20))) {
      assertThat(answer(kept, query, range, -1))
          .as("over %s", range)
          .isEqualTo(answer(partials(), query, range, -1));
    }
  }

  @Test
  void idsOfMillionsAreCountedByTheirLists() throws Exception {
    TimeRange day = range(24 * 60, 0);
    String query = "component=router | count_distinct(request_id) as n";
    PartialAggregates kept = partials();
    for (int i = 0; i < 3; i++) {
      sendFile(TestStore.ACCOUNT, 30 * i);
      answer(kept, query, day, -1);
    }
    assertThat(answer(kept, query, day, -1)).containsExactly(requests.size() + " ");
    // Lines that are hot, some of them with ids that are in files.
    for (int minutesAgo : List.of(5, 60)) {
      int times = 3_000;
      StringBuilder again = new StringBuilder();
      for (int i = 0; i < times; i++) {
        again.append(line(NOW.minus(Duration.ofMinutes(minutesAgo)))).append('\n');
      }
      end += 10_000_000;
      store.append(TestStore.ACCOUNT, NOW, again.toString(), end);
    }
    assertThat(answer(kept, query, day, -1)).containsExactly(requests.size() + " ");
    try (var connection = store.engine.connect();
        Statement statement = connection.createStatement();
        ResultSet marked =
            statement.executeQuery(
                "SELECT count(*) FROM " + keptTables().getFirst() + " WHERE again")) {
      marked.next();
      assertThat(marked.getLong(1)).as("lists of ids that stand in several").isPositive();
    }
  }

  @Test
  void whatWasReadAheadIsNotReadByTheQuery() throws Exception {
    TimeRange day = range(24 * 60, 0);
    QueryRequest request =
        request("* | timeslice 5m | count by _timeslice, dyno", day, TimeAxis.MESSAGE);
    sendFile(TestStore.ACCOUNT, 0);
    List<QueryRequest> told = new ArrayList<>();
    runner.onAsked(told::add);
    runner.run(request);
    runner.run(request("component=web.1 | limit 3", day, TimeAxis.MESSAGE));
    assertThat(told).containsExactly(request);

    sendFile(TestStore.ACCOUNT, 60);
    assertThat(runner.readAhead(request)).isTrue();
    assertThat(told).as("reading ahead is not asking").hasSize(1);
    assertThat(keptTables()).hasSize(1);
    assertThat(keptFiles()).isEqualTo(2);
    check(request.text(), day, TimeAxis.MESSAGE);
    assertThat(keptFiles()).isEqualTo(2);
  }

  /** Of the only table. */
  private int keptFiles() throws Exception {
    try (var connection = store.engine.connect();
        Statement statement = connection.createStatement();
        ResultSet files =
            statement.executeQuery("SELECT count(DISTINCT file) FROM " + keptTables().getFirst())) {
      files.next();
      return files.getInt(1);
    }
  }

  @Test
  void aReadingThatFailsAnywhereLeavesNothingHalf() throws Exception {
    sendFile(TestStore.ACCOUNT, 0);
    sendFile(TestStore.ACCOUNT, 60);
    TimeRange day = range(24 * 60, 0);
    failAnywhere("* | timeslice 5m | count by _timeslice, dyno", List.of(day), day);
    failAnywhere("component=router | count_distinct(request_id)", List.of(day), day);
    // Of one file more groups than are worth keeping.
    TimeRange late = range(55, 0);
    failAnywhere("component=router | count by request_id | count", List.of(late), late);
    // What the first range left is forgotten when the other one is read.
    TimeRange early = range(150, 130);
    failAnywhere("* | count by component", List.of(early, early), range(20, 0));
  }

  /**
   * Fails before each statement of a reading in turn, and asks again.
   *
   * @param before the ranges that were asked for until then; the first asking keeps nothing
   */
  private void failAnywhere(String query, List<TimeRange> before, TimeRange range)
      throws Exception {
    Set<TimeRange> ranges = new HashSet<>(before);
    ranges.add(range);
    Map<TimeRange, List<String>> whole = new HashMap<>();
    for (TimeRange each : ranges) {
      whole.put(each, answer(partials(), query, each, -1));
    }
    boolean failed = true;
    int failing = 0;
    for (; failed; failing++) {
      PartialAggregates kept = partials();
      for (TimeRange each : before) {
        answer(kept, query, each, -1);
      }
      try {
        answer(kept, query, range, failing);
        failed = false;
      } catch (SQLException e) {
        assertThat(e.getMessage()).isEqualTo("failed on purpose");
      }
      for (TimeRange each : ranges) {
        assertThat(answer(kept, query, each, -1))
            .as("%s over %s after a failure at %d", query, each, failing)
            .isEqualTo(whole.get(each));
      }
    }
    assertThat(failing).as("statements of a reading").isGreaterThan(2);
  }

  private PartialAggregates partials() {
    return new PartialAggregates(store.engine.memoryBytes());
  }

  /**
   * The rows of a query.
   *
   * @param failing before which statement the reading of parts fails, from 0; negative for none
   */
  private List<String> answer(PartialAggregates kept, String text, TimeRange range, int failing)
      throws SQLException {
    QueryRequest request = request(text, range, TimeAxis.MESSAGE);
    CompiledQuery query = new QueryCompiler().compile(text, request.context());
    List<String> rows = new ArrayList<>();
    try (var connection = store.engine.connect();
        Statement statement = connection.createStatement();
        OpenScans open = new OpenScans(store.store, TestStore.ACCOUNT, TimeAxis.MESSAGE)) {
      statement.execute("SET VARIABLE tailwater_groups = 1000000");
      try (PartialScans scans =
              kept.of(query, request, open, failing(statement, failing), () -> {});
          ResultSet found = statement.executeQuery(query.sql(scans, 10_000))) {
        int columns = found.getMetaData().getColumnCount();
        while (found.next()) {
          StringBuilder row = new StringBuilder();
          for (int i = 1; i <= columns; i++) {
            row.append(found.getString(i)).append(' ');
          }
          rows.add(row.toString());
        }
      }
    }
    return rows;
  }

  private static Statement failing(Statement statement, int at) {
    AtomicInteger before = new AtomicInteger();
    return (Statement)
        Proxy.newProxyInstance(
            Statement.class.getClassLoader(),
            new Class<?>[] {Statement.class},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("execute") && before.getAndIncrement() == at) {
                throw new SQLException("failed on purpose");
              }
              return method.invoke(statement, arguments);
            });
  }

  @Test
  void queriesBesideFlushesAndMergesCountEachLineOnce() throws Exception {
    TimeRange day = range(24 * 60, -10);
    String query = "* | count by component | sum(_count) as n";
    for (int i = 0; i < 2; i++) {
      sendFile(TestStore.ACCOUNT, 20 * i);
      count(query, day);
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 4; round++) {
        long before = sent;
        List<Future<Long>> answers = new ArrayList<>();
        Callable<Long> ask = () -> count(query, day);
        for (int i = 0; i < 6; i++) {
          answers.add(threads.submit(ask));
        }
        sendFile(TestStore.ACCOUNT, 5 * round);
        answers.add(threads.submit(ask));
        store.upkeep();
        for (Future<Long> answer : answers) {
          assertThat(answer.get()).isBetween(before, sent);
        }
        assertThat(count(query, day)).isEqualTo(sent);
      }
    }
  }

  /** Asks often enough that parts are kept, and once more. */
  private void checkAll(TimeRange range) {
    for (TimeAxis axis : TimeAxis.values()) {
      for (String query : KEPT) {
        for (int i = 0; i < 3; i++) {
          check(query, range, axis);
        }
      }
    }
    NOT_KEPT.forEach(query -> check(query, range, TimeAxis.MESSAGE));
  }

  private void check(String query, TimeRange range, TimeAxis axis) {
    List<@Nullable Object[]> whole;
    // It has never been asked anything.
    try (QueryRunner reader = runner()) {
      whole = reader.run(request(query, range, axis)).rows();
    }
    List<@Nullable Object[]> rows = runner.run(request(query, range, axis)).rows();
    assertThat(rows).as("%s over %s by %s", query, range, axis).hasSameSizeAs(whole);
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < rows.get(i).length; j++) {
        Object expected = whole.get(i)[j];
        Object found = rows.get(i)[j];
        String place = "%s over %s by %s, row %d, column %d".formatted(query, range, axis, i, j);
        // Numbers with a fraction are added in another order.
        if (expected instanceof Double number && found instanceof Double other) {
          Offset<Double> close = Offset.offset(Math.abs(number) * 1e-12);
          assertThat(other).as(place).isCloseTo(number, close);
        } else {
          assertThat(found).as(place).isEqualTo(expected);
        }
      }
    }
  }

  private long count(String query, TimeRange range) {
    Object[] row = runner.run(request(query, range, TimeAxis.MESSAGE)).rows().getFirst();
    return ((Number) row[0]).longValue();
  }

  private static QueryRequest request(String query, TimeRange range, TimeAxis axis) {
    QueryContext context = new QueryContext(range, ZoneOffset.UTC, NOW, Map.of());
    return new QueryRequest(TestStore.ACCOUNT, query, context, axis, 10_000, false);
  }

  /** From some minutes ago to some minutes ago, and a few milliseconds. */
  private static TimeRange range(int from, int to) {
    return new TimeRange(
        NOW.minus(Duration.ofMinutes(from)).plusMillis(137),
        NOW.minus(Duration.ofMinutes(to)).plusMillis(411));
  }

  private List<String> keptTables() throws Exception {
    List<String> names = new ArrayList<>();
    try (var connection = store.engine.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'partial\\_%' ESCAPE"
                    + " '\\'")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private void sendFile(long account, int minutesAgo) throws Exception {
    send(account, LINES_OF_FILE, minutesAgo);
    store.store.flush();
  }

  /** Lines of two hours until some minutes ago, received within a minute. */
  private void send(long account, int lines, int minutesAgo) throws Exception {
    Instant last = NOW.minus(Duration.ofMinutes(minutesAgo));
    for (int i = 0; i < lines; i += LINES_PER_DELIVERY) {
      StringBuilder delivery = new StringBuilder();
      int count = Math.min(LINES_PER_DELIVERY, lines - i);
      for (int j = 0; j < count; j++) {
        Duration age = Duration.ofHours(2).multipliedBy(lines - i - j).dividedBy(lines);
        delivery.append(line(last.minus(age))).append('\n');
      }
      end += 1_000_000;
      store.append(account, last.plusSeconds(i % 60), delivery.toString(), end);
      sent += account == TestStore.ACCOUNT ? count : 0;
    }
  }

  private String line(Instant time) {
    int dyno = 1 + random.nextInt(4);
    int status = List.of(200, 200, 201, 404, 503).get(random.nextInt(5));
    return switch (random.nextInt(3)) {
      case 0 ->
          "<190>1 %s+00:00 host app web.%d - %s took=%dms"
              .formatted(
                  text(time), dyno, random.nextBoolean() ? "slow" : "fast", random.nextInt(40));
      default ->
          ("<158>1 %s+00:00 host heroku router - at=info method=GET path=\"/%d\""
                  + " host=shop.herokuapp.com request_id=%s fwd=\"10.0.0.%d\" dyno=web.%d connect=%dms"
                  + " service=%dms status=%d bytes=%d protocol=https%s")
              .formatted(
                  text(time),
                  random.nextInt(12),
                  requestId(),
                  dyno,
                  dyno,
                  random.nextInt(5),
                  random.nextInt(900),
                  status,
                  random.nextInt(100_000),
                  status == 503 ? " code=H12" : "");
    };
  }

  /** Mostly a new one; clients and routers repeat some. */
  private UUID requestId() {
    if (random.nextInt(40) > 0 || requests.isEmpty()) {
      requests.add(new UUID(random.nextLong(), random.nextLong()));
      return requests.getLast();
    }
    return requests.get(random.nextInt(requests.size()));
  }

  private static String text(Instant time) {
    String text = time.toString();
    return text.substring(0, text.length() - 1);
  }
}
