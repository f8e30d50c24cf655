package dev.tailwater.query.run;

import dev.tailwater.query.plan.OpenColumns;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The columns that the data name, as far as they are shown: the first {@link OpenColumns#MOST} by
 * name. Data may name any number, so no more are held at any time.
 */
final class FirstColumns {
  private final TreeMap<String, Source> first = new TreeMap<>();
  private boolean more;

  /**
   * Where the values of a column are.
   *
   * @param map the place of its map among those of a query
   * @param key the key in this map
   */
  record Source(int map, String key) {}

  /** Takes a column; whether it is one of the first so far. One that is not will not be later. */
  boolean add(String name, Source source) {
    if (first.size() == OpenColumns.MOST && name.compareTo(first.lastKey()) > 0) {
      more = true;
      return false;
    }
    // Of equal names the one of the last map counts.
    first.merge(name, source, (one, other) -> one.map() > other.map() ? one : other);
    if (first.size() > OpenColumns.MOST) {
      first.pollLastEntry();
      more = true;
    }
    return true;
  }

  /** All of them by name. */
  SortedMap<String, Source> byName() {
    return first;
  }

  /** Whether there are more than these. */
  boolean more() {
    return more;
  }
}
