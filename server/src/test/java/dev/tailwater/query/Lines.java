package dev.tailwater.query;

import static java.util.stream.Collectors.joining;

import dev.tailwater.engine.Engine;
import dev.tailwater.engine.EngineOptions;
import dev.tailwater.geo.AddressDatabases;
import dev.tailwater.geo.SampleAddresses;
import dev.tailwater.lookup.SampleTables;
import dev.tailwater.query.run.QueryLimits;
import dev.tailwater.query.run.QueryRequest;
import dev.tailwater.query.run.QueryResult;
import dev.tailwater.query.run.QueryRunner;
import dev.tailwater.query.run.Tables;
import dev.tailwater.record.Column;
import dev.tailwater.record.LogColumns;
import dev.tailwater.store.FixedScan;
import dev.tailwater.store.Scans;
import dev.tailwater.store.TimeAxis;
import dev.tailwater.term.ExactTerms;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;

/**
 * A table of log lines in an engine in memory, filled from a text of {@code <drain> <line>} rows,
 * with the fields extracted that the product extracts on arrival; and a few lookup tables and
 * addresses.
 */
public final class Lines implements AutoCloseable {
  private static final Pattern HEADER =
      Pattern.compile("(?s)<(\\d+)>1 (\\S+) host (\\S+) (\\S+) - (.*)");

  /** 2024-05-01 10:00 to 10:10 UTC, which has all sample lines. */
  public static final TimeRange RANGE =
      new TimeRange(Instant.parse("2024-05-01T10:00:00Z"), Instant.parse("2024-05-01T10:10:00Z"));

  private final Engine engine;
  private final SampleTables tables;
  private final AddressDatabases addresses;
  private final QueryRunner runner;
  private final List<String> raws;

  /** A table with these lines, category {@code heroku}. */
  public Lines(List<String> lines) {
    this(lines, QueryLimits.defaults());
  }

