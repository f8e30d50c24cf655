package dev.tailwater.wal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log from a position on while it grows. Gives what was acknowledged, and of segments of
 * earlier runs all that is intact. For one thread.
 */
public final class WalReader implements AutoCloseable {
  private final SegmentList segments;
  private final DamagedSegments damaged;
  private final long from;
  private @Nullable Segment segment;
  private @Nullable SegmentReader reader;

  WalReader(SegmentList segments, DamagedSegments damaged, long from) {
    this.segments = segments;
    this.damaged = damaged;
    this.from = from;
  }

  /**
   * The next entry; null when there is none before the end.
   *
   * @param end everything before is durable; it may grow from call to call
   */
  public @Nullable WalEntry next(long end) throws IOException {
    while (true) {
      Segment at = segment;
      SegmentReader in = reader;
      if (at == null || in == null) {
        at = segments.after(segment, from);
        if (at == null || at.base() >= end) {
          return null;
        }
        in = new SegmentReader(at);
        segment = at;
        reader = in;
      }
      long closedEnd = segments.closedEnd(at);
      if (closedEnd < 0) {
        // Trimmed: its last entry was given, and has been stored since.
        reader = null;
        in.close();
        continue;
      }
      WalEntry entry = in.next(Math.min(end, closedEnd) - at.base());
      while (entry != null && entry.position() < from) {
        entry = in.next(Math.min(end, closedEnd) - at.base());
      }
      if (entry != null) {
        return entry;
      }
      if (closedEnd > end) {
        return null;
      }
      damaged.report(at, in.contents());
      reader = null;
      in.close();
    }
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }
}
