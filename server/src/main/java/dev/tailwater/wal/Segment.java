package dev.tailwater.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The bytes of one segment file.
 *
 * <pre>
 * header   8 bytes magic "TWWAL\0\0\1" (the last byte is the format version), 8 bytes base position,
 *          4 bytes CRC-32C of the sixteen bytes before
 * entry    4 bytes payload length, 4 bytes CRC-32C of (position of the entry, length, payload), payload
 * </pre>
 *
 * All numbers are big-endian. The checksum covers the position, so bytes of a recycled disk block
 * that happen to be an old entry are not mistaken for a new one.
 *
 * @param base the position of the file's first byte
 */
record Segment(Path file, long base) {
  static final int HEADER_BYTES = 20;
  static final int ENTRY_HEADER_BYTES = 8;

  /** No entry is larger: a length above it is damage, not data. */
  static final int MAX_PAYLOAD_BYTES = 80 << 20;

  private static final long MAGIC = 0x54575741_4C000001L;
  private static final Pattern NAME = Pattern.compile("wal-([0-9a-f]{16})\\.log");

  static Segment at(Path folder, long base) {
    return new Segment(folder.resolve(String.format(Locale.ROOT, "wal-%016x.log", base)), base);
  }

  /** The base that a file name tells, or -1 when it is not a segment's name. */
  static long baseOf(Path file) {
    Matcher matcher = NAME.matcher(file.getFileName().toString());
    return matcher.matches() ? Long.parseUnsignedLong(matcher.group(1), 16) : -1;
  }

  static ByteBuffer header(long base) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.putLong(MAGIC).putLong(base);
    CRC32C crc = new CRC32C();
    crc.update(header.array(), 0, 16);
    return header.putInt((int) crc.getValue()).flip();
  }

  /** The header of an entry whose payload stands in two pieces. */
  static ByteBuffer entryHeader(long position, ByteBuffer head, ByteBuffer body) {
    int length = head.remaining() + body.remaining();
    CRC32C crc = beginChecksum(position, length);
    crc.update(head.duplicate());
    crc.update(body.duplicate());
    return ByteBuffer.allocate(ENTRY_HEADER_BYTES)
        .putInt(length)
        .putInt((int) crc.getValue())
        .flip();
  }

  /** Receives the entries of a segment in order. */
  @FunctionalInterface
  interface Visitor {
    void visit(WalEntry entry) throws IOException;
  }

  /** Reads all entries, and tells what of the file is none. */
  Contents read(Visitor visitor) throws IOException {
    try (SegmentReader reader = new SegmentReader(this)) {
      for (WalEntry entry = reader.next(); entry != null; entry = reader.next()) {
        visitor.visit(entry);
      }
      return reader.contents();
    }
  }

  /** What follows the intact entries of a segment. */
  enum Rest {
    NOTHING,
    /** An entry that the file ends in the middle of: a crash, before it was acknowledged. */
    TORN,
    /** Bytes that are no entry: damage, or pages of an unacknowledged write that never arrived. */
    DAMAGED
  }

  /**
   * What a segment holds beside its intact entries.
   *
   * @param intact offset after the last intact entry
   * @param rest what follows it
   * @param damage bytes that are no entry, oldest first; a torn end is not among them
   */
  record Contents(long intact, Rest rest, List<WalDamage> damage) {}

  /** A checksum that the payload has still to be added to. */
  static CRC32C beginChecksum(long position, int length) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(12).putLong(position).putInt(length).flip());
    return crc;
  }
}
