package dev.tailwater.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailwater.FixtureLines;
import dev.tailwater.TestTailwater;
import dev.tailwater.http.Json;
import dev.tailwater.http.PublicAddress;
import dev.tailwater.query.run.QueryLimits;
import dev.tailwater.query.run.QueryRunner;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the acceptance fixture, as the clients of the Search Job API speak. */
class SearchJobRoutesTest {
  private static final String JOBS = "/api/v1/search/jobs";

  @TempDir static Path folder;
  private static FixtureLines lines;
  private static TestTailwater tailwater;
  private static final HandClock CLOCK = new HandClock();

  @BeforeAll
  static void start() {
    lines = new FixtureLines(folder.resolve("spill"), 1);
    QueryRunner runner = new QueryRunner(lines.engine(), lines, QueryLimits.defaults());
    tailwater =
        TestTailwater.start(
            folder,
            CLOCK,
            (authentication, connections) ->
                List.of(
                    new SearchJobRoutes(runner, authentication, new PublicAddress(null), CLOCK)));
  }

  @AfterAll
  static void stop() {
    tailwater.close();
    lines.close();
  }

  @Test
  void aJobIsCreatedPolledReadAndDeleted() throws Exception {
    HttpResponse<String> created = create("* | count by _sourceName | sort by _count");
    assertThat(created.statusCode()).isEqualTo(202);
    JsonNode job = Json.MAPPER.readTree(created.body());
    String id = job.path("id").asText();
    assertThat(id).matches("[0-9A-F]{16}");
    assertThat(job.at("/link/rel").asText()).isEqualTo("self");
    assertThat(job.at("/link/href").asText()).isEqualTo(tailwater.at(JOBS + "/" + id).toString());
    assertThat(created.headers().firstValue("Location")).contains(job.at("/link/href").asText());
    assertThat(created.headers().firstValue("Set-Cookie")).isPresent();

    JsonNode done = finished(id);
    assertThat(done.path("state").asText()).isEqualTo("DONE GATHERING RESULTS");
    assertThat(done.path("recordCount").asInt()).isEqualTo(2);
    assertThat(done.path("messageCount").asInt()).isEqualTo(39);
    assertThat(done.path("pendingErrors").isArray()).isTrue();
    assertThat(done.path("pendingWarnings").isArray()).isTrue();

    assertThat(get(JOBS + "/" + id + "/records?offset=0&limit=100").body())
        .isEqualTo(
            "{\"fields\":[{\"name\":\"_sourcename\",\"fieldType\":\"string\",\"keyField\":true},"
                + "{\"name\":\"_count\",\"fieldType\":\"long\",\"keyField\":false}],"
                + "\"records\":[{\"map\":{\"_sourcename\":\"SHOP\",\"_count\":\"31\"}},"
                + "{\"map\":{\"_sourcename\":\"BLOG\",\"_count\":\"8\"}}]}");

    HttpResponse<String> deleted =
        tailwater.send(tailwater.request(tailwater.ours, JOBS + "/" + id).DELETE());
    assertThat(deleted.statusCode()).isEqualTo(200);
    assertThat(deleted.body()).isEqualTo("{\"id\":\"" + id + "\"}");
    assertThat(get(JOBS + "/" + id).statusCode()).isEqualTo(404);
    assertThat(get(JOBS + "/" + id).body()).contains("\"code\":\"searchjob.jobid.invalid\"");
  }

  @Test
  void bucketsAreToldOnceFromNewestToOldest() throws Exception {
    String id = id(create("router"));
    JsonNode first = finished(id);
    long sum = 0;
    long before = Long.MAX_VALUE;
    for (JsonNode bucket : first.path("histogramBuckets")) {
      assertThat(bucket.path("startTimestamp").asLong()).isLessThan(before);
      before = bucket.path("startTimestamp").asLong();
      sum += bucket.path("count").asLong();
    }
    assertThat(first.path("messageCount").asLong()).isEqualTo(9);
    assertThat(sum).isEqualTo(9);
    // A client adds a bare question mark.
    JsonNode again = Json.MAPPER.readTree(get(JOBS + "/" + id + "?").body());
    assertThat(again.path("histogramBuckets")).isEmpty();
    assertThat(again.path("messageCount").asLong()).isEqualTo(9);
  }

