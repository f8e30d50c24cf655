package dev.tailwater.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.FixtureLines;
import dev.tailwater.TestTailwater;
import dev.tailwater.account.FirstStart;
import dev.tailwater.http.Json;
import dev.tailwater.query.run.QueryLimits;
import dev.tailwater.query.run.QueryRunner;
import dev.tailwater.record.Column;
import dev.tailwater.store.Scan;
import dev.tailwater.store.Scans;
import dev.tailwater.store.TimeAxis;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the acceptance fixture, at ten minutes past ten on its day. */
class QueryRoutesTest {
  private static final Instant NOW = FixtureLines.TO;

  @TempDir static Path folder;
  private static FixtureLines lines;
  private static TestTailwater tailwater;

  /** Over lines without end; counts down when a scan opens and when it closes. */
  private static final CountDownLatch ENDLESS_OPENED = new CountDownLatch(1);

  private static final CountDownLatch ENDLESS_CLOSED = new CountDownLatch(1);

  /** The axis of the scan before. */
  private static final AtomicReference<TimeAxis> SEEN = new AtomicReference<>();

  @BeforeAll
  static void start() {
    lines = new FixtureLines(folder.resolve("spill"), 1);
    QueryRunner runner = new QueryRunner(lines.engine(), scans(), QueryLimits.defaults());
    tailwater =
        TestTailwater.start(
            folder,
            Clock.fixed(NOW, ZoneOffset.UTC),
            (authentication, connections) ->
                List.of(
                    new QueryRoutes(
                        runner, authentication, connections, Clock.fixed(NOW, ZoneOffset.UTC))));
  }

  @AfterAll
  static void stop() {
    tailwater.close();
    lines.close();
  }

  /** The fixture; a range that ends in 2000 finds lines without end instead. */
  private static Scans scans() {
    return (account, from, to, axis, required) -> {
      SEEN.set(axis);
      if (to.isAfter(Instant.parse("2001-01-01T00:00:00Z"))) {
        return lines.open(account, from, to, axis, required);
      }
      ENDLESS_OPENED.countDown();
      return new Scan() {
        @Override
        public String relation(Set<Column> columns) {
          return "(SELECT logs.* FROM logs, range(100000000000))";
        }

        @Override
        public void close() {
          ENDLESS_CLOSED.countDown();
        }
      };
    };
  }

  @Test
  void recordsAreTypedAndKeysAreMarked() throws Exception {
    JsonNode answer =
        query(
            """
            {"query":"_sourceCategory={{Source}} | _sourceName as Drain | count by Drain | sort by _count",
             "from":"-10m","to":"now","variables":{"Source":"heroku"}}
            """);
    assertThat(answer.path("kind").asText()).isEqualTo("records");
    assertThat(answer.path("fields").toString())
        .isEqualTo(
            "[{\"name\":\"drain\",\"displayName\":\"Drain\",\"fieldType\":\"string\",\"keyField\":true,\"fromQuery\":true},"
                + "{\"name\":\"_count\",\"displayName\":\"_count\",\"fieldType\":\"long\",\"keyField\":false,\"fromQuery\":true}]");
    assertThat(answer.path("rows").toString()).isEqualTo("[[\"SHOP\",31],[\"BLOG\",8]]");
    assertThat(answer.at("/range/from").asLong()).isEqualTo(FixtureLines.FROM.toEpochMilli());
    assertThat(answer.at("/range/to").asLong()).isEqualTo(FixtureLines.TO.toEpochMilli());
    assertThat(answer.path("truncated").asBoolean()).isFalse();
    assertThat(answer.path("warnings").isArray()).isTrue();
    assertThat(answer.path("elapsedMs").isNumber()).isTrue();
    assertThat(answer.has("histogram")).isFalse();
  }

