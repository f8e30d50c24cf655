package dev.tailwater.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.account.Metadata;
import dev.tailwater.query.QueryContext;
import dev.tailwater.query.TimeRange;
import dev.tailwater.query.run.QueryRequest;
import dev.tailwater.store.TimeAxis;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of queries so that files can be read ahead for them, and for how long. */
class AskedQueriesTest {
  private static final long ACCOUNT = 1;
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path folder = Path.of("");

  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private Metadata metadata;
  private AskedQueries asked;

  @BeforeEach
  void open() {
    metadata = Metadata.open(folder.resolve("metadata.db"));
    for (long account : List.of(ACCOUNT, ACCOUNT + 1)) {
      metadata.write(handle ->
          handle.execute(
              "INSERT INTO accounts (id, name, retention_days, created_at) VALUES (?, ?, 30, 0)",
              account,
              "a" + account));
    }
    asked = asked();
  }

  @AfterEach
  void close() {
    metadata.close();
  }

  private AskedQueries asked() {
    return new AskedQueries(metadata, () -> now);
  }

  private QueryRequest request(long account, String text, Duration length, Duration ago) {
    TimeRange range = new TimeRange(now.minus(ago).minus(length), now.minus(ago));
    QueryContext context =
        new QueryContext(
            range, ZoneId.of("Europe/Berlin"), now, Map.of("drain", List.of("a", "b")));
    return new QueryRequest(account, text, context, TimeAxis.RECEIPT, 10_000, true);
  }

  private void ask(long account, String text) {
    asked.add(request(account, text, DAY, Duration.ZERO));
  }

  private List<String> texts() {
    return asked.all().stream().map(QueryRequest::text).toList();
  }

  @Test
  void theLastOneComesFirst() {
    ask(ACCOUNT, "first");
    now = now.plusSeconds(60);
    ask(ACCOUNT, "second");
    now = now.plusSeconds(60);
    assertThat(texts()).containsExactly("second", "first");
    ask(ACCOUNT, "first");
    assertThat(texts()).containsExactly("first", "second");
  }

  @Test
  void rangesMoveOnWithTheClock() {
    ask(ACCOUNT, "_sourceName={{Drain}} | count");
    now = now.plusSeconds(3_600);
    QueryRequest again = asked.all().getFirst();
    assertThat(again.context().range()).isEqualTo(new TimeRange(now.minus(DAY), now));
    assertThat(again.context().now()).isEqualTo(now);
    assertThat(again.context().zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(again.context().variables()).isEqualTo(Map.of("drain", List.of("a", "b")));
    assertThat(again.axis()).isEqualTo(TimeAxis.RECEIPT);
  }

  @Test
  void aRangeThatIsOverIsNotAskedAgain() {
    asked.add(request(ACCOUNT, "yesterday", DAY, Duration.ofHours(3)));
    assertThat(texts()).isEmpty();
  }

  @Test
  void aRangeThatGrowsIsOneAndAnotherLengthIsAnother() {
    asked.add(request(ACCOUNT, "* | count", DAY, Duration.ZERO));
    asked.add(request(ACCOUNT, "* | count", DAY.plusSeconds(5), Duration.ZERO));
    assertThat(asked.all()).hasSize(1);
    asked.add(request(ACCOUNT, "* | count", Duration.ofHours(3), Duration.ZERO));
    assertThat(asked.all()).hasSize(2);
  }

  /** A page sends those that a text uses, and a dashboard nobody has opened has them all. */
  @Test
  void valuesOfVariablesThatATextDoesNotMentionMakeNoOther() {
    ask(ACCOUNT, "* | count");
    QueryRequest asks = asked.all().getFirst();
    assertThat(asks.context().variables()).isEmpty();
    asked.add(asks);
    assertThat(asked.all()).hasSize(1);
  }

  @Test
  void aWeekLaterItIsForgotten() {
    ask(ACCOUNT, "* | count");
    now = now.plus(Duration.ofDays(7));
    assertThat(texts()).hasSize(1);
    now = now.plusSeconds(1);
    assertThat(texts()).isEmpty();
  }

  @Test
  void anAccountThatAsksMuchMakesOnlyItsOwnForgotten() {
    ask(ACCOUNT + 1, "of another");
    for (int i = 0; i < 400; i++) {
      now = now.plusMillis(1);
      ask(ACCOUNT, "query " + i);
    }
    assertThat(texts()).hasSize(301).contains("query 399", "query 100", "of another");
    assertThat(texts()).doesNotContain("query 99");
  }

  @Test
  void aTextOfAMegabyteIsNotRemembered() {
    ask(ACCOUNT, "x".repeat(1 << 20));
    assertThat(texts()).isEmpty();
  }

  @Test
  void theyStayOverARestart() {
    ask(ACCOUNT, "\"quoted\" | count");
    ask(ACCOUNT + 1, "* | count");
    List<QueryRequest> before = asked.all();
    asked.save();
    assertThat(asked().all()).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void whatCannotBeReadAfterARestartIsForgotten() {
    ask(ACCOUNT, "* | count");
    asked.save();
    for (String stored : List.of("{", "{}", "{\"zone\": \"UTC\", \"axis\": \"OTHER\"}")) {
      metadata.write(handle ->
          handle.execute(
              "INSERT INTO asked_queries (account_id, query, length_ms, asked_at) VALUES (?, ?, 1, ?)",
              ACCOUNT,
              stored,
              now.toEpochMilli()));
    }
    assertThat(asked().all()).isEqualTo(asked.all());
  }

  @Test
  void thoseOfADeletedAccountGo() {
    ask(ACCOUNT, "* | count");
    asked.save();
    metadata.write(handle -> handle.execute("DELETE FROM accounts WHERE id = ?", ACCOUNT));
    assertThat(asked().all()).isEmpty();
    // It is still in memory: saving it again must not fail.
    ask(ACCOUNT, "* | count");
    asked.save();
    assertThat(asked().all()).isEmpty();
  }

  @Test
  void aRangeThatIsOverIsNotExpected() {
    asked.expect(
        List.of(
            request(ACCOUNT, "yesterday", DAY, Duration.ofHours(3)),
            request(ACCOUNT, "until now", DAY, Duration.ZERO)));
    assertThat(texts()).containsExactly("until now");
  }

  @Test
  void whatIsExpectedComesBehindWhatWasAskedInItsOwnOrder() {
    asked.expect(
        List.of(
            request(ACCOUNT, "left", DAY, Duration.ZERO),
            request(ACCOUNT, "right", DAY, Duration.ZERO)));
    ask(ACCOUNT, "asked");
    assertThat(texts()).containsExactly("asked", "left", "right");
    assertThat(asked.lately(Duration.ofHours(1)))
        .extracting(QueryRequest::text)
        .containsExactly("asked");
    asked.save();
    assertThat(asked().all()).isEqualTo(asked.all());
    ask(ACCOUNT, "right");
    asked.expect(List.of(request(ACCOUNT, "right", DAY, Duration.ZERO)));
    assertThat(texts()).as("asked stays asked").endsWith("left");
  }
}
