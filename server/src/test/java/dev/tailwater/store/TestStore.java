package dev.tailwater.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailwater.engine.Engine;
import dev.tailwater.engine.EngineOptions;
import dev.tailwater.parse.DeliveryParser;
import dev.tailwater.parse.TimeWindow;
import dev.tailwater.record.LogColumns;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;

/** A real store in a folder, and lines for it. */
public final class TestStore implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  public static final long ACCOUNT = 7;

  public final Engine engine;
  public final LogStore store;

  /** Accounts that the upkeep takes for deleted. */
  final Set<Long> deleted = ConcurrentHashMap.newKeySet();

  private final RootAllocator allocator = new RootAllocator();
  private final DeliveryParser parser =
      new DeliveryParser(0, new TimeWindow(Duration.ofDays(30), Duration.ofDays(2)));

  /** A store in a folder, which may have one already. */
  public TestStore(Path folder) {
    this(folder, "jdbc:sqlite:" + folder.resolve("catalog.db"));
  }

  /** The same by another clock, which tells the upkeep what is too old. */
  public TestStore(Path folder, Clock clock) {
    this(folder, "jdbc:sqlite:" + folder.resolve("catalog.db"), upkeep(folder), clock);
  }

  TestStore(Path folder, String catalogUrl) {
    this(folder, catalogUrl, upkeep(folder), Clock.systemUTC());
  }

  TestStore(Path folder, String catalogUrl, UpkeepOptions upkeep, Clock clock) {
    engine = Engine.open(new EngineOptions(256, 2, folder.resolve("spill")));
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
                upkeep),
            () -> deleted,
            clock);
  }

  /**
   * Files of a megabyte, no snapshot kept for its age (which is by the clock of the files, not of a
   * test), runs only when asked for.
   */
  static UpkeepOptions upkeep(Path folder) {
    return new UpkeepOptions(
        Duration.ZERO,
        1 << 20,
        100_000,
        128,
        folder.resolve("spill").resolve("upkeep"),
        Duration.ofDays(-10_000),
        1,
        Duration.ofHours(1));
  }

  void append(String line, long end) throws Exception {
    append(line, Map.of(), end);
  }

  void append(String line, Map<String, String> fields, long end) throws Exception {
    append(ACCOUNT, NOW, line, fields, end);
  }

  /**
   * Appends a delivery of plain text.
   *
   * @param end its position in the log, which is also what the ids of its lines are made of
   */
  public void append(long account, Instant received, String line, long end) throws Exception {
    append(account, received, line, Map.of(), end);
  }

  private void append(
      long account, Instant received, String line, Map<String, String> fields, long end)
      throws Exception {
    try (RecordBatch batch = new RecordBatch(allocator)) {
      parser.parse(delivery(account, received, line, fields), end - 100, batch);
      store.append(batch, end);
    }
  }

  private static Delivery delivery(
      long account, Instant received, String line, Map<String, String> fields) {
    return new Delivery(
        received.toEpochMilli() * 1_000,
        account,
        30,
        new Delivery.Origin(1, "heroku", 2, "logplex", "heroku", "host", "d.shop"),
        Delivery.Framing.TEXT,
        "",
        fields,
        ByteBuffer.wrap(line.getBytes(UTF_8)));
  }

  /** Appends lines, each a delivery of its own: what begins like no line is one all the same. */
  void appendEach(List<String> lines, long begin) throws Exception {
    appendEach(NOW, lines, begin);
  }

  void appendEach(Instant received, List<String> lines, long begin) throws Exception {
    long end = begin;
    try (RecordBatch batch = new RecordBatch(allocator)) {
      for (String line : lines) {
        parser.parse(delivery(ACCOUNT, received, line, Map.of()), end, batch);
        end += line.length() + 1_000L;
      }
      store.append(batch, end);
    }
  }

  Scan open(long account) {
    return open(account, RequiredTerms.any());
  }

  Scan open(long account, RequiredTerms required) {
    return store.open(
        account,
        NOW.minus(Duration.ofDays(60)),
        NOW.plus(Duration.ofDays(60)),
        TimeAxis.RECEIPT,
        required);
  }

  boolean readsNothingFor(String term) {
    try (Scan scan = open(ACCOUNT, RequiredTerms.of(term))) {
      return !scan.relation(Set.copyOf(LogColumns.ALL)).contains("read_parquet");
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
        ResultSet rows =
            statement.executeQuery(
                "SELECT _raw FROM " + scan.relation(Set.copyOf(LogColumns.ALL)))) {
      while (rows.next()) {
        raws.add(rows.getString(1));
      }
    }
    return raws;
  }

  /** Runs the upkeep and tells its steps. */
  public List<UpkeepStep> upkeep() throws InterruptedException {
    List<UpkeepStep> steps = new ArrayList<>();
    store.upkeep().run(new Upkeep.Run(false, false), steps::add);
    return steps;
  }

  /** What the upkeep would do. */
  List<UpkeepStep> plan() throws InterruptedException {
    List<UpkeepStep> steps = new ArrayList<>();
    store.upkeep().run(new Upkeep.Run(true, false), steps::add);
    return steps;
  }

  /** The files on the disk whose names end so, in the folder of a store. */
  static List<Path> files(Path folder, String end) throws IOException {
    try (Stream<Path> found = Files.walk(folder.resolve("warehouse"))) {
      return found.filter(file -> file.toString().endsWith(end)).toList();
    }
  }

  @Override
  public void close() {
    store.close();
    engine.close();
    allocator.close();
  }
}
