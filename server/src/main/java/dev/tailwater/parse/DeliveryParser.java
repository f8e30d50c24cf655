package dev.tailwater.parse;

import dev.tailwater.record.LogColumns;
import dev.tailwater.record.RecordBatch;
import dev.tailwater.wal.Delivery;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Turns a delivery into rows of a batch. The same delivery at the same WAL position gives the same
 * rows, message ids included, however often it is replayed. Not thread-safe.
 */
public final class DeliveryParser {
  /** Longer messages become several rows. */
  private static final int MAX_MESSAGE_BYTES = 64 << 10;

  /** The id of a message is its place in the log of its node: 2^52 bytes of log for 2,048 nodes. */
  private static final int POSITION_BITS = 52;

  private final long nodeBits;
  private final LineReader reader;
  private final LineReader savedLogReader;

  // Texts that repeat for every line of a source.
  private Delivery.Origin lastOrigin = new Delivery.Origin(0, "", 0, "", "", "", "");
  private OriginBytes originBytes = new OriginBytes(lastOrigin);

  private static final class OriginBytes {
    private final byte[] collector;
    private final byte[] source;
    private final byte[] category;
    private final byte[] host;
    private final byte[] name;

    OriginBytes(Delivery.Origin origin) {
      collector = utf8(origin.collector());
      source = utf8(origin.source());
      category = utf8(origin.category());
      host = utf8(origin.host());
      name = utf8(origin.name());
    }
  }

  /**
   * What became of a delivery.
   *
   * @param lines rows added
   * @param badFrames frames whose count was missing or wrong; they are among the lines
   */
  public record Result(int lines, int badFrames) {}

  /**
   * @param node number of this ingest node, 0 to 2,047: part of every message id
   */
  public DeliveryParser(int node, TimeWindow window) {
    if (node < 0 || node >= 1 << (63 - POSITION_BITS)) {
      throw new IllegalArgumentException("node must be 0 to 2047, found " + node);
    }
    this.nodeBits = (long) node << POSITION_BITS;
    this.reader = new LineReader(window);
    this.savedLogReader = new LineReader(window.ofSavedLogs());
  }

  /**
   * Adds the lines of a delivery to a batch.
   *
   * @param position the WAL position of the delivery
   */
  public Result parse(Delivery delivery, long position, RecordBatch batch) {
    ByteBuffer body = delivery.body();
    byte[] bytes;
    int offset;
    if (body.hasArray()) {
      bytes = body.array();
      offset = body.arrayOffset() + body.position();
    } else {
      bytes = new byte[body.remaining()];
      body.get(body.position(), bytes);
      offset = 0;
    }
    if (!delivery.origin().equals(lastOrigin)) {
      lastOrigin = delivery.origin();
      originBytes = new OriginBytes(lastOrigin);
    }
    Map<byte[], byte[]> fields = HashMap.newHashMap(delivery.fields().size());
    delivery.fields().forEach((name, value) -> fields.put(utf8(name), utf8(value)));
    Rows rows = new Rows(delivery, position, bytes, offset, fields, batch);
    return switch (delivery.framing()) {
      case LOGPLEX -> {
        Frames frames = new Frames(bytes, offset, body.remaining());
        while (frames.next()) {
          rows.add(frames.start(), withoutLineEnd(bytes, frames.start(), frames.end()));
        }
        yield new Result(rows.count, frames.bad());
      }
      case TEXT -> {
        TextLines lines = new TextLines(bytes, offset, body.remaining());
        while (lines.next()) {
          rows.add(lines.start(), lines.end());
        }
        yield new Result(rows.count, 0);
      }
    };
  }

  /**
   * Adds a delivery as it came, without reading its lines: for one that {@link #parse} fails on.
   * Nothing of it is lost to a search of the text.
   */
  public void keepWhole(Delivery delivery, long position, RecordBatch batch) {
    ByteBuffer body = delivery.body();
    byte[] bytes = new byte[body.remaining()];
    body.get(body.position(), bytes);
    lastOrigin = delivery.origin();
    originBytes = new OriginBytes(lastOrigin);
    Rows rows = new Rows(delivery, position, bytes, 0, Map.of(), batch);
    rows.readLines = false;
    rows.add(0, bytes.length);
  }

  /** The rows of one delivery. */
  private final class Rows {
    private final Delivery delivery;
    private final long position;
    private final byte[] bytes;
    private final int bodyAt;
    private final Map<byte[], byte[]> fields;
    private final RecordBatch batch;
    private int count;
    private boolean readLines = true;

    Rows(
        Delivery delivery,
        long position,
        byte[] bytes,
        int bodyAt,
        Map<byte[], byte[]> fields,
        RecordBatch batch) {
      this.delivery = delivery;
      this.position = position;
      this.bytes = bytes;
      this.bodyAt = bodyAt;
      this.fields = fields;
      this.batch = batch;
    }

    /** Adds a message, in pieces when it is too long for one row. */
    void add(int from, int to) {
      int at = from;
      do {
        int end = pieceEnd(at, to);
        addRow(at, end);
        at = end;
      } while (at < to);
    }

    private void addRow(int from, int to) {
      batch.set(LogColumns.ACCOUNT, delivery.account());
      batch.set(LogColumns.RETENTION_DAYS, delivery.retentionDays());
      batch.set(LogColumns.RECEIPT_TIME, delivery.receiptMicros());
      batch.set(LogColumns.MESSAGE_ID, nodeBits | (position + (from - bodyAt)));
      batch.set(LogColumns.COLLECTOR, originBytes.collector);
      batch.set(LogColumns.COLLECTOR_ID, lastOrigin.collectorId());
      batch.set(LogColumns.SOURCE, originBytes.source);
      batch.set(LogColumns.SOURCE_ID, lastOrigin.sourceId());
      batch.set(LogColumns.SOURCE_CATEGORY, originBytes.category);
      batch.set(LogColumns.SOURCE_HOST, originBytes.host);
      batch.set(LogColumns.SOURCE_NAME, originBytes.name);
      batch.set(LogColumns.MESSAGE_COUNT, count);
      if (!fields.isEmpty()) {
        batch.set(LogColumns.FIELDS, fields);
      }
      if (readLines) {
        LineReader lines = delivery.savedLog() ? savedLogReader : reader;
        lines.read(batch, bytes, from, to, delivery.receiptMicros());
      } else {
        reader.keep(batch, bytes, from, to, delivery.receiptMicros());
      }
      batch.endRow();
      count++;
    }

    /** Where a piece ends: at a line end if there is one late enough, never inside a character. */
    private int pieceEnd(int from, int to) {
      if (to - from <= MAX_MESSAGE_BYTES) {
        return to;
      }
      int end = from + MAX_MESSAGE_BYTES;
      for (int i = end; i > end - MAX_MESSAGE_BYTES / 4; i--) {
        if (bytes[i - 1] == '\n') {
          return i;
        }
      }
      while (end > from + 1 && (bytes[end] & 0xC0) == 0x80) {
        end--;
      }
      return end;
    }
  }

  /** The line end that closes a message belongs to the sender's stream, not to the message. */
  private static int withoutLineEnd(byte[] bytes, int from, int to) {
    return to > from && bytes[to - 1] == '\n' ? to - 1 : to;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
