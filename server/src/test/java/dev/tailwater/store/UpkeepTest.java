package dev.tailwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.tailwater.fault.FaultPoint;
import dev.tailwater.store.UpkeepStep.State;
import dev.tailwater.store.UpkeepStep.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files are merged, end and go, and no line is lost, seen twice, or kept for too long. */
class UpkeepTest {
  private static final Instant NOW = TestStore.NOW;
  private static final long OURS = TestStore.ACCOUNT;
  private static final long THEIRS = OURS + 1;

  @TempDir Path temporary;

  private final SetClock clock = new SetClock(NOW);
  private Path folder;

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("store"));
  }

  @AfterEach
  void noFaults() {
    FaultPoint.set(null);
  }

  @Test
  void smallFilesBecomeOneAndTheOldOnesGo() throws Exception {
    try (TestStore stores = open()) {
      flushes(stores, 12);
      assertThat(data()).hasSize(12);
      List<UpkeepStep> steps = stores.upkeep();
      assertThat(steps)
          .extracting(UpkeepStep::task, UpkeepStep::state)
          .contains(tuple(Task.COMPACTION, State.BEGUN), tuple(Task.COMPACTION, State.DONE));
      assertThat(stores.store.statistics().files().files()).isEqualTo(1);
      assertThat(stores.raws(OURS)).hasSize(12).doesNotHaveDuplicates();
      assertThat(stores.store.upkeep().statistics().compactions()).isEqualTo(1);
      // The commit that named them last ends with the next one.
      stores.append(line(13), 1_300);
      stores.store.flush();
      stores.upkeep();
      assertThat(data()).hasSize(2);
      assertThat(TestStore.files(folder, ".puffin")).hasSize(2);
      assertThat(stores.readsNothingFor("tiger")).isTrue();
    }
    try (TestStore stores = open()) {
      assertThat(stores.store.walPosition()).isEqualTo(1_300);
      assertThat(stores.raws(OURS)).hasSize(13).doesNotHaveDuplicates();
      assertThat(stores.store.statistics().files().files()).isEqualTo(2);
    }
  }

  @Test
  void aMergedFileIsSortedLikeAFlushedOne() throws Exception {
    try (TestStore stores = open()) {
      for (int i = 0; i < 10; i++) {
        stores.append(i % 2 == 0 ? OURS : THEIRS, NOW, line(60 - i), 100L + 100L * i);
        stores.store.flush();
      }
      stores.upkeep();
      assertThat(stores.store.statistics().files().files()).isEqualTo(1);
      Path merged;
      try (Hold hold = stores.store.hold()) {
        merged = hold.dataFiles().getFirst();
      }
      List<String> keys = new ArrayList<>();
      try (var connection = stores.engine.connect();
          var statement = connection.createStatement();
          var rows =
              statement.executeQuery(
                  "SELECT _account || ' ' || _messagetime FROM read_parquet('"
                      + merged
                      + "', file_row_number = true) ORDER BY file_row_number")) {
        while (rows.next()) {
          keys.add(rows.getString(1));
        }
      }
      assertThat(keys).hasSize(10).isSorted();
    }
  }

  @Test
  void linesOfLargeFilesStayInTheirOrder() throws Exception {
    Set<String> lines = new HashSet<>();
    try (TestStore stores = open()) {
      for (int flush = 0; flush < 8; flush++) {
        // What comes later tells of earlier: sorted by time, files would stand the other way round.
        String head = "<158>1 %s host heroku router - ".formatted(NOW.minusSeconds(60L * flush));
        List<String> some = new ArrayList<>();
        for (int i = 0; i < 15_000; i++) {
          some.add(head + "at=info method=GET request_id=" + flush + "-" + i);
        }
        long end = 1_000_000_000L * flush;
        Instant received = NOW.plusSeconds(flush);
        stores.appendEach(received, some, end);
        stores.append(THEIRS, received, "of another account", end + 900_000_000);
        stores.store.flush();
        lines.addAll(some);
      }
      stores.deleted.add(THEIRS);
      assertNothingFailed(stores.upkeep());
      List<String> found = stores.raws(OURS);
      assertThat(found).hasSize(lines.size());
      assertThat(new HashSet<>(found).equals(lines)).isTrue();
      try (Hold hold = stores.store.hold();
          var connection = stores.engine.connect();
          var statement = connection.createStatement();
          var rows =
              statement.executeQuery(
                  "SELECT count(*), count(DISTINCT _account), count(*) FILTER (flush < before)"
                      + " FROM (SELECT *, split_part(request_id, '-', 1) AS flush,"
                      + " lag(flush, 1, '') OVER (ORDER BY file_row_number) AS before"
                      + " FROM read_parquet('%s', file_row_number = true))"
                          .formatted(hold.dataFiles().getFirst()))) {
        assertThat(hold.dataFiles()).hasSize(1);
        rows.next();
        assertThat(rows.getInt(1)).isEqualTo(lines.size());
        assertThat(rows.getInt(2)).isEqualTo(1);
        assertThat(rows.getInt(3)).isZero();
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void itGivesWayUntilMoreThanOneMergeIsDue() throws Exception {
    try (TestStore stores = open()) {
      flushes(stores, 8);
      assertThat(nicenessOfMerges(stores)).containsExactly(10);
      flushes(stores, 9, 16);
      clock.set(NOW.plus(Duration.ofDays(1)));
      flushes(stores, 17, 24);
      assertThat(nicenessOfMerges(stores)).hasSize(2).containsOnly(nicenessOfThisThread());
    }
  }

  private static List<Integer> nicenessOfMerges(TestStore stores) throws Exception {
    List<Integer> niceness = new ArrayList<>();
    stores
        .store
        .upkeep()
        .run(
            new Upkeep.Run(false, false),
            step -> {
              if (step.task() == Task.COMPACTION && step.state() == State.DONE) {
                niceness.add(nicenessOfThisThread());
              }
            });
    return niceness;
  }

  /** From proc(5): the 17th field after the name, which ends with a bracket. */
  private static int nicenessOfThisThread() {
    try {
      String stat = Files.readString(Path.of("/proc/thread-self/stat"));
      return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyQuerySeesEachLineOnceWhileFilesAreFlushedMergedAndDeleted() throws Exception {
    AtomicInteger appended = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    try (TestStore stores = open();
        var threads = Executors.newCachedThreadPool()) {
      List<Future<?>> work = new ArrayList<>();
      work.add(threads.submit(endless(done, stores.store::flush)));
      work.add(threads.submit(endless(done, () -> assertNothingFailed(stores.upkeep()))));
      for (int i = 0; i < 2; i++) {
        work.add(
            threads.submit(
                endless(
                    done,
                    () -> {
                      int before = appended.get();
                      List<String> seen = stores.raws(OURS);
                      assertThat(seen)
                          .doesNotHaveDuplicates()
                          .hasSizeBetween(before, appended.get() + 1);
                    })));
      }
      Instant end = Instant.now().plusSeconds(8);
      for (int i = 1; Instant.now().isBefore(end); i++) {
        stores.append(line(i), 100L * i);
        appended.set(i);
      }
      done.set(true);
      for (Future<?> one : work) {
        one.get();
      }
      assertThat(stores.store.upkeep().statistics().compactions()).isGreaterThan(1);
      stores.store.flush();
      assertThat(stores.raws(OURS)).hasSize(appended.get()).doesNotHaveDuplicates();
    }
    try (TestStore stores = open()) {
      assertThat(stores.store.walPosition()).isEqualTo(100L * appended.get());
      assertThat(stores.raws(OURS)).hasSize(appended.get()).doesNotHaveDuplicates();
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  private static Callable<Void> endless(AtomicBoolean done, Action action) {
    return () -> {
      while (!done.get()) {
        action.run();
      }
      return null;
    };
  }

  private static void assertNothingFailed(List<UpkeepStep> steps) {
    assertThat(steps).noneMatch(step -> step.state() == State.FAILED);
  }

  @Test
  void aScanReadsFilesThatHaveLeftTheTable() throws Exception {
    try (TestStore stores = open()) {
      flushes(stores, 10);
      try (Scan scan = stores.open(OURS)) {
        stores.upkeep();
        flush(stores, 11);
        stores.upkeep();
        assertThat(data()).as("ten that are read, the merged one, a new one").hasSize(12);
        assertThat(stores.raws(scan)).hasSize(10).doesNotHaveDuplicates();
      }
      assertThat(data()).hasSize(2);
    }
  }

  @Test
  void aHoldKeepsItsFilesAndItsSnapshot() throws Exception {
    try (TestStore stores = open()) {
      flushes(stores, 10);
      try (Hold hold = stores.store.hold()) {
        assertThat(hold.dataFiles()).hasSize(10);
        assertThat(hold.walPositions()).containsEntry(0, 1_000L);
        stores.upkeep();
        flushes(stores, 12, 30);
        stores.upkeep();
        assertThat(hold.dataFiles()).allMatch(Files::exists);
        assertThat(hold.dataFiles()).allMatch(file -> Files.exists(Hold.termFilters(file)));
        assertThat(hold.metadataFiles()).hasSizeGreaterThan(2).allMatch(Files::exists);
        assertThat(hold.metadata()).exists();
      }
      assertThat(data()).as("free only when the snapshot has ended").hasSizeGreaterThan(10);
      stores.upkeep();
      flush(stores, 31);
      stores.upkeep();
      assertThat(data()).hasSizeLessThan(10);
      assertThat(stores.raws(OURS)).hasSize(30).doesNotHaveDuplicates();
    }
  }

  @Test
  void linesLeaveWhenTheirDaysAreOver() throws Exception {
    try (TestStore stores = open()) {
      stores.append(OURS, NOW.minus(Duration.ofDays(1)), line(1), 100);
      stores.store.flush();
      stores.append(OURS, NOW, line(2), 200);
      stores.store.flush();
      assertNothingFailed(stores.upkeep());
      assertThat(stores.raws(OURS)).hasSize(2);
    }
    // Received on February 28, kept for 30 days: the last moment of that day ends on March 31.
    for (Duration day = Duration.ZERO; day.toDays() <= 29; day = day.plusDays(1)) {
      clock.set(NOW.plus(day));
      if (day.toDays() % 10 == 9) {
        try (TestStore stores = open()) {
          stores.append(OURS, clock.instant(), line(100 + day.toDays()), 300 + day.toDays());
          stores.store.flush();
        }
      }
    }
    clock.set(Instant.parse("2026-03-30T23:59:59Z"));
    try (TestStore stores = open()) {
      assertThat(stores.plan()).noneMatch(step -> step.task() == Task.RETENTION);
    }
    clock.set(Instant.parse("2026-03-31T00:00:00Z"));
    try (TestStore stores = open()) {
      assertThat(stores.plan())
          .filteredOn(step -> step.task() == Task.RETENTION)
          .singleElement()
          .satisfies(step -> {
            assertThat(step.state()).isEqualTo(State.PLANNED);
            assertThat(step.subject()).contains("_receiptday=2026-02-28");
            assertThat(step.before().rows()).isEqualTo(1);
          });
      assertThat(stores.raws(OURS)).as("a dry run does nothing").hasSize(5);
      stores.upkeep();
      assertThat(stores.raws(OURS)).hasSize(4).noneMatch(raw -> raw.equals(line(1)));
      assertThat(stores.store.upkeep().statistics().retired().rows()).isEqualTo(1);
      flush(stores, 400);
      stores.upkeep();
      assertThat(data()).noneMatch(file -> file.toString().contains("_receiptday=2026-02-28"));
    }
  }

  @Test
  void aClockThatJumpedAheadRemovesNothing() throws Exception {
    try (TestStore stores = open()) {
      flush(stores, 1);
      clock.set(NOW.plus(Duration.ofDays(400)));
      assertThat(stores.upkeep())
          .filteredOn(step -> step.task() == Task.RETENTION)
          .singleElement()
          .satisfies(step -> {
            assertThat(step.state()).isEqualTo(State.SKIPPED);
            assertThat(step.subject()).contains("jumped");
          });
      assertThat(stores.raws(OURS)).hasSize(1);
    }
    try (TestStore stores = open()) {
      assertThat(stores.upkeep())
          .anyMatch(step -> step.task() == Task.RETENTION && step.state() == State.SKIPPED);
      assertThat(stores.raws(OURS)).hasSize(1);
    }
  }

  @Test
  void linesOfADeletedAccountLeaveTheFiles() throws Exception {
    try (TestStore stores = open()) {
      stores.append(OURS - 1, NOW, line(1), 100);
      stores.append(OURS, NOW, line(2), 200);
      stores.append(THEIRS, NOW, line(3), 300);
      stores.store.flush();
      stores.append(OURS, NOW, line(4), 400);
      stores.store.flush();
      stores.append(THEIRS, NOW, line(5), 500);
      stores.store.flush();
      stores.deleted.add(OURS);
      assertThat(stores.plan())
          .filteredOn(step -> step.task() == Task.DELETED_ACCOUNTS)
          .singleElement()
          .satisfies(step -> assertThat(step.before().files()).isEqualTo(2));
      assertNothingFailed(stores.upkeep());
      assertThat(stores.raws(OURS)).isEmpty();
      assertThat(stores.raws(THEIRS)).hasSize(2);
      assertThat(stores.raws(OURS - 1)).hasSize(1);
      assertThat(stores.store.statistics().files().rows()).isEqualTo(3);
      assertThat(stores.upkeep()).as("they are gone").noneMatch(UpkeepTest::isOfDeleted);
      stores.append(THEIRS, NOW, line(6), 600);
      stores.store.flush();
      stores.upkeep();
      assertThat(data()).hasSize(3);
    }
  }

  private static boolean isOfDeleted(UpkeepStep step) {
    return step.task() == Task.DELETED_ACCOUNTS;
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultPoint.class,
      names = {"COMPACT_COPY", "COMPACT_COMMIT", "COMPACT_COMMITTED"})
  void aMergeThatFailsAtAnyPointIsRightAndDoneAgain(FaultPoint point) throws Exception {
    try (TestStore stores = open()) {
      flushes(stores, 10);
      failAt(point);
      assertThat(stores.upkeep())
          .filteredOn(step -> step.state() == State.FAILED)
          .singleElement()
          .satisfies(step -> assertThat(step.subject()).contains("a test says so"));
      FaultPoint.set(null);
      assertThat(stores.raws(OURS)).hasSize(10).doesNotHaveDuplicates();
      flush(stores, 11);
      assertThat(stores.raws(OURS)).hasSize(11).doesNotHaveDuplicates();
      assertNothingFailed(stores.upkeep());
      flush(stores, 12);
      assertNothingFailed(stores.upkeep());
      assertThat(stores.raws(OURS)).hasSize(12).doesNotHaveDuplicates();
      assertThat(data()).hasSize((int) stores.store.statistics().files().files());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultPoint.class,
      names = {"COMPACT_COPY", "COMPACT_COMMIT", "COMPACT_COMMITTED"})
  void whatAnEndedProcessLeftIsRemovedLater(FaultPoint point) throws Exception {
    Path copy = temporary.resolve("copy");
    try (TestStore stores = open()) {
      flushes(stores, 10);
      // The process ends at the point: what it had on the disk by then is what stays.
      FaultPoint.set(reached -> {
        if (reached == point && !Files.exists(copy)) {
          copy(folder, copy);
          throw new IllegalStateException("a test says so");
        }
      });
      stores.upkeep();
      FaultPoint.set(null);
    }
    Files.move(folder, temporary.resolve("unused"));
    Files.move(copy, folder);
    try (TestStore stores = open()) {
      assertThat(stores.raws(OURS)).hasSize(10).doesNotHaveDuplicates();
      assertThat(stores.store.walPosition()).isEqualTo(1_000);
      age();
      stores.upkeep();
      flush(stores, 11);
      age();
      stores.upkeep();
      assertThat(stores.raws(OURS)).hasSize(11).doesNotHaveDuplicates();
      assertThat(data()).hasSize((int) stores.store.statistics().files().files());
      assertThat(TestStore.files(folder, ".puffin")).hasSameSizeAs(data());
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void onlyOldFilesThatNothingNamesAreOrphans() throws Exception {
    try (TestStore stores = open()) {
      flush(stores, 1);
      Path data = data().getFirst();
      Path orphan = Files.writeString(data.resolveSibling("lost.parquet"), "lost");
      Path filters = Files.writeString(data.resolveSibling("lost.terms.puffin"), "lost");
      Path unfinished =
          Files.writeString(
              data.resolveSibling(TermIndex.beside(data).getFileName() + ".new"), "x");
      Path manifest =
          Files.writeString(
              folder.resolve("warehouse/tailwater/logs/metadata/lost-m0.avro"), "lost");
      age();
      Path young = Files.writeString(data.resolveSibling("young.parquet"), "young");
      assertThat(stores.plan())
          .filteredOn(step -> step.task() == Task.ORPHANS)
          .singleElement()
          .satisfies(step -> assertThat(step.before().files()).isEqualTo(4));
      stores.upkeep();
      assertThat(List.of(orphan, filters, manifest, unfinished)).noneMatch(Files::exists);
      assertThat(List.of(young, data, TermIndex.beside(data))).allMatch(Files::exists);
      assertThat(stores.raws(OURS)).hasSize(1);
    }
    try (TestStore stores = open()) {
      assertThat(stores.raws(OURS)).hasSize(1);
    }
  }

  @Test
  void aChangeWhoseAnswerIsLostIsNotMadeTwice() throws Exception {
    try (LossyDriver driver = LossyDriver.register()) {
      String url = LossyDriver.url("sqlite:" + folder.resolve("catalog.db"));
      try (TestStore stores = new TestStore(folder, url, TestStore.upkeep(folder), clock)) {
        flushes(stores, 10);
        driver.lose(1);
        stores.upkeep();
        assertThat(stores.store.statistics().files().files()).isEqualTo(1);
        assertThat(stores.raws(OURS)).hasSize(10).doesNotHaveDuplicates();
        flush(stores, 11);
      }
      try (TestStore stores = new TestStore(folder, url, TestStore.upkeep(folder), clock)) {
        assertThat(stores.store.statistics().files().files()).isEqualTo(2);
        assertThat(stores.raws(OURS)).hasSize(11).doesNotHaveDuplicates();
        assertThat(stores.store.walPosition()).isEqualTo(1_100);
      }
    }
  }

  @Test
  void theTablesFilesStayFewHoweverManyFlushesThereAre() throws Exception {
    try (TestStore stores = open()) {
      for (int i = 1; i <= 108; i++) {
        flush(stores, i);
        if (i % 12 == 0) {
          assertNothingFailed(stores.upkeep());
          assertThat(data()).hasSizeLessThan(45);
          assertThat(TestStore.files(folder, ".avro")).hasSizeLessThan(60);
          assertThat(TestStore.files(folder, ".json")).hasSizeLessThan(13);
        }
      }
      assertThat(stores.raws(OURS)).hasSize(108).doesNotHaveDuplicates();
    }
    try (TestStore stores = open()) {
      assertThat(stores.store.walPosition()).isEqualTo(10_800);
      assertThat(stores.raws(OURS)).hasSize(108).doesNotHaveDuplicates();
    }
  }

  @Test
  void waitingForAFlushThatCannotSucceedEndsAndSaysWhy() throws Exception {
    try (TestStore stores = open()) {
      stores.append(line(1), 100);
      FaultPoint.set(point -> {
        if (point == FaultPoint.FLUSH_COMMIT) {
          throw new IllegalStateException("a test says so");
        }
      });
      assertThat(catchThrowable(stores.store::flush))
          .isInstanceOf(FlushException.class)
          .hasMessageContaining("a test says so");
      assertThat(stores.raws(OURS)).hasSize(1);
      FaultPoint.set(null);
      stores.store.flush();
      assertThat(stores.raws(OURS)).hasSize(1);
      assertThat(stores.store.statistics().hotRows()).isZero();
    }
  }

  private TestStore open() {
    return new TestStore(
        folder, "jdbc:sqlite:" + folder.resolve("catalog.db"), TestStore.upkeep(folder), clock);
  }

  private void flushes(TestStore stores, int count) throws Exception {
    flushes(stores, 1, count);
  }

  private void flushes(TestStore stores, int from, int to) throws Exception {
    for (int i = from; i <= to; i++) {
      flush(stores, i);
    }
  }

  private void flush(TestStore stores, int number) throws Exception {
    stores.append(OURS, clock.instant(), line(number), 100L * number);
    stores.store.flush();
  }

  private static String line(long number) {
    return "<190>1 %s host app web.1 - line %d"
        .formatted(NOW.minusSeconds(3_600).plusSeconds(number), number);
  }

  private static void failAt(FaultPoint where) {
    AtomicBoolean failed = new AtomicBoolean();
    FaultPoint.set(point -> {
      if (point == where && failed.compareAndSet(false, true)) {
        throw new IllegalStateException("a test says so");
      }
    });
  }

  private List<Path> data() throws Exception {
    return TestStore.files(folder, ".parquet");
  }

  /** Makes all files of the table old enough to be orphans. */
  private void age() throws Exception {
    FileTime old = FileTime.from(clock.instant().minus(Duration.ofHours(2)));
    for (Path file : TestStore.files(folder, "")) {
      if (Files.isRegularFile(file)) {
        Files.setLastModifiedTime(file, old);
      }
    }
  }

  /** A clock that a test sets. */
  private static final class SetClock extends Clock {
    private volatile Instant now;

    SetClock(Instant now) {
      this.now = now;
    }

    void set(Instant instant) {
      now = instant;
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