  /** The engine recurses over what a query nests; its stack overflowing would end the process. */
  @Test
  void whatIsNestedAsDeepAsItMayBeRuns() throws Exception {
    String nested = "concat(\\\"a\\\",".repeat(190) + "_raw" + ")".repeat(190);
    JsonNode answer =
        query(
            "{\"query\":\"* | %s as x | limit 1 | fields x\",\"from\":\"-10m\"}".formatted(nested));
    assertThat(answer.at("/rows/0").toString()).contains("a".repeat(190));
  }

  /** Stages that name a field twice, put into one expression, would name it 2^60 times. */
  @Test
  void aFieldThatEachOfManyStagesNamesTwiceIsNotMultiplied() throws Exception {
    JsonNode answer =
        query(
            "{\"query\":\"* | 1 as x%s | limit 1 | fields x\",\"from\":\"-10m\"}"
                .formatted(" | if(x > length(_raw), x, x + 1) as x".repeat(60)));
    assertThat(answer.at("/rows").size()).isEqualTo(1);
  }

  @Test
  void whatIsOfAnotherTypeThanExpectedIsTold() throws Exception {
    for (String body :
        List.of(
            "{'from':'-10m'}",
            "{'query':5,'from':'-10m'}",
            "{'query':{},'from':'-10m'}",
            "{'query':'*','from':'-10m','histogram':'yes'}",
            "{'query':'*','from':'-10m','variables':['a']}",
            "{'query':'*','from':'-10m','limit':1.5}",
            "{'query':'*','from':'-10m'} more")) {
      HttpResponse<String> answer =
          tailwater.send("POST", tailwater.ours, "/api/v1/query", body.replace('\'', '"'));
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(answer.body()).as(body).contains("expected ").doesNotContain("Stream");
    }
  }

  @Test
  void messagesComeNewestFirstWithEveryMetadataField() throws Exception {
    JsonNode answer =
        query(
            "{\"query\":\"router\",\"from\":%d,\"to\":%d,\"limit\":2}"
                .formatted(FixtureLines.FROM.toEpochMilli(), FixtureLines.TO.toEpochMilli()));
    assertThat(answer.path("kind").asText()).isEqualTo("messages");
    assertThat(answer.path("fields").findValuesAsText("name"))
        .contains(
            "_messagetime",
            "_raw",
            "_sourcename",
            "_sourcecategory",
            "_sourcehost",
            "_collector",
            "_source",
            "_messageid",
            "_receipttime",
            "_size");
    assertThat(answer.path("rows")).hasSize(2);
    assertThat(answer.path("truncated").asBoolean()).isTrue();
    int time = answer.path("fields").findValuesAsText("name").indexOf("_messagetime");
    assertThat(answer.at("/rows/0/" + time).asLong())
        .isEqualTo(Instant.parse("2024-05-01T10:08:00Z").toEpochMilli());
    assertThat(answer.at("/rows/1/" + time).asLong())
        .isEqualTo(Instant.parse("2024-05-01T10:07:00Z").toEpochMilli());
  }

  @Test
  void aHistogramCountsFromLeftToRight() throws Exception {
    JsonNode answer =
        query("{\"query\":\"router\",\"from\":\"-10m\",\"to\":\"now\",\"histogram\":true}");
    assertThat(answer.path("messageCount").asLong()).isEqualTo(9);
    long sum = 0;
    long before = 0;
    for (JsonNode bucket : answer.path("histogram")) {
      assertThat(bucket.path("start").asLong()).isGreaterThan(before);
      assertThat(bucket.path("length").asLong()).isPositive();
      before = bucket.path("start").asLong();
      sum += bucket.path("count").asLong();
    }
    assertThat(sum).isEqualTo(9);
  }

  @Test
  void aVariableMayHaveSeveralValues() throws Exception {
    JsonNode answer =
        query(
            """
            {"query":"_sourceName={{drain}} | _sourceName as Drain | count by Drain | where _count > {{n}}",
             "from":"-10m","to":"now","variables":{"drain":["SHOP","blog"],"n":8}}
            """);
    assertThat(answer.path("rows").toString()).isEqualTo("[[\"SHOP\",31]]");
    assertRefused(
        "{\"query\":\"x\",\"from\":\"-1h\",\"variables\":{\"v\":{\"a\":1}}}",
        "expected a text or a list of texts as value of the variable v");
    assertRefused("{\"query\":\"{{v}}\",\"from\":\"-1h\",\"variables\":{\"v\":[]}}", "no value");
  }