  @Test
  void messagesComeInPagesAsStringsWithoutNulls() throws Exception {
    String id = id(create("router"));
    finished(id);
    JsonNode page =
        Json.MAPPER.readTree(get(JOBS + "/" + id + "/messages?offset=1&limit=2").body());
    assertThat(page.path("fields").findValuesAsText("name"))
        .contains(
            "_messageid",
            "_sourceid",
            "_sourcename",
            "_sourcehost",
            "_sourcecategory",
            "_format",
            "_size",
            "_messagetime",
            "_receipttime",
            "_messagecount",
            "_raw",
            "_source",
            "_collectorid",
            "_collector");
    assertThat(page.path("messages")).hasSize(2);
    JsonNode second = page.at("/messages/0/map");
    assertThat(second.path("_messagetime").asText())
        .isEqualTo(Long.toString(Instant.parse("2024-05-01T10:07:00Z").toEpochMilli()));
    second.properties().forEach(value -> assertThat(value.getValue().isTextual()).isTrue());
    assertThat(second.path("_raw").asText()).contains("request_id=q-06");

    assertThat(get(JOBS + "/" + id + "/messages?offset=9&limit=10").body())
        .endsWith("\"messages\":[]}");
  }

  @Test
  void pagesOutsideTheRulesAreRefused() throws Exception {
    String id = id(create("router"));
    finished(id);
    String messages = JOBS + "/" + id + "/messages";
    assertRefused(messages + "?limit=1", "searchjob.offset.missing");
    assertRefused(messages + "?offset=-1&limit=1", "searchjob.offset.negative");
    assertRefused(messages + "?offset=0", "searchjob.limit.missing");
    assertRefused(messages + "?offset=0&limit=0", "searchjob.limit.zero");
    assertRefused(messages + "?offset=0&limit=-1", "searchjob.limit.negative");
    assertRefused(
        JOBS + "/" + id + "/records?offset=0&limit=1",
        "searchjob.no.records.not.an.aggregation.query");
  }

  @Test
  void timesMayBeTextOrNumbers() throws Exception {
    long from = FixtureLines.FROM.toEpochMilli();
    long to = FixtureLines.TO.toEpochMilli();
    for (String range :
        new String[] {
          "\"from\":" + from + ",\"to\":" + to,
          "\"from\":\"" + from + "\",\"to\":\"" + to + "\"",
          "\"from\":\"2024-05-01T10:00:00Z\",\"to\":\"2024-05-01T10:10:00.000+00:00\"",
          "\"from\":\"2024-05-01T12:00:00+0200\",\"to\":\"2024-05-01T12:10:00+02:00\"",
          "\"from\":\"2024-05-01T12:00:00\",\"to\":\"2024-05-01T12:10:00\",\"timeZone\":\"Europe/Berlin\"",
          "\"from\":\"2024-05-01T12:00:00\",\"to\":\"2024-05-01T12:10:00\",\"timezone\":\"Europe/Berlin\",\"byReceiptTime\":null",
          "\"from\":"
              + from
              + ",\"to\":"
              + to
              + ",\"byReceiptTime\":\"true\",\"autoParsingMode\":\"performance\"",
          "\"from\":" + from + ",\"to\":" + to + ",\"intervalTimeType\":\"searchableTime\""
        }) {
      HttpResponse<String> created = post("{\"query\":\"*\"," + range + "}");
      assertThat(created.statusCode()).as(range).isEqualTo(202);
      assertThat(finished(id(created)).path("messageCount").asInt()).as(range).isEqualTo(39);
    }
  }

