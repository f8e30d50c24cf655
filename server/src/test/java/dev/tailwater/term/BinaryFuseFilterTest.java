package dev.tailwater.term;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BinaryFuseFilterTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 10, 100, 1_000, 20_000, 300_000})
  void itHoldsAllMembersAndFewOthers(int size) {
    long[] members = new SplittableRandom(size).longs(size).distinct().toArray();
    MemorySegment filter = MemorySegment.ofArray(BinaryFuseFilter.build(members));
    for (long member : members) {
      assertThat(BinaryFuseFilter.mayHold(filter, member)).isTrue();
    }
    int wrong = 0;
    SplittableRandom others = new SplittableRandom(-1);
    for (int i = 0; i < 1_000_000; i++) {
      wrong += BinaryFuseFilter.mayHold(filter, others.nextLong()) ? 1 : 0;
    }
    // One in 4,096 is 244.
    assertThat(wrong).isLessThan(size == 0 ? 1 : 340);
  }

  /** Just where segments become twice as long there are few of them, and most seeds fail. */
  @ParameterizedTest
  @ValueSource(ints = {3_450, 11_400, 11_501, 11_520, 13_000, 38_500, 39_000, 129_000})
  void thereIsAFilterOfSetsWhoseSizeIsUnlucky(int size) {
    for (int set = 0; set < 20; set++) {
      long[] members = new SplittableRandom(size + set).longs(size).toArray();
      MemorySegment filter = MemorySegment.ofArray(BinaryFuseFilter.build(members));
      assertThat(LongStream.of(members)).allMatch(m -> BinaryFuseFilter.mayHold(filter, m));
      assertThat(filter.byteSize() * 8.0 / size).isLessThan(17.2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10_000, 100_000, 300_000})
  void aMemberTakesFourteenBits(int size) {
    long[] members = new SplittableRandom(size).longs(size).toArray();
    assertThat(BinaryFuseFilter.build(members).length * 8.0 / size).isBetween(13.4, 15.7);
  }
}
