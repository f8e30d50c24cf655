package dev.tailwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Files stay few, and a line is written again a few times at most, whatever arrives. */
class CompactionTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final Instant MORNING = DAY.atStartOfDay(ZoneOffset.UTC).toInstant();
  private static final Instant NEXT_DAY = MORNING.plus(Duration.ofHours(26));
  private static final long MEGABYTE = 1 << 20;

  private final Compaction compaction = new Compaction(128 * MEGABYTE);
  private final List<DataFileInfo> files = new ArrayList<>();
  private long written;
  private int next;

  @Test
  void flushesUnderLoadAreWrittenAgainOnce() {
    for (int i = 0; i < 2_000; i++) {
      flush(24 * MEGABYTE);
    }
    assertThat(files).hasSizeLessThan(2_000 / 6 + 8);
    assertThat(written).isLessThanOrEqualTo(2_000 * 24 * MEGABYTE);
  }

  @Test
  void aDayOfSmallFlushesLeavesFewFilesAndOneWhenItIsOver() {
    for (int i = 0; i < 144; i++) {
      flush(50_000);
      assertThat(files).hasSizeLessThan(30);
    }
    merge(NEXT_DAY);
    assertThat(files).hasSize(1);
    assertThat(written).isLessThan(4 * 144 * 50_000);
  }

  @Test
  void whateverSizesTheyHave() {
    Random random = new Random(1);
    long flushed = 0;
    for (int i = 0; i < 3_000; i++) {
      long bytes = (long) Math.exp(random.nextDouble() * Math.log(40 * MEGABYTE));
      flush(bytes);
      flushed += bytes;
      long large = files.stream().filter(file -> file.bytes() >= 64 * MEGABYTE).count();
      assertThat(files.size() - large).isLessThan(4 * 8);
    }
    merge(NEXT_DAY);
    assertThat(files.stream().filter(file -> file.bytes() < 64 * MEGABYTE).count())
        .isLessThanOrEqualTo(1);
    assertThat(written).isLessThan(4 * flushed);
  }

  @Test
  void partitionsAreNotMixed() {
    List<DataFileInfo> mixed = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      mixed.add(file(new Partition(30, DAY), MEGABYTE));
      mixed.add(file(new Partition(7, DAY), MEGABYTE));
      mixed.add(file(new Partition(30, DAY.plusDays(1)), MEGABYTE));
    }
    assertThat(compaction.plan(mixed, MORNING)).isEmpty();
    assertThat(compaction.plan(mixed, NEXT_DAY))
        .hasSize(2)
        .allSatisfy(
            group -> assertThat(group.stream().map(DataFileInfo::partition).distinct()).hasSize(1));
  }

  @Test
  void aGroupIsNeverMoreThanASortCanTake() {
    List<DataFileInfo> many = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      many.add(file(new Partition(30, DAY), 63 * MEGABYTE));
      many.add(file(new Partition(30, DAY), 1_000));
    }
    assertThat(compaction.plan(many, NEXT_DAY))
        .isNotEmpty()
        .allSatisfy(group -> {
          assertThat(group).hasSizeBetween(2, 64);
          assertThat(FileSizes.of(group).bytes()).isLessThan(192 * MEGABYTE);
        });
  }

  private void flush(long bytes) {
    files.add(file(new Partition(30, DAY), bytes));
    merge(MORNING);
  }

  private void merge(Instant now) {
    List<List<DataFileInfo>> groups = compaction.plan(files, now);
    while (!groups.isEmpty()) {
      for (List<DataFileInfo> group : groups) {
        files.removeAll(group);
        long bytes = FileSizes.of(group).bytes();
        files.add(file(group.getFirst().partition(), bytes));
        written += bytes;
      }
      groups = compaction.plan(files, now);
    }
  }

  private DataFileInfo file(Partition partition, long bytes) {
    Instant time = MORNING.plusSeconds(next++);
    return new DataFileInfo(
        Path.of("file" + next), partition, 1, bytes, time, time, time, time, 1, 1);
  }
}