  @Test
  void whatCannotBecomeAJobIsRefusedAtOnce() {
    assertNotCreated("\"from\":1,\"to\":2", "searchjob.no.query");
    assertNotCreated(
        "\"query\":\"*\",\"from\":\"-1h\",\"to\":2", "searchjob.invalid.timestamp.from");
    assertNotCreated("\"query\":\"*\",\"from\":1,\"to\":\"now\"", "searchjob.invalid.timestamp.to");
    assertNotCreated("\"query\":\"*\",\"from\":2,\"to\":1", "searchjob.to.smaller.than.from");
    assertNotCreated(
        "\"query\":\"*\",\"from\":1,\"to\":2,\"timeZone\":\"Mars\"", "searchjob.unknown.timezone");
    assertNotCreated(
        "\"query\":\"*\",\"from\":1,\"to\":2,\"timeZone\":\"\"", "searchjob.empty.timezone");
    assertNotCreated(
        "\"query\":\"*\",\"from\":1,\"to\":2,\"intervalTimeType\":\"x\"",
        "searchjob.unknown.time.type");
    assertNotCreated("\"query\":\"* | cuont\",\"from\":1,\"to\":2", "searchjob.parse.error");
    HttpResponse<String> text =
        tailwater.send(
            tailwater
                .request(tailwater.ours, JOBS)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    assertThat(text.statusCode()).isEqualTo(415);
  }

  @Test
  void anotherAccountsJobIsNotThere() throws Exception {
    String id = id(create("*"));
    finished(id);
    for (String path :
        new String[] {"", "/messages?offset=0&limit=1", "/records?offset=0&limit=1"}) {
      assertThat(tailwater.get(tailwater.theirs, JOBS + "/" + id + path).statusCode())
          .isEqualTo(404);
    }
    assertThat(
            tailwater
                .send(tailwater.request(tailwater.theirs, JOBS + "/" + id).DELETE())
                .statusCode())
        .isEqualTo(404);
    assertThat(get(JOBS + "/" + id).statusCode()).isEqualTo(200);
  }

  @Test
  void aJobNobodyPollsEnds() throws Exception {
    String id = id(create("*"));
    finished(id);
    CLOCK.now = CLOCK.now.plus(Duration.ofMinutes(4));
    assertThat(get(JOBS + "/" + id).statusCode()).isEqualTo(200);
    CLOCK.now = CLOCK.now.plus(Duration.ofMinutes(4));
    assertThat(get(JOBS + "/" + id).statusCode()).isEqualTo(200);
    CLOCK.now = CLOCK.now.plus(Duration.ofMinutes(6));
    assertThat(get(JOBS + "/" + id).statusCode()).isEqualTo(404);
  }

  private static HttpResponse<String> create(String query) {
    return post(
        Json.MAPPER
            .createObjectNode()
            .put("query", query)
            .put("from", FixtureLines.FROM.toEpochMilli())
            .put("to", FixtureLines.TO.toEpochMilli())
            .toString());
  }

  private static HttpResponse<String> post(String json) {
    return tailwater.send("POST", tailwater.ours, JOBS, json);
  }

  private static HttpResponse<String> get(String path) {
    return tailwater.get(tailwater.ours, path);
  }

  private static String id(HttpResponse<String> created) throws Exception {
    assertThat(created.statusCode()).as(created.body()).isEqualTo(202);
    return Json.MAPPER.readTree(created.body()).path("id").asText();
  }

  /** The first poll that finds the job done, as a client would wait for it. */
  private static JsonNode finished(String id) throws Exception {
    for (int i = 0; i < 400; i++) {
      JsonNode progress = Json.MAPPER.readTree(get(JOBS + "/" + id).body());
      if (progress.path("state").asText().startsWith("DONE")) {
        return progress;
      }
      assertThat(progress.path("histogramBuckets").isArray()).isTrue();
      Thread.sleep(25);
    }
    throw new AssertionError("job " + id + " did not finish in 10 s");
  }

  private static void assertRefused(String path, String code) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(400);
    assertThat(Json.MAPPER.readTree(answer.body()).path("code").asText()).isEqualTo(code);
  }

  private static void assertNotCreated(String members, String code) {
    HttpResponse<String> answer = post("{" + members + "}");
    assertThat(answer.statusCode()).as(members).isEqualTo(400);
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
  }

  private static final class HandClock extends Clock {
    volatile Instant now = Instant.parse("2024-05-01T10:10:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
