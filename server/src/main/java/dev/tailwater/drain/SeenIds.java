package dev.tailwater.drain;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.LongPredicate;

/**
 * Delivery ids that were seen within some minutes, with the hash of the L10 frame that each began
 * with. Open addressing over arrays: 12 bytes a slot, at most half again as many slots as ids and
 * the next power of two. Not safe for use by many threads.
 */
final class SeenIds {
  private static final int FIRST_SLOTS = 1 << 10;

  private final long firstMicros;
  private long newestMicros;
  private int size;
  private long[] ids = new long[FIRST_SLOTS];
  private int[] l10s = new int[FIRST_SLOTS];

  SeenIds(long firstMicros) {
    this.firstMicros = firstMicros;
    this.newestMicros = firstMicros;
  }

  /** When the first of them came. */
  long firstMicros() {
    return firstMicros;
  }

  /** When the newest of them came. */
  long newestMicros() {
    return newestMicros;
  }

  int size() {
    return size;
  }

  boolean contains(long id) {
    return ids[slot(id)] != 0;
  }

  /** The hash of the L10 frame of an id that it contains; 0 for none. */
  int l10(long id) {
    return l10s[slot(id)];
  }

  /**
   * Adds an id that it does not contain.
   *
   * @param id not 0
   */
  void add(long id, int l10, long receiptMicros) {
    if ((size + 1) * 3L > ids.length * 2L) {
      grow();
    }
    put(id, l10);
    size++;
    newestMicros = Math.max(newestMicros, receiptMicros);
  }

  private void put(long id, int l10) {
    int slot = slot(id);
    ids[slot] = id;
    l10s[slot] = l10;
  }

  private void grow() {
    long[] oldIds = ids;
    int[] oldL10s = l10s;
    ids = new long[oldIds.length * 2];
    l10s = new int[oldIds.length * 2];
    for (int i = 0; i < oldIds.length; i++) {
      if (oldIds[i] != 0) {
        put(oldIds[i], oldL10s[i]);
      }
    }
  }

  /** Where an id is, or the empty slot where it would be. */
  private int slot(long id) {
    int mask = ids.length - 1;
    // The ids are hashes: their bits are as good as any.
    int slot = (int) id & mask;
    while (ids[slot] != 0 && ids[slot] != id) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(firstMicros);
    out.writeLong(newestMicros);
    out.writeInt(size);
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] != 0) {
        out.writeLong(ids[i]);
        out.writeInt(l10s[i]);
      }
    }
  }

  /** Reads what {@link #write} wrote, but for ids that are known. */
  static SeenIds read(DataInputStream in, LongPredicate known) throws IOException {
    SeenIds seen = new SeenIds(in.readLong());
    long newestMicros = in.readLong();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      long id = in.readLong();
      int l10 = in.readInt();
      if (!known.test(id)) {
        seen.add(id, l10, newestMicros);
      }
    }
    seen.newestMicros = newestMicros;
    return seen;
  }
}
