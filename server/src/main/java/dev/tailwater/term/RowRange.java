package dev.tailwater.term;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows of a file that follow each other.
 *
 * @param from the number of the first one, counted from 0
 * @param to the number of the one after the last
 */
public record RowRange(long from, long to) {
  /**
   * The rows of some ranges or of others, in order and apart from each other.
   *
   * @param some in any order
   */
  public static List<RowRange> union(List<RowRange> some, List<RowRange> others) {
    List<RowRange> union = new ArrayList<>();
    Stream.concat(some.stream(), others.stream())
        .sorted(Comparator.comparingLong(RowRange::from))
        .forEach(range -> {
          if (union.isEmpty() || union.getLast().to() < range.from()) {
            union.add(range);
          } else {
            RowRange last = union.removeLast();
            union.add(new RowRange(last.from(), Math.max(last.to(), range.to())));
          }
        });
    return union;
  }
}
