package dev.tailwater.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.record.Column;
import dev.tailwater.record.LogColumns;
import dev.tailwater.record.RecordBatch;
import dev.tailwater.wal.Delivery;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.util.Text;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a line: its columns. */
class DeliveryParserTest {
  private static final Instant RECEIPT = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void aRouterLineFillsItsColumns() {
    Map<String, Object> row =
        logplex(
            "<158>1 2026-03-01T11:59:20.5+00:00 host heroku router - at=error code=H12"
                + " desc=\"Request timeout\" method=POST path=\"/pay?x=a b\" host=shop.herokuapp.com"
                + " request_id=r-3 fwd=\"10.1.2.3, 198.51.100.4\" dyno=web.2 connect=3ms"
                + " service=30000ms status=503 bytes=0 protocol=https\n");
    assertThat(row)
        .containsEntry("priority", 158)
        .containsEntry("origin", "heroku")
        .containsEntry("component", "router")
        .containsEntry("at", "error")
        .containsEntry("code", "H12")
        .containsEntry("desc", "Request timeout")
        .containsEntry("method", "POST")
        .containsEntry("path", "/pay?x=a b")
        .containsEntry("host", "shop.herokuapp.com")
        .containsEntry("request_id", "r-3")
        .containsEntry("fwd", "10.1.2.3, 198.51.100.4")
        .containsEntry("dyno", "web.2")
        .containsEntry("connect", 3)
        .containsEntry("service", 30_000)
        .containsEntry("status", 503)
        .containsEntry("bytes", 0L)
        .containsEntry("protocol", "https")
        .containsEntry("_loglevel", "ERROR")
        .containsEntry("_messagetime", micros("2026-03-01T11:59:20.5Z"));
    assertThat(row.get("_raw")).asString().endsWith("protocol=https").startsWith("<158>1 ");
  }

  @Test
  void emptyValuesOfARequestThatReachedNoDynoAreNull() {
    Map<String, Object> row =
        logplex(
            "<158>1 2026-03-01T11:59:20+00:00 host heroku router - at=error code=H10 desc=\"App"
                + " crashed\" method=GET path=\"/\" host=h request_id=r fwd=\"1.2.3.4\" dyno="
                + " connect= service= status=503 bytes= protocol=https");
    assertThat(row).containsEntry("status", 503).containsEntry("code", "H10");
    assertThat(row).doesNotContainKeys("dyno", "connect", "service", "bytes");
  }

  @Test
  void quirksOfRouterLinesOverTheYears() {
    assertThat(
            logplex(
                "<158>1 2026-03-01T11:59:20+00:00 host heroku router - sock=client at=warning"
                    + " code=H27 desc=\"Client Request Interrupted\" method=POST path=/submit/"
                    + " host=h fwd=17.17.17.17 dyno=web.1 connect=1 service=0 status=499 bytes=0"))
        .containsEntry("at", "warning")
        .containsEntry("path", "/submit/")
        .containsEntry("fwd", "17.17.17.17")
        .containsEntry("connect", 1)
        .containsEntry("_loglevel", "WARN");
    assertThat(
            logplex(
                "<158>1 2026-03-01T11:59:20+00:00 host heroku router - at=info method=GET"
                    + " path=\"/say \"hi\"\" host=h status=200 bytes=1"))
        .containsEntry("path", "/say \"hi\"")
        .containsEntry("status", 200);
  }

  @Test
  void runtimeMetricsFillTheirColumns() {
    assertThat(
            logplex(
                "<134>1 2026-03-01T11:59:20+00:00 host heroku web.1 - source=web.1"
                    + " dyno=heroku.1.aa sample#memory_total=180.43MB sample#memory_rss=180.05MB"
                    + " sample#memory_cache=0.38MB sample#memory_swap=0.00MB"
                    + " sample#memory_pgpgin=84329pages sample#memory_pgpgout=38140pages"
                    + " sample#memory_quota=512.00MB"))
        .containsEntry("dyno", "heroku.1.aa")
        .containsEntry("memory_total", 180.43)
        .containsEntry("memory_rss", 180.05)
        .containsEntry("memory_cache", 0.38)
        .containsEntry("memory_swap", 0.0)
        .containsEntry("memory_pgpgin", 84_329.0)
        .containsEntry("memory_pgpgout", 38_140.0)
        .containsEntry("memory_quota", 512.0);
    assertThat(
            logplex(
                "<134>1 2026-03-01T11:59:20.112+00:00 host heroku web.1 - source=web.1"
                    + " dyno=heroku.1.aa sample#load_avg_1m=0.00 sample#load_avg_5m=2.50"
                    + " sample#load_avg_15m=0.01"))
        .containsEntry("load_avg_1m", 0.0)
        .containsEntry("load_avg_5m", 2.5)
        .containsEntry("load_avg_15m", 0.01);
  }