  @Test
  void aRangeIsOneTextOrTwoEndsOrTheOneOfADashboard() throws Exception {
    for (String range :
        new String[] {
          "\"from\":\"-10m\",\"to\":\"now\"",
          "\"from\":\"-10m\",\"to\":\"\"",
          "\"from\":\"-10m\"",
          "\"from\":\"05/01/2024 12:00 to 05/01/2024 12:10\",\"timeZone\":\"Europe/Berlin\"",
          "\"from\":" + FixtureLines.FROM.toEpochMilli(),
          "\"timeRange\":\"-10m\"",
          "\"timeRange\":{\"type\":\"BeginBoundedTimeRange\",\"from\":{\"type\":\"RelativeTimeRangeBoundary\",\"relativeTime\":\"-10m\"},\"to\":null}"
        }) {
      JsonNode answer = query("{\"query\":\"router\"," + range + "}");
      assertThat(answer.at("/range/from").asLong())
          .as(range)
          .isEqualTo(FixtureLines.FROM.toEpochMilli());
      assertThat(answer.at("/range/to").asLong())
          .as(range)
          .isEqualTo(FixtureLines.TO.toEpochMilli());
    }
  }

  @Test
  void theRangeIsAboutTheTimeThatIsNamed() throws Exception {
    assertAxis("\"limit\":1", TimeAxis.MESSAGE);
    assertAxis("\"byReceiptTime\":true", TimeAxis.RECEIPT);
    assertAxis("\"byReceiptTime\":null,\"intervalTimeType\":null", TimeAxis.MESSAGE);
    assertAxis("\"intervalTimeType\":\"messageTime\"", TimeAxis.MESSAGE);
    assertAxis("\"intervalTimeType\":\"receiptTime\"", TimeAxis.RECEIPT);
    assertAxis("\"intervalTimeType\":\"searchableTime\"", TimeAxis.RECEIPT);
  }

  @Test
  void aMistakeIsShownWhereItIs() throws Exception {
    HttpResponse<String> answer =
        post(
            tailwater.ours, "{\"query\":\"router | cuont by x\",\"from\":\"-10m\",\"to\":\"now\"}");
    assertThat(answer.statusCode()).isEqualTo(400);
    JsonNode error = Json.MAPPER.readTree(answer.body());
    assertThat(error.path("status").asInt()).isEqualTo(400);
    assertThat(error.path("code").asText()).isEqualTo("parse.error");
    assertThat(error.path("line").asInt()).isEqualTo(1);
    assertThat(error.path("column").asInt()).isEqualTo(10);
    assertThat(error.path("message").asText()).contains("router | cuont by x\n").contains("^");
  }

  @Test
  void whatIsMissingOrOutOfRangeIsNamed() {
    assertRefused("{\"query\":\"x\",\"to\":\"now\"}", "invalid.timestamp.from");
    assertRefused("{\"query\":\"x\",\"from\":\"soon\",\"to\":\"now\"}", "invalid.timestamp.from");
    assertRefused("{\"query\":\"x\",\"from\":\"-1h\",\"to\":\"-2h\"}", "to.smaller.than.from");
    assertRefused("{\"query\":\"x\",\"from\":\"-1h\",\"to\":\"now\",\"limit\":0}", "invalid.limit");
    assertRefused(
        "{\"query\":\"x\",\"from\":\"-1h\",\"to\":\"now\",\"limit\":10001}", "invalid.limit");
    assertRefused(
        "{\"query\":\"x\",\"from\":\"-1h\",\"to\":\"now\",\"timeZone\":\"Mars\"}",
        "unknown.timezone");
    assertRefused(
        "{\"query\":\"x\",\"from\":\"-1h\",\"to\":\"now\",\"timeZone\":\"\"}", "empty.timezone");
    assertRefused(
        "{\"query\":\"x\",\"from\":\"-1h\",\"to\":\"now\",\"intervalTimeType\":\"arrival\"}",
        "unknown.time.type");
    assertRefused(
        "{\"query\":\"x\",\"from\":\"-1h\",\"to\":\"now\",\"intervalTimeType\":\"messageTime\",\"byReceiptTime\":true}",
        "unknown.time.type");
    assertRefused("{\"query\":\"x\",\"timeRange\":{\"type\":\"x\"}}", "invalid.timestamp.from");
    assertRefused("{\"query\":\"a={{b}}\",\"from\":\"-1h\",\"to\":\"now\"}", "b");
  }

