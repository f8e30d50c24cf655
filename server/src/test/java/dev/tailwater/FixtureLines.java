package dev.tailwater;

import dev.tailwater.engine.Engine;
import dev.tailwater.engine.EngineOptions;
import dev.tailwater.record.Column;
import dev.tailwater.record.LogColumns;
import dev.tailwater.store.FixedScan;
import dev.tailwater.store.Scan;
import dev.tailwater.store.Scans;
import dev.tailwater.store.TimeAxis;
import dev.tailwater.term.RequiredTerms;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.stream.Collectors;

/**
 * The 39 lines of {@code fixtures/two-drains.txt} in a real engine, for one account: the first word
 * of a line is its drain token, the rest is the line. They are from 10:00 to 10:10 on 1 May 2024.
 */
public final class FixtureLines implements Scans, AutoCloseable {
  public static final Instant FROM = Instant.parse("2024-05-01T10:00:00Z");
  public static final Instant TO = Instant.parse("2024-05-01T10:10:00Z");

  private final Engine engine;

  public FixtureLines(Path spill, long account) {
    engine = Engine.open(new EngineOptions(512, 2, spill));
    try (Connection connection = engine.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          LogColumns.ALL.stream()
              .map(c -> '"' + c.name() + "\" " + c.type().sql())
              .collect(Collectors.joining(", ", "CREATE TABLE logs (", ")")));
      int id = 0;
      for (String line : text().split("\n", -1)) {
        if (!line.isEmpty()) {
          insert(connection, account, ++id, line);
        }
      }
    } catch (SQLException e) {
      throw new AssertionError("cannot fill the engine with the fixture", e);
    }
  }

  public Engine engine() {
    return engine;
  }

  @Override
  public Scan open(long account, Instant from, Instant to, TimeAxis axis, RequiredTerms required) {
    Column time = axis == TimeAxis.MESSAGE ? LogColumns.MESSAGE_TIME : LogColumns.RECEIPT_TIME;
    String relation =
        "(SELECT * FROM logs WHERE _account = %d AND %s >= TIMESTAMPTZ '%s' AND %s < TIMESTAMPTZ '%s')"
            .formatted(account, time.name(), from, time.name(), to);
    return new FixedScan(relation);
  }

  @Override
  public void close() {
    engine.close();
  }

  private static void insert(Connection connection, long account, int id, String line)
      throws SQLException {
    String token = line.substring(0, line.indexOf(' '));
    String raw = line.substring(token.length() + 1);
    // <pri>1 time host origin component - text
    String[] words = raw.split(" ", 6);
    OffsetDateTime time = OffsetDateTime.parse(words[1]);
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO logs BY NAME
            SELECT ? AS _account, 30 AS _retentiondays, ? AS _messagetime, ? AS _receipttime,
                   ? AS _messageid, 'heroku' AS _collector, 2 AS _collectorid,
                   'logplex' AS _source, 3 AS _sourceid, 'heroku' AS _sourcecategory,
                   '127.0.0.1' AS _sourcehost, ? AS _sourcename, ? AS _size, 0 AS _messagecount,
                   't:full,o:5,l:25' AS _format, ? AS _raw, ? AS origin, ? AS component
            """)) {
      insert.setLong(1, account);
      insert.setObject(2, time);
      insert.setObject(3, time);
      insert.setLong(4, id);
      insert.setString(5, token);
      insert.setInt(6, raw.getBytes(StandardCharsets.UTF_8).length);
      insert.setString(7, raw);
      insert.setString(8, words[3]);
      insert.setString(9, words[4]);
      insert.execute();
    }
  }

  /**
   * Delivers the lines to a program as Logplex does, and waits until they are found. Their day is
   * yesterday: times far from now are replaced by the receipt time.
   *
   * @return the day
   */
  public static LocalDate deliver(TailwaterProcess tailwater)
      throws IOException, InterruptedException {
    LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    int deliveries = 0;
    for (String line : text().replace("2024-05-01", day.toString()).split("\n", -1)) {
      if (!line.isEmpty()) {
        String drain = line.substring(0, line.indexOf(' '));
        String message = line.substring(drain.length() + 1) + "\n";
        int status =
            tailwater.deliver(
                drain, "%032X".formatted(deliveries++), TailwaterProcess.frame(message));
        if (status != 200) {
          throw new AssertionError("a line of the fixture was answered " + status);
        }
      }
    }
    tailwater.awaitLines(deliveries);
    return day;
  }

  /** The fixture as text, a drain token and a line each. */
  public static String text() {
    try (InputStream in = FixtureLines.class.getResourceAsStream("/fixtures/two-drains.txt")) {
      if (in == null) {
        throw new AssertionError("the fixture is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError("cannot read the fixture", e);
    }
  }
}
