package dev.tailwater.query.run;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A file and the slices of it that are in a {@link PartialTable}, whose lock guards it.
 *
 * @param numbers in the table: one, or those of the files it was made of
 * @param base the first slice that it may have lines in, which stands first in the set
 * @param end the slice after the last one
 */
record KeptFile(List<Integer> numbers, long base, long end, BitSet slices) {
  static KeptFile of(int number, Slices all) {
    return new KeptFile(List.of(number), all.first(), all.end(), new BitSet());
  }

  /** What is kept of a file that has the lines of others, all of them: what is of each. */
  static KeptFile of(List<KeptFile> origins, Slices all) {
    List<Integer> numbers = origins.stream().flatMap(each -> each.numbers.stream()).toList();
    KeptFile merged = new KeptFile(numbers, all.first(), all.end(), new BitSet());
    merged.slices.set(0, Math.toIntExact(all.count()));
    for (KeptFile origin : origins) {
      BitSet missing = new BitSet();
      missing.set(0, Math.toIntExact(origin.end - origin.base));
      missing.andNot(origin.slices);
      merged.slices.andNot(merged.shifted(missing, origin.base));
    }
    return merged;
  }

  /** Slices of a set that begins with another one, as they stand in this set. */
  private BitSet shifted(BitSet set, long first) {
    BitSet shifted = new BitSet();
    int distance = Math.toIntExact(first - base);
    for (int from = set.nextSetBit(0); from >= 0; ) {
      int to = set.nextClearBit(from);
      shifted.set(from + distance, to + distance);
      from = set.nextSetBit(to);
    }
    return shifted;
  }

  /** SQL for rows of the table that are of the file. */
  String rows() {
    return "file IN (" + join(numbers) + ")";
  }

  /** Slices that are not of it and were of some of those it was made of. */
  List<Long> halves(List<KeptFile> origins) {
    BitSet some = new BitSet();
    origins.forEach(origin -> some.or(shifted(origin.slices, origin.base)));
    some.andNot(slices);
    return some.stream().mapToObj(slice -> base + slice).toList();
  }

  boolean has(Slices wanted) {
    int from = Math.toIntExact(wanted.first() - base);
    return slices.nextClearBit(from) >= from + wanted.count();
  }

  /** The oldest one there is. */
  long first() {
    return base + Math.max(0, slices.nextSetBit(0));
  }

  void set(Slices read) {
    slices.set(Math.toIntExact(read.first() - base), Math.toIntExact(read.end() - base));
  }

  void clearBefore(long slice) {
    slices.clear(0, Math.toIntExact(Math.max(0, slice - base)));
  }

  /** Numbers for SQL. */
  static String join(Collection<? extends Number> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
