package dev.tailwater.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The same plan makes the same fleet, however it is read. */
class FleetTest {
  private static final FleetPlan PLAN = FleetPlan.of(42, Recording.START);

  @Test
  void samePlanGivesSameBytes() {
    Recording first = Recording.of(PLAN, Duration.ofHours(6));
    Recording second = Recording.of(PLAN, Duration.ofHours(6));

    assertThat(first.batches().keySet()).isEqualTo(second.batches().keySet());
    for (String app : first.batches().keySet()) {
      List<Batch> a = first.of(app);
      List<Batch> b = second.of(app);
      assertThat(a).hasSameSizeAs(b);
      for (int i = 0; i < a.size(); i++) {
        assertThat(a.get(i).body()).isEqualTo(b.get(i).body());
        assertThat(a.get(i).frameId()).isEqualTo(b.get(i).frameId());
      }
    }
  }

  @Test
  void anotherSeedGivesAnotherFleet() {
    assertThat(PLAN.seed()).isNotEqualTo(43);
    Fleet other = Fleet.of(FleetPlan.of(43, Recording.START));

    assertThat(other.apps()).extracting(App::name).isEqualTo(names(Fleet.of(PLAN)));
    assertThat(other.apps()).doesNotContainAnyElementsOf(Fleet.of(PLAN).apps());
  }

  @Test
  void drainTokensStayWhenTheStartChangesButFrameIdsDoNot() {
    FleetPlan later = FleetPlan.of(42, Recording.START.plusSeconds(1));

    assertThat(Fleet.of(later).apps()).isEqualTo(Fleet.of(PLAN).apps());
    assertThat(frameIds(PLAN)).doesNotContainAnyElementsOf(frameIds(later));
  }

  @Test
  void framesDoNotDependOnHowTimeIsCut() {
    Instant end = PLAN.start().plus(Duration.ofMinutes(90));
    for (int i = 0; i < Fleet.of(PLAN).apps().size(); i++) {
      assertThat(bytes(PLAN, i, Duration.ofSeconds(1), end))
          .isEqualTo(bytes(PLAN, i, Duration.ofMinutes(90), end));
    }
  }

  @Test
  void batchesAreFilledUpToLogplexsTarget() {
    Recording recording = Recording.of(PLAN, Duration.ofHours(6));

    assertThat(recording.all())
        .allSatisfy(batch -> {
          assertThat(batch.body().length).isLessThanOrEqualTo(102_400);
          assertThat(batch.frames()).isEqualTo(Frame.of(batch.body()).size());
          assertThat(batch.frameId()).matches("[0-9A-F]{32}");
        });
    assertThat(recording.of("riverbank-shop"))
        .filteredOn(batch -> batch.body().length > 100_000)
        .hasSizeGreaterThan(50);
  }

  @Test
  void linesPerDayAreAboutAsManyAsAsked() {
    for (long wanted : new long[] {250_000, 400_000, 1_500_000}) {
      Recording day = Recording.of(PLAN.withLinesPerDay(wanted), Duration.ofDays(1));
      assertThat(day.all().mapToLong(Batch::frames).sum())
          .as("lines of a Wednesday")
          .isBetween(wanted * 8 / 10, wanted * 12 / 10);
    }
  }

  @Test
  void generatesFasterThanAnyServerTakes() {
    FleetPlan plan = PLAN.withLinesPerDay(20_000_000);
    // The first pass warms the compiler up; the figure is read, not asserted.
    for (int pass = 0; pass < 3; pass++) {
      long started = System.nanoTime();
      long lines = 0;
      long bytes = 0;
      for (Feed feed : Fleet.of(plan).feeds()) {
        Instant until = plan.start().plus(Duration.ofHours(2));
        for (Batch batch = feed.next(until); batch != null; batch = feed.next(until)) {
          lines += batch.frames();
          bytes += batch.body().length;
        }
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      System.out.printf(
          "fleet generator: %,d lines in %.2f s, %,.0f lines/s, %,.0f MB/s, %d bytes a line%n",
          lines, seconds, lines / seconds, bytes / seconds / 1e6, bytes / lines);
      assertThat(lines).isPositive();
    }
  }

  private static List<String> names(Fleet fleet) {
    return fleet.apps().stream().map(App::name).toList();
  }

  private static Set<String> frameIds(FleetPlan plan) {
    Set<String> ids = new HashSet<>();
    Recording.of(plan, Duration.ofHours(1)).all().forEach(batch -> ids.add(batch.frameId()));
    return ids;
  }

  private static byte[] bytes(FleetPlan plan, int app, Duration step, Instant end) {
    Feed feed = Fleet.of(plan).feeds().get(app);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Instant until = plan.start();
    while (until.isBefore(end)) {
      until = until.plus(step);
      for (Batch batch = feed.next(until); batch != null; batch = feed.next(until)) {
        bytes.writeBytes(batch.body());
      }
    }
    return bytes.toByteArray();
  }
}