  @Test
  void errorCodesOfDynosAndDrains() {
    assertThat(logplex("<45>1 2026-03-01T11:59:20+00:00 host heroku web.1 - Error R14 (Memory"))
        .containsEntry("code", "R14")
        .containsEntry("_loglevel", "ERROR");
    assertThat(logplex("<172>1 2026-03-01T11:59:20+00:00 host heroku logplex - Error L10 (output"))
        .containsEntry("code", "L10");
  }

  @Test
  void oneDashOrTwoOrNone() {
    String one = "<134>1 2026-03-01T11:59:20+00:00 host heroku web.1 - source=web.1 dyno=a";
    String two = "<134>1 2026-03-01T11:59:20+00:00 host heroku web.1 - - source=web.1 dyno=a";
    assertThat(logplex(one)).containsEntry("dyno", "a").containsEntry("_raw", one);
    assertThat(logplex(two)).containsEntry("dyno", "a").containsEntry("_raw", two);
    assertThat(logplex("<134>1 nonsense")).doesNotContainKey("component");
  }

  @Test
  void timesThatCannotBeTrueAreReplacedByTheReceiptTime() {
    String line = "<40>1 %s host app web.3 - State changed from starting to up";
    assertThat(logplex(line.formatted("2012-11-30T06:45:29+00:00")))
        .containsEntry("_messagetime", micros(RECEIPT.toString()))
        .hasEntrySatisfying("_format", f -> assertThat(f).asString().startsWith("t:ac2,o:6,l:25"));
    assertThat(logplex(line.formatted("2026-03-01T13:59:29.123456+02:00")))
        .containsEntry("_messagetime", micros("2026-03-01T11:59:29.123456Z"));
    assertThat(logplex(line.formatted("2026-03-01T11:59:29Z")))
        .containsEntry("_messagetime", micros("2026-03-01T11:59:29Z"));
    assertThat(logplex(line.formatted("yesterday")))
        .containsEntry("_messagetime", micros(RECEIPT.toString()))
        .containsEntry("_format", "t:none");
  }

  @Test
  void bytesThatAreNoUtf8BecomeReplacementCharacters() {
    byte[] body = "<190>1 2026-03-01T11:59:20+00:00 host app web.1 - a?b".getBytes(UTF_8);
    body[body.length - 2] = (byte) 0xC3;
    assertThat(rows(delivery(Delivery.Framing.LOGPLEX, body)).getFirst().get("_raw"))
        .asString()
        .endsWith("a\ufffdb");
  }

  @Test
  void levelsAreReadFromWordsAndFromJson() {
    assertThat(level("2026 [CRITICAL] worker ERRORS none")).isNull();
    assertThat(level("INFO: an error happened")).isEqualTo("ERROR");
    assertThat(level("[warning] low disk")).isEqualTo("WARN");
    assertThat(level("{\"msg\":\"no error here\",\"level\":\"info\"}")).isEqualTo("INFO");
    assertThat(level("a terror")).isNull();
    assertThat(level("information, then Debug")).isEqualTo("INFO");
    assertThat(level("{\"LogLevel\": \"Debug\",\"msg\":\"an error\"}")).isEqualTo("DEBUG");
    assertThat(level("{\"log-level\":\"warn\",\"log_level\":\"info\"}")).isEqualTo("WARN");
    assertThat(level("{\"level\":30,\"severity\":\"info\",\"msg\":\"error\"}")).isEqualTo("INFO");
    assertThat(level("{\"tag\":\"level\",\"level\":\"info\",\"msg\":\"error\"}")).isEqualTo("INFO");
    assertThat(level("{\"msg\":\"warn me\"}")).isEqualTo("WARN");
  }

  @Test
  void textBodiesAreSplitAtLinesAndStackTracesStayTogether() {
    assertThat(raws(Delivery.Framing.TEXT, "one\r\n\n  \ntwo\n")).containsExactly("one", "two");
    String trace =
        "2026-03-01 11:59:20 ERROR boom\n"
            + "\tat a.B.c(B.java:1)\n"
            + "Caused by: x\n"
            + "2026-03-01 11:59:21 INFO next";
    assertThat(raws(Delivery.Framing.TEXT, trace)).hasSize(2);
  }

