package dev.tailwater.query.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.query.QueryContext;
import dev.tailwater.query.TimeRange;
import dev.tailwater.store.Scans;
import dev.tailwater.store.TestStore;
import dev.tailwater.store.TimeAxis;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is answered from the newest part of a range is what the whole range gives, and no more of it
 * is read than needed. The day of lines is in two files, lines out of order in two more and a hot
 * generation.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NewestPartTest {
  private static final Instant NOW = TestStore.NOW;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Instant FROM = NOW.minus(DAY);
  private static final Instant FIRST_PART = NOW.minusMillis(DAY.toMillis() / 256);

  /** More than are read at once. */
  private static final int LINES = 201_000;

  private static final int LINES_PER_DELIVERY = 3_000;

  /** Every so many lines one has the value that is sought: fifty in the day. */
  private static final int VALUES = 4_000;

  private static final String SOUGHT = "* | parse \"value=*;\" as value | where value = 17";

  private record Line(Instant time, Instant received, String text) {}

  private TestStore store;
  private final List<Line> lines = new ArrayList<>();
  private final List<Instant> opened = new ArrayList<>();
  private long end;

  @BeforeAll
  void fill(@TempDir Path folder) throws Exception {
    store = new TestStore(folder);
    long stepMicros = DAY.toNanos() / 1_000 / LINES;
    Instant first = FROM.plusSeconds(1);
    // The clock of its sender is ahead: received first, the newest of all.
    append(List.of(new Line(NOW.minusMillis(1), first, "ahead value=1;")));
    store.store.flush();
    List<Line> delivery = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      Instant time = FROM.plusNanos(1_000 * stepMicros * i);
      delivery.add(new Line(time, time.plusSeconds(1), "line " + i + " value=" + i % VALUES + ";"));
      if (delivery.size() == LINES_PER_DELIVERY) {
        append(delivery);
        delivery.clear();
      }
      if (i == LINES / 2) {
        store.store.flush();
      }
    }
    store.store.flush();
    Instant last = NOW.minusMillis(1);
    append(
        List.of(
            new Line(NOW.minusSeconds(10), last, "late by seconds value=1;"),
            new Line(NOW.minus(Duration.ofHours(20)), last, "late by hours value=1;")));
    store.store.flush();
    append(List.of(new Line(NOW.minusSeconds(200), last, "late and hot value=1;")));
  }

  @AfterAll
  void close() {
    store.close();
  }

  @Test
  void theNewestLinesOfADayAreReadFromItsLastMinutesLateOnesAmongThem() {
    List<String> found = run("*", FROM, TimeAxis.MESSAGE, 600);
    assertThat(found).isEqualTo(newest(line -> true, 600));
    assertThat(found)
        .contains("ahead value=1;", "late by seconds value=1;", "late and hot value=1;")
        .doesNotContain("late by hours value=1;");
    assertThat(opened).containsExactly(FROM, FIRST_PART);
  }

  @Test
  void aLongerPartIsReadWhenTheNewestHasTooFew() {
    List<String> found = run(SOUGHT, FROM, TimeAxis.MESSAGE, 5);
    assertThat(found).hasSize(5).isEqualTo(newest(NewestPartTest::isSought, 5));
    assertThat(opened).hasSizeGreaterThan(2).startsWith(FROM, FIRST_PART);
    assertThat(opened.getLast()).isAfter(FROM).isBefore(FIRST_PART);
  }

  @Test
  void allIsReadWhenNoPartHasEnough() {
    List<String> found = run(SOUGHT, FROM, TimeAxis.MESSAGE, 45);
    assertThat(found).hasSize(45).isEqualTo(newest(NewestPartTest::isSought, 45));
    assertThat(run(SOUGHT, FROM, TimeAxis.MESSAGE, 1_000))
        .isEqualTo(newest(NewestPartTest::isSought, 1_000));
    assertThat(run("* | parse \"value=*;\" as value | where value = -1", FROM, TimeAxis.MESSAGE, 9))
        .isEmpty();
  }

  @Test
  void fewLinesAreReadAtOnce() {
    Instant from = NOW.minus(Duration.ofHours(1));
    assertThat(run("*", from, TimeAxis.MESSAGE, 20)).isEqualTo(newest(line -> true, 20));
    assertThat(opened).containsExactly(from);
  }

  /** The newest lines of those received in some time may be received at any moment of it. */
  @Test
  void whatIsReceivedLastIsNotTheNewest() {
    List<String> found = run("*", FROM, TimeAxis.RECEIPT, 3);
    assertThat(found)
        .isEqualTo(newest(line -> line.received().isBefore(NOW), 3))
        .startsWith("ahead value=1;");
    assertThat(opened).containsExactly(FROM);
  }

  private static boolean isSought(Line line) {
    return line.text().endsWith(" value=17;");
  }

  private List<String> newest(Predicate<Line> wanted, int most) {
    return lines.stream()
        .filter(wanted)
        .sorted(Comparator.comparing(Line::time).reversed())
        .limit(most)
        .map(Line::text)
        .toList();
  }

  private List<String> run(String query, Instant from, TimeAxis axis, int rows) {
    opened.clear();
    Scans scans =
        (account, begin, to, by, required) -> {
          opened.add(begin);
          return store.store.open(account, begin, to, by, required);
        };
    TimeRange range = new TimeRange(from, NOW);
    QueryContext context = new QueryContext(range, ZoneOffset.UTC, NOW, Map.of());
    try (QueryRunner runner = new QueryRunner(store.engine, scans, QueryLimits.defaults())) {
      QueryResult result =
          runner.run(new QueryRequest(TestStore.ACCOUNT, query, context, axis, rows, false));
      List<String> names = result.fields().stream().map(field -> field.name()).toList();
      int raw = names.indexOf("_raw");
      return result.rows().stream()
          .map(row -> String.valueOf(row[raw]).replaceFirst("^.* - ", ""))
          .toList();
    }
  }

  private void append(List<Line> delivery) throws Exception {
    StringBuilder text = new StringBuilder();
    for (Line line : delivery) {
      text.append("<190>1 ").append(line.time()).append(" host app web.1 - ");
      text.append(line.text()).append('\n');
    }
    end += 1_000_000;
    store.append(TestStore.ACCOUNT, delivery.getLast().received(), text.toString(), end);
    // One moment for all lines of a delivery.
    delivery.forEach(
        line -> lines.add(new Line(line.time(), delivery.getLast().received(), line.text())));
  }
}
