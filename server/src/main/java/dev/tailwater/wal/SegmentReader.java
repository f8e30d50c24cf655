package dev.tailwater.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a segment one after the other. Bytes that are no entry cost no others: it
 * goes on with the next intact entry, wherever that begins. The checksum covers the position, so
 * what is found is an entry that was written there and not bytes that look like one.
 */
final class SegmentReader implements AutoCloseable {
  private static final int WINDOW_BYTES = 1 << 20;

  /**
   * Bytes whose checksum is computed in vain at most while an intact entry is looked for, about a
   * second's work. Only bytes that somebody made to look like entries cost as much.
   */
  private static final long SEARCH_BYTES = 2L << 30;

  private final Segment segment;
  private final FileChannel channel;
  private final List<WalDamage> damage = new ArrayList<>();

  // A part of the file.
  private ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
  private long windowOffset;

  private long limit;
  private long next = Segment.HEADER_BYTES;
  private boolean headerIntact;

  SegmentReader(Segment segment) throws IOException {
    this.segment = segment;
    this.channel = FileChannel.open(segment.file(), StandardOpenOption.READ);
    try {
      this.limit = channel.size();
      this.headerIntact =
          load(0, Segment.HEADER_BYTES)
              && window.slice(0, Segment.HEADER_BYTES).equals(Segment.header(segment.base()));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** The next entry of the file as it was when it was opened; null at its end. */
  @Nullable WalEntry next() throws IOException {
    return next(limit);
  }

  /**
   * The next entry that begins before an offset; null when there is none.
   *
   * @param end bytes before it have been written; it may grow from call to call
   */
  @Nullable WalEntry next(long end) throws IOException {
    limit = end;
    while (next < limit) {
      int length = intactAt(next);
      if (length >= 0) {
        long at = next;
        load(at, Segment.ENTRY_HEADER_BYTES + length);
        next = at + Segment.ENTRY_HEADER_BYTES + length;
        ByteBuffer payload =
            window.slice((int) (at - windowOffset) + Segment.ENTRY_HEADER_BYTES, length);
        return new WalEntry(segment.base() + at, segment.base() + next, payload);
      }
      long found = search();
      if (found < 0) {
        return null;
      }
      damage.add(new WalDamage(next, found - next));
      next = found;
    }
    return null;
  }

  /** What was found beside the entries, once {@link #next} has given null. */
  Segment.Contents contents() throws IOException {
    List<WalDamage> found = new ArrayList<>();
    boolean entries = next > Segment.HEADER_BYTES;
    if (limit < Segment.HEADER_BYTES) {
      return new Segment.Contents(0, Segment.Rest.TORN, found);
    }
    if (!headerIntact && !entries) {
      found.add(new WalDamage(0, limit));
      return new Segment.Contents(0, Segment.Rest.DAMAGED, found);
    }
    if (!headerIntact) {
      found.add(new WalDamage(0, Segment.HEADER_BYTES));
    }
    found.addAll(damage);
    Segment.Rest rest = rest();
    if (rest == Segment.Rest.DAMAGED) {
      found.add(new WalDamage(next, limit - next));
    }
    return new Segment.Contents(next, rest, found);
  }

  private Segment.Rest rest() throws IOException {
    if (next >= limit) {
      return Segment.Rest.NOTHING;
    }
    if (!load(next, Segment.ENTRY_HEADER_BYTES)) {
      return Segment.Rest.TORN;
    }
    int length = intAt(next);
    return isLength(length) && next + Segment.ENTRY_HEADER_BYTES + length > limit
        ? Segment.Rest.TORN
        : Segment.Rest.DAMAGED;
  }

  private static boolean isLength(int length) {
    return length >= 0 && length <= Segment.MAX_PAYLOAD_BYTES;
  }

  /** The length of the payload of the intact entry at an offset; -1 when there is none. */
  private int intactAt(long offset) throws IOException {
    if (!load(offset, Segment.ENTRY_HEADER_BYTES)) {
      return -1;
    }
    int length = intAt(offset);
    int expected = intAt(offset + 4);
    if (!isLength(length) || offset + Segment.ENTRY_HEADER_BYTES + length > limit) {
      return -1;
    }
    // In pieces: a length that is damaged must not take as much memory as it says.
    CRC32C crc = Segment.beginChecksum(segment.base() + offset, length);
    long from = offset + Segment.ENTRY_HEADER_BYTES;
    long end = from + length;
    if (!load(offset, (int) Math.min(WINDOW_BYTES, end - offset))) {
      return -1;
    }
    while (from < end) {
      int piece = (int) Math.min(WINDOW_BYTES, end - from);
      if (!load(from, piece)) {
        return -1;
      }
      crc.update(window.slice((int) (from - windowOffset), piece));
      from += piece;
    }
    return (int) crc.getValue() == expected ? length : -1;
  }

  /** Where the next intact entry behind the damaged one begins; -1 when there is none. */
  private long search() throws IOException {
    if (load(next, Segment.ENTRY_HEADER_BYTES) && isLength(intAt(next))) {
      // Mostly the length is right, and the damage is in the payload.
      long behind = next + Segment.ENTRY_HEADER_BYTES + intAt(next);
      if (behind == limit) {
        return -1;
      }
      if (behind < limit && intactAt(behind) >= 0) {
        return behind;
      }
    }
    long inVain = 0;
    long last = limit - Segment.ENTRY_HEADER_BYTES - Delivery.MIN_BYTES;
    for (long at = next + 1; at <= last && inVain < SEARCH_BYTES; at++) {
      int length = candidateAt(at);
      if (length >= 0) {
        if (intactAt(at) >= 0) {
          return at;
        }
        inVain += length;
      }
    }
    return -1;
  }

  /** The length of the payload of what looks like an entry; -1 when nothing does. */
  private int candidateAt(long offset) throws IOException {
    long needed =
        Math.min(limit - offset, Segment.ENTRY_HEADER_BYTES + (long) Delivery.MAX_HEAD_BYTES);
    if (!load(offset, (int) needed)) {
      return -1;
    }
    int at = (int) (offset - windowOffset);
    int length = window.getInt(at);
    boolean may =
        length >= Delivery.MIN_BYTES
            && isLength(length)
            && offset + Segment.ENTRY_HEADER_BYTES + length <= limit
            && Delivery.mayBe(window, at + Segment.ENTRY_HEADER_BYTES, length);
    return may ? length : -1;
  }

  private int intAt(long offset) {
    return window.getInt((int) (offset - windowOffset));
  }

  /** Brings bytes of the file into the window; false when the file ends before. */
  private boolean load(long offset, int bytes) throws IOException {
    if (offset >= windowOffset && offset + bytes <= windowOffset + window.limit()) {
      return true;
    }
    if (bytes > window.capacity()) {
      window = ByteBuffer.allocate(bytes);
    } else if (window.capacity() > WINDOW_BYTES && bytes <= WINDOW_BYTES) {
      window = ByteBuffer.allocate(WINDOW_BYTES);
    }
    window.clear().limit(Math.clamp(limit - offset, 0, window.capacity()));
    windowOffset = offset;
    long at = offset;
    while (window.hasRemaining()) {
      int read = channel.read(window, at);
      if (read < 0) {
        break;
      }
      at += read;
    }
    window.flip();
    return window.limit() >= bytes;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
