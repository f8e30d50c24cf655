package dev.tailwater.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

  static ByteBuffer entryHeader(long position, ByteBuffer payload) {
    return ByteBuffer.allocate(ENTRY_HEADER_BYTES)
        .putInt(payload.remaining())
        .putInt(checksum(position, payload))
        .flip();
  }

  /** Receives the entries of a segment in order. */
  @FunctionalInterface
  interface Visitor {
    void visit(WalEntry entry) throws IOException;
  }

  /**
   * Reads the entries.
   *
   * @return where the intact entries end, and what follows them
   */
  End read(Visitor visitor) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer head = ByteBuffer.allocate(HEADER_BYTES);
      if (size < HEADER_BYTES || !readFully(channel, head, 0) || !head.equals(header(base))) {
        return new End(0, Rest.DAMAGED);
      }
      long offset = HEADER_BYTES;
      ByteBuffer entryHead = ByteBuffer.allocate(ENTRY_HEADER_BYTES);
      ByteBuffer payload = ByteBuffer.allocate(1 << 16);
      while (offset < size) {
        if (size - offset < ENTRY_HEADER_BYTES || !readFully(channel, entryHead.clear(), offset)) {
          return new End(offset, Rest.TORN);
        }
        int length = entryHead.getInt();
        int crc = entryHead.getInt();
        long end = offset + ENTRY_HEADER_BYTES + length;
        if (length < 0 || length > MAX_PAYLOAD_BYTES) {
          return new End(offset, Rest.DAMAGED);
        }
        if (end > size) {
          return new End(offset, Rest.TORN);
        }
        if (payload.capacity() < length) {
          payload = ByteBuffer.allocate(Math.max(length, payload.capacity() * 2));
        }
        readFully(channel, payload.clear().limit(length), offset + ENTRY_HEADER_BYTES);
        if (checksum(base + offset, payload) != crc) {
          return new End(offset, Rest.DAMAGED);
        }
        visitor.visit(new WalEntry(base + offset, base + end, payload));
        offset = end;
      }
      return new End(offset, Rest.NOTHING);
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
   * Where reading a segment ended.
   *
   * @param offset in the file, after the last intact entry
   */
  record End(long offset, Rest rest) {}

  private static int checksum(long position, ByteBuffer payload) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(12).putLong(position).putInt(payload.remaining()).flip());
    crc.update(payload.duplicate());
    return (int) crc.getValue();
  }

  /** Fills the buffer from the file and flips it; false when the file ends before. */
  private static boolean readFully(FileChannel channel, ByteBuffer into, long offset)
      throws IOException {
    long at = offset;
    while (into.hasRemaining()) {
      int read = channel.read(into, at);
      if (read < 0) {
        return false;
      }
      at += read;
    }
    into.flip();
    return true;
  }
}