  /** A table with these lines and a runner with these limits. */
  public Lines(List<String> lines, QueryLimits limits) {
    raws = lines.stream().map(Lines::raw).toList();
    engine = Engine.open(new EngineOptions(512, 2, Path.of("target", "spill")));
    try (DuckDBConnection connection = engine.connect();
        Statement statement = connection.createStatement()) {
      List<String> columns =
          LogColumns.ALL.stream().map(c -> '"' + c.name() + "\" " + c.type().sql()).toList();
      statement.execute("CREATE TABLE logs (" + String.join(", ", columns) + ")");
      int id = 1;
      for (String line : lines) {
        insert(connection, id++, line);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    tables = new SampleTables(engine);
    addresses = SampleAddresses.open();
    runner =
        new QueryRunner(
            engine,
            scans(),
            limits,
            account -> Set.of(),
            tables.tables(),
            addresses.functions(),
            Optional::empty);
  }

  /** The lines of a resource beside the tests. */
  public static List<String> resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(Lines.class.getResourceAsStream("/query/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The engine, to look at what it does. */
  public Engine engine() {
    return engine;
  }

  /** The runner over the table. */
  public QueryRunner runner() {
    return runner;
  }

  /** The tables that queries look things up in and save to. */
  public Tables tables() {
    return tables.tables();
  }

  /** Runs a query over {@link #RANGE}. */
  public QueryResult run(String query, ZoneId zone, Map<String, List<String>> variables) {
    return run(query, RANGE, zone, variables);
  }

  /** Runs a query over a range. */
  public QueryResult run(
      String query, TimeRange range, ZoneId zone, Map<String, List<String>> variables) {
    return runner.run(request(query, range, zone, variables));
  }

  /** A request for {@link #RANGE} with histogram. */
  public static QueryRequest request(
      String query, ZoneId zone, Map<String, List<String>> variables) {
    return request(query, RANGE, zone, variables);
  }

  private static QueryRequest request(
      String query, TimeRange range, ZoneId zone, Map<String, List<String>> variables) {
    QueryContext context = new QueryContext(range, zone, range.to(), variables);
    return new QueryRequest(1, query, context, TimeAxis.MESSAGE, 1000, true);
  }

  /**
   * Scans over the table; all accounts see the same lines. Like a store with a perfect index they
   * leave out each line without the required terms: a query that asks for too much fails.
   */
  private Scans scans() {
    return (account, from, to, axis, required) -> {
      String ids =
          IntStream.range(0, raws.size())
              .filter(i -> ExactTerms.hold(raws.get(i), required))
              .mapToObj(i -> Integer.toString(i + 1))
              .collect(joining(", ", "[", "]"));
      return new FixedScan(
          "(SELECT * FROM logs WHERE _messagetime >= TIMESTAMPTZ '%s' AND _messagetime < TIMESTAMPTZ '%s' AND list_contains(%s::BIGINT[], _messageid))"
              .formatted(from, to, ids));
    };
  }

  @Override
  public void close() {
    runner.close();
    tables.close();
    engine.close();
    addresses.close();
  }

  private static String raw(String line) {
    return line.substring(line.indexOf(' ') + 1).replace("\\n", "\n").replace("\\t", "\t");
  }

  private static void insert(DuckDBConnection connection, int id, String line) throws SQLException {
    int blank = line.indexOf(' ');
    String drain = line.substring(0, blank);
    String raw = raw(line);
    Map<String, Object> values = new HashMap<>(fields(raw));
    values.put("_account", 1);
    values.put("_retentiondays", 7);
    values.put("_receipttime", values.get("_messagetime"));
    values.put("_messageid", id);
    values.put("_collector", "Heroku");
    values.put("_collectorid", 101);
    values.put("_source", "drain");
    values.put("_sourceid", 201);
    values.put("_sourcecategory", "heroku");
    values.put("_sourcehost", "192.0.2.1");
    values.put("_sourcename", drain);
    values.put("_size", raw.length());
    values.put("_messagecount", id);
    values.put("_format", "t:syslog");
    values.put("_raw", raw);
    List<String> columns = new ArrayList<>();
    List<String> marks = new ArrayList<>();
    for (Column column : LogColumns.ALL) {
      if (values.containsKey(column.name())) {
        columns.add('"' + column.name() + '"');
        marks.add("CAST(? AS " + column.type().sql() + ")");
      }
    }
    columns.add("fields");
    marks.add("MAP {'env': 'prod', 'team': ?}");
    String sql =
        "INSERT INTO logs (%s) VALUES (%s)"
            .formatted(String.join(", ", columns), String.join(", ", marks));
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      int place = 1;
      for (Column column : LogColumns.ALL) {
        if (values.containsKey(column.name())) {
          insert.setString(place++, String.valueOf(values.get(column.name())));
        }
      }
      insert.setString(place, drain);
      insert.executeUpdate();
    }
  }

  private static Map<String, Object> fields(String raw) {
    Matcher header = HEADER.matcher(raw);
    if (!header.matches()) {
      return Map.of("_messagetime", Instant.parse("2024-05-01T10:09:59Z"));
    }
    Map<String, Object> values = new HashMap<>();
    values.put("priority", header.group(1));
    values.put("_messagetime", OffsetDateTime.parse(header.group(2)).toInstant());
    values.put("origin", header.group(3));
    values.put("component", header.group(4));
    if (!header.group(3).equals("heroku")) {
      return values;
    }
    Matcher pair =
        Pattern.compile("(?:^| )(?:sample#)?([a-z_0-9]+)=(\"[^\"]*\"|\\S+)")
            .matcher(header.group(5));
    while (pair.find()) {
      String value =
          pair.group(2).replaceAll("^\"|\"$", "").replaceAll("(?<=\\d)(ms|MB|pages)$", "");
      boolean known = LogColumns.ALL.stream().anyMatch(c -> c.name().equals(pair.group(1)));
      if (known && !value.isEmpty()) {
        values.put(pair.group(1), value);
      }
    }
    return values;
  }
}