  @Test
  void anotherAccountFindsNothing() throws Exception {
    HttpResponse<String> answer =
        post(
            tailwater.theirs,
            "{\"query\":\"*\",\"from\":\"-10m\",\"to\":\"now\",\"histogram\":true}");
    JsonNode body = Json.MAPPER.readTree(answer.body());
    assertThat(body.path("rows")).isEmpty();
    assertThat(body.path("messageCount").asLong()).isZero();
  }

  @Test
  void noQueryOfAnotherAccountFindsALine() throws Exception {
    for (String query :
        List.of(
            "_account=1",
            "_account=*",
            "!_account=2",
            "* | where _account = 1",
            "* | fields _account, _raw",
            "* | count by _retentiondays",
            "\"') OR ('' = '\"",
            "_sourceName=\"x' OR 1=1 --\"",
            "* | where _raw matches \"*') OR true OR ('*\"",
            "[subquery: * | count by _sourceName | compose _sourceName]",
            "* | timeslice 1m | count by _timeslice | compare timeshift 0m",
            "* | join (where true) as a, (where true) as b on a._raw = b._raw",
            "* | logcompare timeshift 0s baseline (*)",
            "* | limit 1 | transactionize _sourceName",
            "cat path://\"logs\"",
            "* | lookup _raw from path://\"logs\" on _raw = _raw")) {
      String json =
          Json.MAPPER.writeValueAsString(Map.of("query", query, "from", "-10m", "to", "now"));
      HttpResponse<String> answer = post(tailwater.theirs, json);
      assertThat(answer.body()).as(query).doesNotContain("SHOP").doesNotContain("router");
      if (answer.statusCode() != 400) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Json.MAPPER.readTree(answer.body()).path("rows")).as(query).isEmpty();
      }
    }
  }

  @Test
  void nobodyUnknownMayAsk() {
    HttpResponse<String> answer =
        tailwater.send(
            tailwater
                .request("/api/v1/query")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void aClientThatLeavesStopsItsQuery() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      CompletableFuture<HttpResponse<String>> answer =
          client.sendAsync(
              tailwater
                  .request(tailwater.ours, "/api/v1/query")
                  .header("Content-Type", "application/json")
                  .timeout(Duration.ofMinutes(1))
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"query\":\"* | count by _raw\",\"from\":\"2000-01-01\",\"to\":\"2000-01-02\"}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(ENDLESS_OPENED.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(ENDLESS_CLOSED.await(500, TimeUnit.MILLISECONDS)).isFalse();
      answer.cancel(true);
      assertThat(ENDLESS_CLOSED.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void assertRefused(String json, String code) {
    HttpResponse<String> answer = post(tailwater.ours, json);
    assertThat(answer.statusCode()).as(json).isEqualTo(400);
    assertThat(answer.body()).contains(code);
  }

  private static void assertAxis(String members, TimeAxis axis) throws Exception {
    query("{\"query\":\"*\",\"from\":\"-10m\"," + members + "}");
    assertThat(SEEN.get()).as(members).isEqualTo(axis);
  }

  private static JsonNode query(String json) throws Exception {
    HttpResponse<String> answer = post(tailwater.ours, json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.MAPPER.readTree(answer.body());
  }

  private static HttpResponse<String> post(FirstStart account, String json) {
    return tailwater.send("POST", account, "/api/v1/query", json);
  }
}
