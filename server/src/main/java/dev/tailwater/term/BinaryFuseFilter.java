package dev.tailwater.term;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A set of hashes that takes 14 bits a member and is wrong for one in 4,096 others: the 3-wise
 * binary fuse filter of T. M. Graf and D. Lemire, "Binary Fuse Filters: Fast and Smaller Than Xor
 * Filters" (2022), with twelve bits. A member's fingerprint is the XOR of what stands in three
 * places.
 *
 * <p>As bytes, in little-endian order: the seed (8), the length of a segment (4), the number of
 * segments in which a first place can be (4), then the places, two in three bytes, the first in the
 * low twelve bits. No bytes at all are the empty set.
 */
final class BinaryFuseFilter {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int HEADER = 16;
  private static final int BITS = 12;
  private static final int MASK = (1 << BITS) - 1;
  private static final int ARITY = 3;
  private static final int LONGEST_SEGMENT = 1 << 18;

  /**
   * A seed fails about once in a hundred times, but nearly always for some sizes with few segments:
   * around 11,500 members. More room helps them.
   */
  private static final int SEEDS_PER_SIZE = 2;

  private static final int SEEDS = 100;

  private BinaryFuseFilter() {}

  /** The places of a hash and its fingerprint. */
  private record Shape(long seed, int segmentLength, int firstSegments) {
    static Shape of(int members, long seed, int moreSegments) {
      int segment = 1 << (int) Math.floor(Math.log(members) / Math.log(3.33) + 2.25);
      segment = Math.min(Math.max(segment, 4), LONGEST_SEGMENT);
      double spare =
          members <= 1
              ? 2
              : Math.max(1.125, 0.875 + 0.25 * Math.log(1_000_000) / Math.log(members));
      int wanted = (int) Math.round(members * spare);
      int firstSegments = Math.max(1, Math.ceilDiv(wanted, segment) - (ARITY - 1)) + moreSegments;
      return new Shape(seed, segment, firstSegments);
    }

    int places() {
      return (firstSegments + ARITY - 1) * segmentLength;
    }

    long hash(long member) {
      return Terms.mix(member + seed);
    }

    int place(long hash, int which) {
      long first = Math.unsignedMultiplyHigh(hash, (long) firstSegments * segmentLength);
      int inSegment =
          switch (which) {
            case 0 -> 0;
            case 1 -> (int) (hash >>> 18) & (segmentLength - 1);
            default -> (int) hash & (segmentLength - 1);
          };
      return ((int) first + which * segmentLength) ^ inSegment;
    }

    static int fingerprint(long hash) {
      return (int) (hash ^ (hash >>> 32)) & MASK;
    }
  }

  /**
   * Makes the filter of a set.
   *
   * @param members all different
   */
  static byte[] build(long[] members) {
    if (members.length == 0) {
      return new byte[0];
    }
    for (int seed = 1; seed <= SEEDS; seed++) {
      Shape shape = Shape.of(members.length, Terms.mix(seed), (seed - 1) / SEEDS_PER_SIZE);
      short[] fingerprints = fingerprints(shape, members);
      if (fingerprints.length > 0) {
        return bytes(shape, fingerprints);
      }
    }
    throw new IllegalStateException(
        "no filter for " + members.length + " hashes, are there equal ones among them?");
  }

  private static byte[] bytes(Shape shape, short[] fingerprints) {
    // The length of a segment is a power of two above one: there is no place without another.
    ByteBuffer bytes =
        ByteBuffer.allocate(HEADER + fingerprints.length / 2 * 3)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(shape.seed())
            .putInt(shape.segmentLength())
            .putInt(shape.firstSegments());
    for (int place = 0; place < fingerprints.length; place += 2) {
      int both = fingerprints[place] | fingerprints[place + 1] << BITS;
      bytes.putShort((short) both).put((byte) (both >>> 16));
    }
    return bytes.array();
  }

  /**
   * Peels the graph in which each member joins three places: a place that only one member needs can
   * be set last, which frees that member's other places. Empty when the graph has a core.
   */
  private static short[] fingerprints(Shape shape, long[] members) {
    int places = shape.places();
    int[] users = new int[places];
    // The XOR of the hashes of all users of a place: the last one left is there to be read.
    long[] usedBy = new long[places];
    for (long member : members) {
      long hash = shape.hash(member);
      for (int which = 0; which < ARITY; which++) {
        int place = shape.place(hash, which);
        users[place]++;
        usedBy[place] ^= hash;
      }
    }
    int[] alone = new int[places];
    int open = 0;
    for (int place = 0; place < places; place++) {
      if (users[place] == 1) {
        alone[open++] = place;
      }
    }
    long[] hashes = new long[members.length];
    int[] ownPlaces = new int[members.length];
    int peeled = 0;
    while (open > 0) {
      int own = alone[--open];
      if (users[own] != 1) {
        continue;
      }
      long hash = usedBy[own];
      hashes[peeled] = hash;
      ownPlaces[peeled++] = own;
      for (int which = 0; which < ARITY; which++) {
        int place = shape.place(hash, which);
        usedBy[place] ^= hash;
        if (--users[place] == 1) {
          alone[open++] = place;
        }
      }
    }
    if (peeled < members.length) {
      return new short[0];
    }
    short[] fingerprints = new short[places];
    for (int i = peeled - 1; i >= 0; i--) {
      int value = Shape.fingerprint(hashes[i]);
      for (int which = 0; which < ARITY; which++) {
        value ^= fingerprints[shape.place(hashes[i], which)];
      }
      // Its own place was still zero.
      fingerprints[ownPlaces[i]] = (short) value;
    }
    return fingerprints;
  }

  /** Whether the filter may have been made of a set with this member. */
  static boolean mayHold(MemorySegment filter, long member) {
    if (filter.byteSize() == 0) {
      return false;
    }
    Shape shape = new Shape(filter.get(LONG, 0), filter.get(INT, 8), filter.get(INT, 12));
    long hash = shape.hash(member);
    int value = Shape.fingerprint(hash);
    for (int which = 0; which < ARITY; which++) {
      value ^= fingerprint(filter, shape.place(hash, which));
    }
    return value == 0;
  }

  private static int fingerprint(MemorySegment filter, int place) {
    int two = filter.get(SHORT, HEADER + place * 3L / 2);
    return (place % 2 == 0 ? two : two >>> (Short.SIZE - BITS)) & MASK;
  }
}
