package dev.tailwater.query.function;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Addresses of IP version 4 in dotted form; what is none gives null. */
final class Ipv4 {
  /** How long an address is. */
  static final int BITS = 32;

  private static final long ALL_ONES = 0xffff_ffffL;

  private static final List<Block> PRIVATE =
      List.of(Block.of("10.0.0.0", 8), Block.of("172.16.0.0", 12), Block.of("192.168.0.0", 16));

  /** The special-use addresses of RFC 5735. */
  private static final List<Block> RESERVED =
      Stream.concat(
              PRIVATE.stream(),
              Stream.of(
                  Block.of("0.0.0.0", 8),
                  Block.of("127.0.0.0", 8),
                  Block.of("169.254.0.0", 16),
                  Block.of("192.0.0.0", 24),
                  Block.of("192.0.2.0", 24),
                  Block.of("192.88.99.0", 24),
                  Block.of("198.18.0.0", 15),
                  Block.of("198.51.100.0", 24),
                  Block.of("203.0.113.0", 24),
                  Block.of("224.0.0.0", 4),
                  Block.of("240.0.0.0", 4)))
          .toList();

  private Ipv4() {}

  /** The addresses that begin with the same bits. */
  private record Block(long first, long mask) {
    static Block of(String first, int length) {
      return new Block(parse(first), ones(length));
    }

    boolean holds(long address) {
      return (address & mask) == first;
    }
  }

  /** The address as an unsigned number. */
  static @Nullable Long number(@Nullable Object value) {
    long address = value instanceof String text ? parse(text) : -1;
    return address < 0 ? null : (Long) address;
  }

  static @Nullable Boolean isPrivate(@Nullable Object value) {
    return isIn(PRIVATE, value);
  }

  static @Nullable Boolean isReserved(@Nullable Object value) {
    return isIn(RESERVED, value);
  }

  /** The first address of the network of a prefix length that an address is in. */
  static @Nullable String network(@Nullable Object value, @Nullable Object length) {
    Long address = number(value);
    Long mask = maskOf(length);
    return address == null || mask == null ? null : print(address & mask);
  }

  /** Whether two addresses are in one network of a prefix length. */
  static @Nullable Boolean sameNetwork(
      @Nullable Object value, @Nullable Object other, @Nullable Object length) {
    Long a = number(value);
    Long b = number(other);
    Long mask = maskOf(length);
    if (a == null || b == null || mask == null) {
      return null;
    }
    return ((a ^ b) & mask) == 0;
  }

  /** The mask of a prefix length. */
  static @Nullable String mask(@Nullable Object length) {
    Long mask = maskOf(length);
    return mask == null ? null : print(mask);
  }

  private static @Nullable Boolean isIn(List<Block> blocks, @Nullable Object value) {
    Long address = number(value);
    return address == null
        ? null
        : (Boolean) blocks.stream().anyMatch(block -> block.holds(address));
  }

  private static @Nullable Long maskOf(@Nullable Object length) {
    return length instanceof Long bits && bits >= 0 && bits <= BITS ? (Long) ones(bits) : null;
  }

  private static long ones(long length) {
    return ALL_ONES << (BITS - length) & ALL_ONES;
  }

  private static String print(long address) {
    return (address >> 24)
        + "."
        + (address >> 16 & 255)
        + "."
        + (address >> 8 & 255)
        + "."
        + (address & 255);
  }

  /** Four numbers up to 255 without leading zeros; -1 for anything else. */
  private static long parse(String text) {
    long address = 0;
    int parts = 1;
    int part = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && part >= 0) {
        address = address << 8 | part;
        parts++;
        part = -1;
      } else if (c >= '0' && c <= '9' && part != 0) {
        part = Math.max(part, 0) * 10 + c - '0';
      } else {
        return -1;
      }
      if (part > 255 || parts > 4) {
        return -1;
      }
    }
    return parts == 4 && part >= 0 ? address << 8 | part : -1;
  }
}