  @Test
  void aMessageAbove64KilobytesBecomesSeveralRowsThatTogetherAreTheMessage() {
    String text = "<190>1 2026-03-01T11:59:20+00:00 host app web.1 - " + "\u00e4".repeat(80_000);
    List<String> raws = raws(Delivery.Framing.TEXT, text);
    assertThat(raws).hasSize(3);
    assertThat(String.join("", raws)).isEqualTo(text);
  }

  @Test
  void messageIdsAreUniqueAndTheSameAgainAfterAReplay() {
    byte[] body = "5 <1>1 5 <1>1 ".repeat(50).getBytes(UTF_8);
    List<Object> first = ids(body);
    assertThat(first).doesNotHaveDuplicates().isEqualTo(ids(body));
  }

  @Test
  void aBatchThatWasClearedIsLikeANewOne() {
    String head = "<158>1 2026-03-01T11:59:20.5+00:00 host ";
    byte[] requests =
        (head + "heroku router - at=info method=GET path=\"/\" status=200 bytes=1\n")
            .repeat(50)
            .getBytes(UTF_8);
    byte[] others =
        (head
                + "app web.1 - ERROR a longer text than that of the lines that were here before, é\n"
                + "no header\n"
                + head
                + "heroku web.1 - source=web.1 dyno=d sample#memory_total=1.00MB\n")
            .repeat(40)
            .getBytes(UTF_8);
    Delivery withFields =
        new Delivery(
            micros(RECEIPT.toString()),
            1,
            30,
            new Delivery.Origin(1, "heroku", 2, "logplex", "heroku", "h", "d.shop"),
            Delivery.Framing.TEXT,
            "",
            Map.of("team", "blue"),
            ByteBuffer.wrap(requests));
    Delivery next = delivery(Delivery.Framing.TEXT, others);
    assertThat(rows(next, withFields, next, withFields)).hasSize(80).isEqualTo(rows(next));
    assertThat(rows(withFields, next, withFields)).hasSize(50).isEqualTo(rows(withFields));
  }

  private static List<Object> ids(byte[] body) {
    return rows(delivery(Delivery.Framing.LOGPLEX, body)).stream()
        .map(row -> row.get("_messageid"))
        .toList();
  }

  private static @Nullable Object level(String text) {
    return logplex("<190>1 2026-03-01T11:59:20+00:00 host app web.1 - " + text).get("_loglevel");
  }

  private static List<String> raws(Delivery.Framing framing, String body) {
    return rows(delivery(framing, body.getBytes(UTF_8))).stream()
        .map(row -> String.valueOf(row.get("_raw")))
        .toList();
  }

  private static Map<String, Object> logplex(String message) {
    byte[] bytes = message.getBytes(UTF_8);
    byte[] body = (bytes.length + " " + message).getBytes(UTF_8);
    return rows(delivery(Delivery.Framing.LOGPLEX, body)).getFirst();
  }

  private static long micros(String instant) {
    Instant parsed = Instant.parse(instant);
    return parsed.getEpochSecond() * 1_000_000 + parsed.getNano() / 1_000;
  }

  private static Delivery delivery(Delivery.Framing framing, byte[] body) {
    return new Delivery(
        micros(RECEIPT.toString()),
        1,
        30,
        new Delivery.Origin(1, "heroku", 2, "logplex", "heroku", "h", "d.shop"),
        framing,
        "",
        Map.of(),
        ByteBuffer.wrap(body));
  }

  /**
   * @param before what the batch held before it was cleared
   */
  private static List<Map<String, Object>> rows(Delivery delivery, Delivery... before) {
    DeliveryParser parser =
        new DeliveryParser(0, new TimeWindow(Duration.ofDays(30), Duration.ofDays(2)));
    List<Map<String, Object>> rows = new ArrayList<>();
    try (RootAllocator allocator = new RootAllocator();
        RecordBatch batch = new RecordBatch(allocator)) {
      for (Delivery gone : before) {
        parser.parse(gone, 1_000, batch);
        assertThat(batch.root().getRowCount()).isPositive();
        batch.clear();
      }
      parser.parse(delivery, 1_000, batch);
      for (int i = 0; i < batch.rows(); i++) {
        Map<String, Object> row = new HashMap<>();
        for (Column column : LogColumns.HOT) {
          FieldVector vector = batch.root().getVector(column.id() - 1);
          @Nullable Object value = vector.getObject(i);
          if (value != null) {
            row.put(column.name(), value instanceof Text text ? text.toString() : value);
          }
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
