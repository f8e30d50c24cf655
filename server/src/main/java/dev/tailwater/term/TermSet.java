package dev.tailwater.term;

import java.util.Arrays;

/** Different hashes of terms: a table with open addressing, because boxes would cost more. */
final class TermSet {
  private static final long FREE = 0;

  private long[] slots = new long[1 << 16];
  private int size;

  /** Adds a hash. The hash that marks free places becomes its neighbour, as it does in searches. */
  void add(long term) {
    long value = usable(term);
    int mask = slots.length - 1;
    int at = (int) value & mask;
    while (slots[at] != FREE) {
      if (slots[at] == value) {
        return;
      }
      at = (at + 1) & mask;
    }
    slots[at] = value;
    size++;
    if (size > slots.length / 2) {
      grow();
    }
  }

  /** A hash as it stands in a set. */
  static long usable(long term) {
    return term == FREE ? 1 : term;
  }

  /** The hashes, in no order. */
  long[] toArray() {
    return Arrays.stream(slots).filter(slot -> slot != FREE).toArray();
  }

  void clear() {
    Arrays.fill(slots, FREE);
    size = 0;
  }

  private void grow() {
    long[] before = slots;
    slots = new long[before.length * 2];
    size = 0;
    for (long value : before) {
      if (value != FREE) {
        add(value);
      }
    }
  }
}
